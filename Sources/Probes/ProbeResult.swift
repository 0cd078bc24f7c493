package import PhoenixModel

/// What one check of a service has found.
package struct ProbeResult: Sendable, Hashable {
    package enum Outcome: String, Sendable, Hashable {
        case healthy
        /// It works slowly, or in part.
        case degraded
        case down
    }

    package let outcome: Outcome
    /// From the start of the check to its end; nil when the service did not answer.
    package let latency: Duration?
    package let issues: [ProbeIssue]
    /// Numbers by name, and only those that are known.
    package let resources: ValueMap

    package init(
        outcome: Outcome, latency: Duration? = nil, issues: [ProbeIssue] = [], resources: ValueMap = [:]
    ) {
        self.outcome = outcome
        self.latency = latency
        self.issues = issues
        self.resources = resources
    }
}
