import PanelStore
import PhoenixModel
import Synchronization

/// The runs that this process carries out, and how sure it is of its leases.
final class HeldRuns: Sendable {
    private struct Entry {
        let token: Int64
        let control: RunControl
        /// How much longer the run may take.
        var left: Duration
        /// When that was so, by the local clock.
        var countedAt: Duration
        /// Until when others leave it alone, by the local clock.
        var heldUntil: Duration
        /// How many beats had begun when it was added.
        let addedAt: Int
    }

    private struct State {
        var entries: [Int64: Entry] = [:]
        var beats = 0
        /// What the last beat has found under this worker's name, and is not here.
        var strays: Set<HeldRun> = []
        /// Whether the last beat that ended did so without an answer of the store.
        var isFailing = false
        /// What all runs are told, those to come as well.
        var signal: RunSignal?
    }

    private let longestGap: Duration
    private let state = Mutex(State())

    /// Beats come within `longestGap`. What passes beyond that between two of them is no time that a run has taken:
    /// the clock was put forward, or the machine was asleep.
    init(longestGap: Duration) { self.longestGap = longestGap }

    var count: Int { state.withLock { $0.entries.count } }

    var ids: Set<Int64> { state.withLock { Set($0.entries.keys) } }

    var isDraining: Bool { state.withLock { $0.signal != nil } }

    /// Adds a run that this process has got the lease of, at `now` of the store's clock and `localNow` of the local one,
    /// and until `heldUntil` of that.
    func add(
        _ run: RunRecord, token: Int64, now: Timestamp, localNow: Duration, heldUntil: Duration
    ) -> RunControl {
        let control = RunControl()
        let left = Duration.seconds((run.startedAt ?? now).seconds + run.timeout - now.seconds)
        let signal = state.withLock { state in
            state.entries[run.id] = Entry(
                token: token, control: control, left: left, countedAt: localNow, heldUntil: heldUntil,
                addedAt: state.beats)
            return state.signal
        }
        if let signal { control.send(signal) }
        if left <= .zero { control.send(.timeout) }
        return control
    }

    func remove(_ id: Int64) { state.withLock { $0.entries[id] = nil } }

    func send(_ signal: RunSignal) {
        for control in state.withLock({ state in
            state.signal = max(signal, state.signal ?? signal)
            return state.entries.values.map(\.control)
        }) { control.send(signal) }
    }

    /// Notes that a beat begins, and ends the runs that have taken too long. Answers the number of the beat.
    func beginBeat(at localNow: Duration) -> Int {
        let (number, late) = state.withLock { state in
            state.beats += 1
            for (id, entry) in state.entries {
                state.entries[id]?.left -= min(max(localNow - entry.countedAt, .zero), longestGap)
                state.entries[id]?.countedAt = localNow
            }
            return (state.beats, state.entries.values.filter { $0.left <= .zero }.map(\.control))
        }
        for control in late { control.send(.timeout) }
        return number
    }

    /// Tells the runs what a beat has found: `held` is what the store has under this worker's name. What was added
    /// after the beat began is not among it yet.
    ///
    /// Answers the runs that nobody carries out though this worker has their leases, for the second time in a row.
    func endBeat(_ beat: Int, held: [HeldRun], heldUntil: Duration) -> [HeldRun] {
        var signals: [(RunControl, RunSignal)] = []
        let abandoned = state.withLock { state in
            let found = Dictionary(held.map { ($0.id, $0) }) { first, _ in first }
            for (id, entry) in state.entries where entry.addedAt < beat {
                if let run = found[id], run.token == entry.token {
                    state.entries[id]?.heldUntil = heldUntil
                    if run.isStopRequested { signals.append((entry.control, .stop)) }
                } else {
                    signals.append((entry.control, .leaseLost))
                }
            }
            let strays = Set(held.filter { state.entries[$0.id] == nil })
            state.isFailing = false
            defer { state.strays = strays }
            return strays.intersection(state.strays)
        }
        for (control, signal) in signals { control.send(signal) }
        return abandoned.sorted { $0.id < $1.id }
    }

    /// Tells the runs whose leases may have run out that they are lost: nothing was heard of the store for so long.
    /// Answers whether the beat before did not fail.
    func failBeat(at localNow: Duration) -> Bool {
        let (lost, isFirst) = state.withLock { state in
            defer { state.isFailing = true }
            return (state.entries.values.filter { $0.heldUntil <= localNow }.map(\.control), !state.isFailing)
        }
        for control in lost { control.send(.leaseLost) }
        return isFirst
    }

    /// How long it is until the first run has taken too long; nil without runs.
    var timeToDeadline: Duration? { state.withLock { $0.entries.values.map(\.left).min() } }
}
