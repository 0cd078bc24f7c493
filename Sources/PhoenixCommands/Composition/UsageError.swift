import Diagnostics

/// A command line that cannot be carried out as it is; exit code 64.
struct UsageError: Error {
    let diagnostic: Diagnostic

    init(_ code: DiagnosticCode, _ message: String, help: String? = nil) {
        diagnostic = Diagnostic(code, message, help: help)
    }
}
