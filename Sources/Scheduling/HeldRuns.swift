import PanelStore
import PhoenixModel
import Synchronization

/// The runs that this process carries out, and how sure it is of its leases.
final class HeldRuns: Sendable {
    private struct Entry {
        let token: Int64
        let control: RunControl
        /// When the run has taken longer than it may, by the store's clock.
        let deadline: Timestamp
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
        /// What all runs are told, those to come as well.
        var signal: RunSignal?
        var storeNow: Timestamp?
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.entries.count } }

    var ids: Set<Int64> { state.withLock { Set($0.entries.keys) } }

    var isDraining: Bool { state.withLock { $0.signal != nil } }

    /// Adds a run that this process has the lease of until `heldUntil` of the local clock.
    func add(_ run: RunRecord, token: Int64, now: Timestamp, heldUntil: Duration) -> RunControl {
        let control = RunControl()
        let deadline = Timestamp(seconds: (run.startedAt ?? now).seconds + run.timeout)
        let signal = state.withLock { state in
            state.entries[run.id] = Entry(
                token: token, control: control, deadline: deadline, heldUntil: heldUntil, addedAt: state.beats)
            return state.signal
        }
        if let signal { control.send(signal) }
        if now >= deadline { control.send(.timeout) }
        return control
    }

    func remove(_ id: Int64) { state.withLock { $0.entries[id] = nil } }

    func send(_ signal: RunSignal) {
        for control in state.withLock({ state in
            state.signal = max(signal, state.signal ?? signal)
            return state.entries.values.map(\.control)
        }) { control.send(signal) }
    }

    /// Notes that a beat begins. Answers its number.
    func beginBeat() -> Int {
        state.withLock { state in
            state.beats += 1
            return state.beats
        }
    }

    /// Tells the runs what a beat has found: `held` is what the store has under this worker's name. What was added
    /// after the beat began is not among it yet.
    ///
    /// Answers the runs that nobody carries out though this worker has their leases, for the second time in a row.
    func endBeat(_ beat: Int, held: [HeldRun], now: Timestamp, heldUntil: Duration) -> [HeldRun] {
        var signals: [(RunControl, RunSignal)] = []
        let abandoned = state.withLock { state in
            state.storeNow = now
            let found = Dictionary(held.map { ($0.id, $0) }) { first, _ in first }
            for (id, entry) in state.entries where entry.addedAt < beat {
                if let run = found[id], run.token == entry.token {
                    state.entries[id]?.heldUntil = heldUntil
                    if run.isStopRequested { signals.append((entry.control, .stop)) }
                    if now >= entry.deadline { signals.append((entry.control, .timeout)) }
                } else {
                    signals.append((entry.control, .leaseLost))
                }
            }
            let strays = Set(held.filter { state.entries[$0.id] == nil })
            defer { state.strays = strays }
            return strays.intersection(state.strays)
        }
        for (control, signal) in signals { control.send(signal) }
        return abandoned.sorted { $0.id < $1.id }
    }

    /// Tells the runs whose leases may have run out that they are lost: nothing was heard of the store for so long.
    func failBeat(at localNow: Duration) {
        let lost = state.withLock { state in
            state.entries.values.filter { $0.heldUntil <= localNow }.map(\.control)
        }
        for control in lost { control.send(.leaseLost) }
    }

    /// How long it is to the first deadline of a run; nil without runs.
    var timeToDeadline: Duration? {
        state.withLock { state in
            guard let now = state.storeNow, let first = state.entries.values.map(\.deadline).min() else { return nil }
            return .seconds(max(0, first.seconds - now.seconds))
        }
    }
}
