import PhoenixModel
import Synchronization

/// The places for steps that are done at the same time: so many for each server, each node, and the backups of a node.
/// Who waits longest for a place gets it.
final class StepPlaces: Sendable {
    private enum Place: Hashable {
        case server(String), node(String), backups(node: String)
    }

    private struct Waiter {
        let id: Int
        let places: [Place]
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var taken: [Place: Int] = [:]
        var lastWaiter = 0
        /// Longest waiting first.
        var waiters: [Waiter] = []
    }

    private let limits: RunLimits
    private let state = Mutex(State())

    init(limits: RunLimits) { self.limits = limits }

    /// How many wait for a place.
    var waiterCount: Int { state.withLock { $0.waiters.count } }

    /// Takes the places of a step if they are free.
    func takeAtOnce(for step: PlannedStep) -> Bool {
        let places = places(of: step)
        return state.withLock { state in
            guard places.allSatisfy({ isFree($0, in: state) }) else { return false }
            take(places, in: &state)
            return true
        }
    }

    /// Waits for the places of a step and takes them. false when the task was cancelled before.
    func take(for step: PlannedStep) async -> Bool {
        let places = places(of: step)
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let granted = state.withLock { state in
                    if Task.isCancelled {
                        return [(continuation, false)]
                    }
                    state.waiters.append(Waiter(id: id, places: places, continuation: continuation))
                    return admitted(&state).map { ($0, true) }
                }
                for (continuation, isGranted) in granted { continuation.resume(returning: isGranted) }
            }
        } onCancel: {
            let (cancelled, granted) = state.withLock { state in
                let index = state.waiters.firstIndex { $0.id == id }
                let cancelled = index.map { state.waiters.remove(at: $0).continuation }
                return (cancelled, admitted(&state))
            }
            cancelled?.resume(returning: false)
            for continuation in granted { continuation.resume(returning: true) }
        }
    }

    func giveBack(for step: PlannedStep) {
        let granted = state.withLock { state in
            for place in places(of: step) {
                let left = state.taken[place, default: 0] - 1
                state.taken[place] = left > 0 ? left : nil
            }
            return admitted(&state)
        }
        for continuation in granted { continuation.resume(returning: true) }
    }

    /// Takes the places of those waiters who can have them, and removes these.
    private func admitted(_ state: inout State) -> [CheckedContinuation<Bool, Never>] {
        var granted: [CheckedContinuation<Bool, Never>] = []
        var left: [Waiter] = []
        for waiter in state.waiters {
            if waiter.places.allSatisfy({ isFree($0, in: state) }) {
                take(waiter.places, in: &state)
                granted.append(waiter.continuation)
            } else {
                left.append(waiter)
            }
        }
        state.waiters = left
        return granted
    }

    private func take(_ places: [Place], in state: inout State) {
        for place in places { state.taken[place, default: 0] += 1 }
    }

    private func isFree(_ place: Place, in state: borrowing State) -> Bool {
        let limit =
            switch place {
            case .server: limits.stepsPerServer
            case .node: limits.stepsPerNode
            case .backups: limits.backupsPerNode
            }
        return state.taken[place, default: 0] < limit
    }

    private func places(of step: PlannedStep) -> [Place] {
        let node = step.target.node
        let places = [Place.server(step.target.id), .node(node)]
        return step.isBackup ? places + [.backups(node: node)] : places
    }
}
