/// A run of a schedule that the cron of a stand-in panel has started.
package struct StandInRun: Sendable {
    package let name: String
    package let at: Duration
    /// The tasks as they were then.
    package let chain: [StandInTask]
}
