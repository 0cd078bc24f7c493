import PanelStore
import PhoenixModel

/// How many finished runs are removed at once: as many as take a moment, so that nothing else waits long for it.
struct RunPruning: Sendable, Hashable {
    private static let sizes = 50...5_000
    private static let aim = Duration.milliseconds(50)

    private(set) var limit = 500

    /// Learns from a batch of `limit` runs that took so long.
    mutating func learn(_ duration: Duration) {
        let next = duration < Self.aim ? limit * 2 : limit / 2
        limit = min(max(next, Self.sizes.lowerBound), Self.sizes.upperBound)
    }
}

extension RetentionDays {
    func rules(at now: Timestamp) -> RunRetention {
        RunRetention(
            finishedBefore: Timestamp(seconds: now.seconds - succeeded * 86_400),
            failedBefore: Timestamp(seconds: now.seconds - failed * 86_400), keptPerTask: keptPerTask)
    }
}
