import PanelStore
import PhoenixModel

/// How a run ends, and why.
struct RunVerdict: Sendable, Hashable {
    let result: RunResult
    /// A sentence part; nil when it succeeded.
    let reason: String?

    init(_ result: RunResult, _ reason: String?) {
        self.result = result
        self.reason = reason
    }

    /// The verdict on a run whose steps are all finished.
    init(_ progress: RunProgress) {
        let targets = progress.targets
        if targets.total == 0 {
            self.init(.skipped, "no server matches")
        } else if targets.failed + targets.unknown > 0 {
            self.init(targets.succeeded == 0 ? .failed : .partial, Self.reason(progress))
        } else if targets.succeeded == 0 {
            self.init(.skipped, Self.reason(progress))
        } else {
            self.init(.succeeded, nil)
        }
    }

    /// How many servers fared badly, with the reason of the first one: `2 of 5 servers failed, 1 unknown; alpha: …`.
    private static func reason(_ progress: RunProgress) -> String {
        let targets = progress.targets
        let parts = [(targets.failed, "failed"), (targets.unknown, "unknown"), (targets.skipped, "skipped")]
        var words = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        words[0] = words[0].replacing(" ", with: " of \(targets.total) server\(targets.total == 1 ? "" : "s") ")
        let worst: StepResult = targets.failed > 0 ? .failed : targets.unknown > 0 ? .unknown : .skipped
        let first = progress.steps.first { $0.record.result == worst && $0.record.reason != nil }
        let detail = first.map { "; \($0.plan.target.name): \($0.record.reason ?? "")" } ?? ""
        return words.joined(separator: ", ") + detail
    }
}
