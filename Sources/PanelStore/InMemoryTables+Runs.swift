import PhoenixModel
import Synchronization

extension InMemoryTables {
    func run(_ id: Int64) -> RunRecord? { state.withLock { $0.runs[id] } }

    func steps(ofRun id: Int64) -> [RunStepRecord] { state.withLock { $0.runs.steps[id] ?? [] } }

    func runs(_ query: RunQuery) -> RecordSlice<RunRecord> {
        state.withLock { state in
            let ids = query.serviceID.map { state.runs.ids(of: $0) } ?? state.runs.ids.elements
            let matches = ids.reversed().compactMap { state.runs[$0] }.filter(query.matches)
            return RecordSlice(
                records: Array(matches.dropFirst(query.offset).prefix(query.limit)), total: matches.count)
        }
    }

    func runs(_ query: RunHistoryQuery) -> [RunRecord] {
        state.withLock { state in
            let ids = query.serviceID.map { state.runs.ids(of: $0) } ?? state.runs.ids.elements
            let matches = ids.compactMap { state.runs[$0] }.filter(query.matches)
            return Array(matches.sorted { ($1.time, $1.id) < ($0.time, $0.id) }.prefix(query.limit))
        }
    }

    func nodes(ofNewestRuns limit: Int) -> Set<TaskNode> {
        state.withLock { state in
            var nodes: [TaskNode] = []
            for id in state.runs.ids.elements.suffix(limit).reversed() where nodes.count < TaskNode.mostSteps {
                guard let run = state.runs[id] else { continue }
                nodes += (state.runs.steps[id] ?? []).map { TaskNode(serviceID: run.serviceID, node: $0.target.node) }
            }
            return Set(nodes.prefix(TaskNode.mostSteps).filter { !$0.node.isEmpty })
        }
    }

    func newestRuns(of serviceIDs: [Int64], limit: Int) -> [RunRecord] {
        state.withLock { state in
            serviceIDs.flatMap { state.runs.ids(of: $0).suffix(limit).reversed().compactMap { state.runs[$0] } }
        }
    }

    func upcomingTasks(limit: Int) -> [ServiceRecord] {
        state.withLock { state in
            state.services.due.elements.prefix(limit).compactMap { state.services[$0.id] }
        }
    }

    func unwellTasks(limit: Int) -> [ServiceRecord] {
        let unwell = state.withLock { $0.services.records }.filter { record in
            record.kind == .scheduled && record.isEnabled
                && record.lastResult.flatMap(RunResult.init(rawValue:)).map(\.isUnwell) ?? false
        }
        return Array(
            unwell.sorted { left, right in
                left.lastRun == right.lastRun
                    ? left.id < right.id : (left.lastRun ?? left.createdAt) > (right.lastRun ?? right.createdAt)
            }.prefix(limit))
    }

    func unfinishedRuns(of serviceID: Int64) -> [RunRecord] {
        state.withLock { state in state.runs.unfinishedIDs(of: serviceID).compactMap { state.runs[$0] } }
    }

    func finishedRuns(of serviceID: Int64, limit: Int) -> [RunRecord] {
        let runs = state.withLock { $0.runs }
        let finished = runs.ids(of: serviceID).reversed().lazy.compactMap { runs[$0] }.filter { $0.state == .finished }
        return Array(finished.prefix(limit))
    }

    func lastRealResult(of serviceID: Int64) -> RunResult? {
        let runs = state.withLock { $0.runs }
        return runs.ids(of: serviceID).reversed().lazy.compactMap { runs[$0]?.result }.first(where: \.hasRun)
    }

    func runLoad() -> RunLoad {
        state.withLock { state in
            var load = RunLoad()
            load.queued = state.runs.queued.elements.count
            load.running = state.runs.running.elements.count
            load.nextDue = state.services.due.elements.first?.time
            load.oldestQueued = state.runs.queued.elements.first?.time
            return load
        }
    }

    func takeDueTasks(at moment: Timestamp, limit: Int) -> [ServiceRecord] {
        state.withLock { state in
            state.services.due.prefix { $0.time > moment }.prefix(limit).compactMap { state.services[$0.id] }
        }
    }

    func setNextRun(of serviceID: Int64, to moment: Timestamp?) {
        changeService(serviceID) { $0.nextRun = moment }
    }

    func insert(_ run: RunRecord) throws -> RunRecord {
        try state.withLock { state in
            if let slot = run.scheduledFor, state.runs.run(of: run.serviceID, at: slot)?.scheduledFor == slot {
                throw InMemoryConstraint.slotTaken
            }
            var run = run.settled
            run.id = state.runs.lastID + 1
            run.isStopRequested = false
            guard run.isCoherent else { throw InMemoryConstraint.incoherentRun }
            state.runs.set(run, at: run.id)
            return run
        }
    }

