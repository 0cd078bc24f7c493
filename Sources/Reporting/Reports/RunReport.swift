package import Diagnostics
package import PhoenixModel

/// What one run of a command found and did: the one value that every kind of report is drawn from.
package struct RunReport: Sendable {
    package enum Command: String, Sendable {
        case validate, plan, apply, drift
    }

    package var command: Command
    /// nil where the manifests had errors, and for `validate`.
    package var plan: Plan?
    /// How the actions of the plan ended.
    package var outcomes: ApplyReport?
    package var drift: DriftReport?
    /// What the run had to say of the manifests and of what failed, beside what stands in the plan.
    package var diagnostics: [Diagnostic]
    package var sources: SourceMap

    package init(
        _ command: Command, plan: Plan? = nil, outcomes: ApplyReport? = nil, drift: DriftReport? = nil,
        diagnostics: [Diagnostic] = [], sources: SourceMap = SourceMap()
    ) {
        self.command = command
        self.plan = plan
        self.outcomes = outcomes
        self.drift = drift
        self.diagnostics = diagnostics
        self.sources = sources
    }
}

/// The kinds of report, by the names that `--report` knows them by.
package enum ReportKind: String, Sendable, CaseIterable {
    case json, markdown, sarif, junit, github

    /// Whether services read it that look its places up in a checkout, from the top of it, and so cannot do anything
    /// with paths that count from the folder of the job.
    package var namesFilesOfRepository: Bool { self == .sarif || self == .github }

    /// The whole text of the report; the same run gives the same text. `version` is that of phoenix.
    package func render(_ report: RunReport, version: String) -> String {
        switch self {
        case .json: JSONReport(report).text
        case .markdown: MarkdownReport(report).text
        case .sarif: SARIFReport(report, version: version).text
        case .junit: JUnitReport(report).text
        case .github: GitHubReport(report).text
        }
    }
}
