import PanelStore
import Synchronization

/// What is known of the version of a store's configuration, and since when.
///
/// Nobody asks the database for it alone: whoever reads or writes asks along when what is known is no longer fresh. So
/// it costs nothing while nobody asks, and is never older than the bound.
final class ConfigurationWatch: Sendable {
    /// What the database has counted, with the time at which it was asked.
    struct Look: Sendable {
        let services: Int64
        let keys: Int64
        let start: ContinuousClock.Instant
    }

    private struct State {
        var last: Look?
        /// When the last look was noted.
        var noted = ContinuousClock.now
        /// Moves on when the counts have gone back, as they do when a database was restored.
        var era: Int64 = 0
        /// When somebody was last sent to look.
        var sent: ContinuousClock.Instant?
    }

    private let bound: Duration
    private let state = Mutex(State())

    /// - Parameter bound: how old the version may be that is answered.
    init(bound: Duration) { self.bound = bound }

    /// The version; nil when it is too old, and from half of that age on for one of those who ask, who looks then.
    var version: ConfigurationVersion? {
        let now = ContinuousClock.now
        return state.withLock { state in
            guard let last = state.last, now < last.start + bound else { return nil }
            if now >= last.start + bound / 2, state.sent.map({ now >= $0 + bound / 2 }) ?? true {
                state.sent = now
                return nil
            }
            return ConfigurationVersion(
                services: DataVersion(state.era << 48 | last.services), keys: DataVersion(state.era << 48 | last.keys))
        }
    }

    /// Whether whoever talks to the database anyway is to ask for the version.
    var wantsLook: Bool {
        let now = ContinuousClock.now
        return state.withLock { state in state.last.map { now >= $0.start + bound / 4 } ?? true }
    }

    func note(_ look: Look) {
        state.withLock { state in
            if let last = state.last {
                let isBehind = look.services < last.services || look.keys < last.keys
                // Of two that looked side by side, the one that saw less says nothing new.
                if isBehind, look.start < state.noted { return }
                if isBehind { state.era += 1 }
                if !isBehind, look.start < last.start {
                    state.last = Look(services: look.services, keys: look.keys, start: last.start)
                } else {
                    state.last = look
                }
            } else {
                state.last = look
            }
            state.noted = .now
        }
    }

    /// Forgets what is known: something was changed, and what the version is now could not be found out.
    func forget() {
        state.withLock { state in
            state.last = nil
            state.era += 1
        }
    }
}
