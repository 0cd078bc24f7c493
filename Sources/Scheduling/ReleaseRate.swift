import PhoenixModel

/// Spreads runs that make up for misfired times, so that all of them together do not start at once.
struct ReleaseRate: Sendable, Hashable {
    private let milliseconds: Int64
    /// When the next one may start, in milliseconds since 1970.
    private var next = Int64.min

    init(perMinute: Int) { milliseconds = 60_000 / Int64(max(perMinute, 1)) }

    /// Gives the next place, at `now` or later.
    mutating func release(at now: Timestamp) -> Timestamp {
        let place = max(next, now.seconds * 1_000)
        next = place + milliseconds
        return Timestamp(seconds: place / 1_000)
    }
}
