import Diagnostics

/// Why a command cannot be carried out, beside manifests and panels.
struct CommandError: Error {
    let diagnostic: Diagnostic
    /// Wrong usage, unless the outside world is to blame.
    let status: ExitStatus

    init(_ code: DiagnosticCode, _ message: String, help: String? = nil, status: ExitStatus = .usage) {
        diagnostic = Diagnostic(code, message, help: help)
        self.status = status
    }

    /// A generator that failed must not empty a project.
    static let emptyPrune = CommandError(
        .nothingDeclared, "the files declare nothing, so --prune would delete everything the project owns",
        help: "to delete all of a project, leave a reference to a system service in its files", status: .error)
}