    func hasRun(of serviceID: Int64, for scheduledTime: Timestamp) -> Bool {
        state.withLock { state in
            guard let run = state.runs.run(of: serviceID, at: scheduledTime) else { return false }
            return run.scheduledFor == scheduledTime || run.missed.map { $0.last >= scheduledTime } ?? false
        }
    }

    func takeStartableRuns(at moment: Timestamp, limit: Int) -> [RunRecord] {
        state.withLock { state in
            var busy = Set(state.runs.running.elements.compactMap { state.runs[$0.id]?.serviceID })
            var taken: [RunRecord] = []
            for place in state.runs.queued.prefix(until: { $0.time > moment }) {
                guard taken.count < limit else { break }
                guard let run = state.runs[place.id], !run.waitsForOthers || !busy.contains(run.serviceID) else {
                    continue
                }
                busy.insert(run.serviceID)
                taken.append(run)
            }
            return taken
        }
    }

    func takeAbandonedRuns(at moment: Timestamp, limit: Int) -> [RunRecord] {
        state.withLock { state in
            state.runs.running.prefix { $0.time > moment }.prefix(limit).compactMap { state.runs[$0.id] }
        }
    }

    func replace(_ run: RunRecord, ifToken token: Int64?) throws -> Bool {
        try state.withLock { state in
            guard let before = state.runs[run.id], before.state != .finished, before.lease?.token == token else {
                return false
            }
            var run = run.settled
            run.isStopRequested = before.isStopRequested
            guard run.isCoherent else { throw InMemoryConstraint.incoherentRun }
            state.finish(run)
            return true
        }
    }

    func insert(_ steps: [RunStepRecord], ofRun id: Int64, ifToken token: Int64) -> Bool {
        state.withLock { state in
            guard state.runs[id]?.lease?.token == token else { return false }
            let positions = Set(steps.map(\.position))
            let others = (state.runs.steps[id] ?? []).filter { !positions.contains($0.position) }
            state.runs.set((others + steps).sorted { $0.position < $1.position }, ofRun: id)
            return true
        }
    }

    func replace(_ step: RunStepRecord, ofRun id: Int64, ifToken token: Int64) -> Bool {
        state.withLock { state in
            guard state.runs[id]?.lease?.token == token, var steps = state.runs.steps[id],
                let index = steps.firstIndex(where: { $0.position == step.position })
            else { return false }
            steps[index] = step
            state.runs.set(steps, ofRun: id)
            return true
        }
    }

    func renewLeases(of worker: String, until moment: Timestamp) -> [HeldRun] {
        state.withLock { state in
            let held = state.runs.running.elements.compactMap { state.runs[$0.id] }
                .filter { $0.lease?.worker == worker }.sorted { $0.id < $1.id }
            return held.compactMap { run in
                guard var lease = run.lease else { return nil }
                lease.until = max(lease.until, moment)
                var renewed = run
                renewed.lease = lease
                state.runs.set(renewed, at: run.id)
                return HeldRun(id: run.id, token: lease.token, isStopRequested: run.isStopRequested)
            }
        }
    }

    func requestStop(ofRun id: Int64) {
        state.withLock { state in
            guard var run = state.runs[id], run.state == .running else { return }
            run.isStopRequested = true
            state.runs.set(run, at: id)
        }
    }

    func noteRun(of serviceID: Int64, at moment: Timestamp, result: RunResult) {
        changeService(serviceID) { ($0.lastRun, $0.lastResult) = (moment, result.rawValue) }
    }

    func setObservedStatus(of serviceID: Int64, to status: ServiceStatus?) {
        changeService(serviceID) { $0.observedStatus = status }
    }

    func pruneRuns(_ retention: RunRetention, limit: Int) -> Int {
        state.withLock { state in
            let old = state.runs.ids.elements.compactMap { state.runs[$0] }.filter(retention.isOld).filter { run in
                !state.runs.ids(of: run.serviceID).suffix(retention.keptPerTask).contains(run.id)
            }
            let pruned = old.sorted { left, right in
                left.finishedAt == right.finishedAt
                    ? left.id < right.id : (left.finishedAt ?? left.queuedAt) < (right.finishedAt ?? right.queuedAt)
            }.prefix(limit)
            for run in pruned {
                state.runs.set(nil, at: run.id)
                state.runs.set(nil, ofRun: run.id)
            }
            return pruned.count
        }
    }

    private func changeService(_ id: Int64, _ change: (inout ServiceRecord) -> Void) {
        state.withLock { state in
            guard var record = state.services[id] else { return }
            change(&record)
            state.services.set(record, at: id)
        }
    }
}

extension InMemoryTables.State {
    /// Puts a run in the place of the one before; a finished one drops its steps' instructions.
    mutating func finish(_ run: RunRecord) {
        runs.set(run, at: run.id)
        guard run.state == .finished, let steps = runs.steps[run.id] else { return }
        let settled = steps.map { step in
            var step = step
            step.instruction = nil
            return step
        }
        runs.set(settled, ofRun: run.id)
    }
}
