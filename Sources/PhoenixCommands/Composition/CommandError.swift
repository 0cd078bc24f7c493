import Diagnostics
import PanelService
import PanelStore
import PhoenixModel

/// Why a command cannot be carried out, beside manifests and panels.
struct CommandError: Error {
    let diagnostic: Diagnostic
    /// Wrong usage, unless the outside world is to blame.
    let status: ExitStatus

    init(_ diagnostic: Diagnostic, status: ExitStatus) {
        self.diagnostic = diagnostic
        self.status = status
    }

    init(_ code: DiagnosticCode, _ message: String, help: String? = nil, status: ExitStatus = .usage) {
        diagnostic = Diagnostic(code, message, help: help)
        self.status = status
    }

    static let targetNeeded = CommandError(
        .noTarget, "no target is named, and there is no default when CI is set",
        help: "give --store sqlite:PATH or postgres://…, or set PHOENIX_STORE")

    /// A generator that failed must not empty a project.
    static let emptyPrune = CommandError(
        .nothingDeclared, "the files declare nothing, so --prune would delete everything that the project owns",
        help: "to delete all tasks of a project, write `tasks: {}` and pass their number with --allow-deletes",
        status: .error)

    /// A job that runs twice is to be noticed.
    static let planAppliedAlready = CommandError(
        .planAppliedAlready, "the panel already has everything that this plan would change: it has been applied",
        help: "to change something else, plan again", status: .blocked)

    /// - Throws: that a name of a project breaks the rule of keys.
    static func refuseUnlessValid(project name: String) throws(CommandError) {
        guard !KeyRule.isValid(name.utf8) else { return }
        throw CommandError(.badKey, "'\(name)' is not a valid project name", help: "its form is \(KeyRule.pattern)")
    }

    /// What the rules of keys refused, or why their store does not work.
    init(_ error: ServiceError) {
        switch error {
        case .refused: self.init(.apiKeyRefused, error.description, status: .error)
        case .storeFailed(let error), .notReady(let error):
            self.init(Diagnostic(PanelError(.store(error.fault), error.message, help: error.help)), status: .error)
        case .unexpected(let message): self.init(.storeUnavailable, message, status: .error)
        }
    }
}
