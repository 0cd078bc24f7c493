import Synchronization

/// One line on a terminal that says how far long work is; nothing at all anywhere else.
final class ProgressLine: Sendable {
    /// Seconds between two paintings.
    private static let interval: Duration = .milliseconds(100)

    private let channel: OutputChannel
    private let total: Int
    private let label: String
    private let isShown: Bool
    private let state = Mutex(State())

    private struct State {
        var done = 0
        var failed = 0
        var painted: ContinuousClock.Instant?
    }

    init(_ label: String, total: Int, on channel: OutputChannel) {
        self.label = label
        self.total = total
        self.channel = channel
        isShown = channel.isTerminal && total > 20
    }

    func advance(failed: Bool) {
        guard isShown else { return }
        state.withLock { state in
            state.done += 1
            if failed { state.failed += 1 }
            let now = ContinuousClock.now
            if let painted = state.painted, now - painted < Self.interval, state.done < total { return }
            state.painted = now
            let failures = state.failed == 0 ? "" : ", \(state.failed) failed"
            channel.write("\r\u{1B}[K\(label) \(state.done) of \(total)\(failures)")
        }
    }

    /// Takes the line away.
    func finish() {
        guard isShown else { return }
        channel.write("\r\u{1B}[K")
    }
}
