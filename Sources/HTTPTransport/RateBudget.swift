package import Clocks

/// The requests that a server still allows, shared by all that are under way.
package actor RateBudget {
    /// Requests a minute, once the server has said so.
    package private(set) var limit: Int?
    private let clock: WallClock
    /// Left in this window, less those that have started since.
    private var remaining: Int?
    private var resetsAt: Duration?
    /// No request starts before, because one was refused.
    private var pausedUntil = Duration.zero

    /// The longest wait for a window to end. Limits count by the minute; whoever says more is not waited for.
    private static let longestWait = Duration.seconds(90)

    package init(clock: WallClock) { self.clock = clock }

    /// Waits until one more request is allowed, and counts it.
    /// - Throws: `.rateLimited` when that takes too long, `.cancelled` when the task is.
    func take() async throws(RequestFailure.Cause) {
        while let end = waitEnd() {
            let wait = end - clock.now()
            guard wait > .zero else { break }
            guard wait <= Self.longestWait else { throw .rateLimited(until: end) }
            do { try await clock.sleep(wait) } catch { throw .cancelled }
        }
        if let left = remaining { remaining = left - 1 }
    }

    private func waitEnd() -> Duration? {
        let now = clock.now()
        if let resetsAt, resetsAt <= now {
            remaining = nil
            self.resetsAt = nil
        }
        if pausedUntil > now { return pausedUntil }
        guard let remaining, remaining <= 0 else { return nil }
        return resetsAt
    }

    /// Learns from the headers of an answer. Answers overtake each other: within one window the smallest number counts.
    func learn(_ headers: RateHeaders) {
        let now = clock.now()
        if let limit = headers.limit { self.limit = limit }
        guard let left = headers.remaining else { return }
        let reset = (headers.retryAfter ?? headers.untilReset).map { now + $0 }
        if isNewWindow(left, reset) {
            remaining = left
            // Many servers tell the end of a window only once it is too late. It began now at the latest.
            resetsAt = reset ?? now + Self.window
        } else {
            remaining = min(remaining ?? left, left)
            if let reset, let resetsAt { self.resetsAt = min(reset, resetsAt) }
        }
    }

    private func isNewWindow(_ left: Int, _ reset: Duration?) -> Bool {
        guard let remaining, let resetsAt, resetsAt > clock.now() else { return true }
        // An end is told in whole seconds, so that it seems to move by one.
        if let reset { return reset > resetsAt + .milliseconds(1_500) }
        return left > remaining + Self.overtaking
    }

    private static let window = Duration.seconds(60)
    /// More answers than can be on their way at once.
    private static let overtaking = 100

    /// Starts nothing for a while.
    func pause(for wait: Duration) { pausedUntil = max(pausedUntil, clock.now() + wait) }
}
