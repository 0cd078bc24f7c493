import PhoenixModel

/// What an answer tells of the panel's rate limit.
struct RateHeaders: Sendable, Hashable {
    /// Requests a minute.
    let limit: Int?
    /// Requests that are left of them.
    let remaining: Int?
    /// From the answer until there are new ones.
    let untilReset: Duration?
    /// How long to wait before the request is tried again.
    let retryAfter: Duration?

    /// `now` counts where the answer has no `Date` of its own to measure moments by.
    init(_ answer: HTTPAnswer, now: Duration) {
        let sent = answer.header("Date").flatMap(HTTPDate.timestamp)?.seconds ?? now.components.seconds
        limit = answer.header("X-RateLimit-Limit").flatMap { Int($0) }
        remaining = answer.header("X-RateLimit-Remaining").flatMap { Int($0) }
        untilReset = answer.header("X-RateLimit-Reset").flatMap(Self.seconds).map { value in
            .seconds(max(0, value >= Self.firstUnixTime ? value - sent : value))
        }
        retryAfter = answer.header("Retry-After").flatMap { text in
            if let seconds = Self.seconds(text) { return .seconds(seconds) }
            return HTTPDate.timestamp(text).map { .seconds(max(0, $0.seconds - sent)) }
        }
    }

    /// A reset from here on is a moment, below it a number of seconds.
    private static let firstUnixTime: Int64 = 1_000_000_000

    /// Numbers that are no time of this world are none.
    private static func seconds(_ text: String) -> Int64? {
        Int64(text).flatMap { (0...100_000_000_000).contains($0) ? $0 : nil }
    }
}
