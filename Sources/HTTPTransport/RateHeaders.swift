/// What a response tells of the server's rate limit.
package struct RateHeaders: Sendable, Hashable {
    /// Requests a minute.
    package let limit: Int?
    /// Requests that are left of them.
    package let remaining: Int?
    /// From the response until there are new ones.
    package let untilReset: Duration?
    /// How long to wait before the request is tried again.
    package let retryAfter: Duration?

    /// `now` counts where the response has no `Date` of its own to measure moments by.
    package init(_ response: HTTPResponse, now: Duration) {
        // Few responses name a moment, and reading a date takes longer than all else here.
        lazy var sent = response.header("Date").flatMap(HTTPDate.seconds) ?? now.components.seconds
        limit = response.header("X-RateLimit-Limit").flatMap { Int($0) }
        remaining = response.header("X-RateLimit-Remaining").flatMap { Int($0) }
        untilReset = response.header("X-RateLimit-Reset").flatMap(Self.seconds).map { value in
            .seconds(max(0, value >= Self.firstUnixTime ? value - sent : value))
        }
        retryAfter = response.header("Retry-After").flatMap { text in
            if let seconds = Self.seconds(text) { return .seconds(seconds) }
            return HTTPDate.seconds(text).map { .seconds(max(0, $0 - sent)) }
        }
    }

    /// A reset from here on is a moment, below it a number of seconds.
    private static let firstUnixTime: Int64 = 1_000_000_000

    /// Numbers that are no time of this world are none.
    private static func seconds(_ text: String) -> Int64? {
        Int64(text).flatMap { (0...100_000_000_000).contains($0) ? $0 : nil }
    }
}
