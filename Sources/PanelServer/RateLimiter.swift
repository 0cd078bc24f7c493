import PhoenixModel
import Synchronization

/// Counts requests by key, or failures by address, in windows of a minute that begin with the first one. In memory: a
/// restart forgets.
final class RateLimiter: Sendable {
    static let windowLength: Int64 = 60

    /// What a client has left of its window.
    struct Quota: Sendable, Hashable {
        let limit: Int
        let remaining: Int
        /// Seconds until the window ends.
        let reset: Int64
        /// This request was one too many.
        var isExceeded = false
    }

    private struct Window {
        let start: Int64
        var count: Int
    }

    private struct State {
        var windows: [String: Window] = [:]
        var sweptAt: Int64 = 0
    }

    private let limit: Int
    private let now: @Sendable () -> Timestamp
    private let state = Mutex(State())

    init(limit: Int, now: @escaping @Sendable () -> Timestamp) {
        self.limit = limit
        self.now = now
    }

    /// Counts one for the client.
    func count(_ client: String) -> Quota {
        let now = now().seconds
        return state.withLock { state in
            Self.sweep(&state, now)
            var window = state.windows[client] ?? Window(start: now, count: 0)
            if !Self.isOpen(window, now) { window = Window(start: now, count: 0) }
            let isExceeded = window.count >= limit
            if !isExceeded { window.count += 1 }
            state.windows[client] = window
            var quota = quota(window, now)
            quota.isExceeded = isExceeded
            return quota
        }
    }

    /// What a client has left, without counting.
    func look(_ client: String) -> Quota {
        let now = now().seconds
        return state.withLock { state in
            guard let window = state.windows[client], Self.isOpen(window, now) else {
                return Quota(limit: limit, remaining: limit, reset: Self.windowLength)
            }
            return quota(window, now)
        }
    }

    private func quota(_ window: Window, _ now: Int64) -> Quota {
        Quota(
            limit: limit, remaining: limit - window.count, reset: max(1, window.start + Self.windowLength - now))
    }

    /// A clock that was set back must not keep a window open for longer.
    private static func isOpen(_ window: Window, _ now: Int64) -> Bool {
        now >= window.start && now < window.start + windowLength
    }

    /// Forgets what is over, once a window, so that addresses do not pile up.
    private static func sweep(_ state: inout State, _ now: Int64) {
        guard abs(now - state.sweptAt) >= windowLength else { return }
        state.windows = state.windows.filter { isOpen($0.value, now) }
        state.sweptAt = now
    }
}
