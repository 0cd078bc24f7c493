package import Diagnostics

/// Why there is no key. The key itself is never in it.
package struct KeyProblem: Error {
    package let diagnostic: Diagnostic

    init(_ code: DiagnosticCode, _ message: String, help: String? = nil) {
        diagnostic = Diagnostic(code, message, help: help)
    }
}
