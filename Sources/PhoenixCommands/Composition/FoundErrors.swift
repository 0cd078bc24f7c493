import Diagnostics
import PhoenixModel
import Settings

/// Errors of the manifests, of manifests and panel together, or of a server's configuration, that end a run.
struct FoundErrors: Error {
    let diagnostics: [Diagnostic]
    let sources: SourceMap

    init(_ diagnostics: [Diagnostic], sources: SourceMap) {
        self.diagnostics = diagnostics
        self.sources = sources
    }

    /// What any error of a run says; nil for exit codes, which say that all is said.
    init?(_ error: any Error) {
        switch error {
        case let errors as FoundErrors: self = errors
        case let error as CommandError: self.init([error.diagnostic], sources: SourceMap())
        case let error as PanelError: self.init([Diagnostic(error)], sources: SourceMap())
        case let error as SettingsFailure: self.init(error.diagnostics, sources: error.sources)
        default: return nil
        }
    }
}
