import PhoenixModel

/// What a probe has found out about a server that answered.
struct ProbeFindings: Sendable, Hashable {
    var issues: [ProbeIssue] = []
    /// Numbers by name.
    var resources = ValueMap()
    /// Whether the service is of no use although it answers.
    var isDown = false
}
