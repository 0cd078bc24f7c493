import PhoenixModel

/// Runs and their steps, in memory.
struct RunTable: Sendable {
    private var runs = JournaledTable<Int64, RunRecord>()
    /// By run, each in ascending order of the position.
    private(set) var steps = JournaledTable<Int64, [RunStepRecord]>()
    private(set) var ids = SortedArray<Int64>()
    private var idsByService: [Int64: SortedArray<Int64>] = [:]
    private var unfinishedByService: [Int64: SortedArray<Int64>] = [:]
    private var slots: [Int64: SortedArray<TimedID>] = [:]
    /// By the time they may start.
    private(set) var queued = SortedArray<TimedID>()
    /// By the end of their lease.
    private(set) var running = SortedArray<TimedID>()
    var lastID: Int64 = 0
    private var committedLastID: Int64 = 0

    subscript(id: Int64) -> RunRecord? { runs[id] }

    /// Ascending.
    func ids(of serviceID: Int64) -> [Int64] { idsByService[serviceID]?.elements ?? [] }

    /// The queued and running ones, ascending.
    func unfinishedIDs(of serviceID: Int64) -> [Int64] { unfinishedByService[serviceID]?.elements ?? [] }

    /// The run whose scheduled time is the last one at or before a time.
    func run(of serviceID: Int64, at time: Timestamp) -> RunRecord? {
        slots[serviceID]?.prefix { $0.time > time }.last.flatMap { runs[$0.id] }
    }

    mutating func set(_ run: RunRecord?, at id: Int64) {
        index(runs.set(run, at: id))
        if let run { lastID = max(lastID, run.id) }
    }

    mutating func set(_ steps: [RunStepRecord]?, ofRun id: Int64) { self.steps.set(steps, at: id) }

    mutating func commit() {
        runs.commit()
        steps.commit()
        committedLastID = lastID
    }

    mutating func rollBack() {
        for change in runs.rollBack() { index(change) }
        steps.rollBack()
        lastID = committedLastID
    }

    private mutating func index(_ change: JournaledTable<Int64, RunRecord>.Change) {
        if let before = change.before {
            queued.remove(TimedID(time: before.notBefore, id: before.id))
            if let lease = before.lease { running.remove(TimedID(time: lease.until, id: before.id)) }
            unfinishedByService[before.serviceID]?.remove(before.id)
        }
        if let after = change.after {
            if after.state == .queued { queued.insert(TimedID(time: after.notBefore, id: after.id)) }
            if let lease = after.lease { running.insert(TimedID(time: lease.until, id: after.id)) }
            if after.state != .finished {
                unfinishedByService[after.serviceID, default: SortedArray()].insert(after.id)
            }
        }
        switch (change.before, change.after) {
        case (nil, let run?):
            ids.insert(run.id)
            idsByService[run.serviceID, default: SortedArray()].insert(run.id)
            if let slot = Self.slot(run) { slots[run.serviceID, default: SortedArray()].insert(slot) }
        case (let run?, nil):
            ids.remove(run.id)
            idsByService[run.serviceID]?.remove(run.id)
            if let slot = Self.slot(run) { slots[run.serviceID]?.remove(slot) }
        default: break
        }
    }

    private static func slot(_ run: RunRecord) -> TimedID? {
        run.scheduledFor.map { TimedID(time: $0, id: run.id) }
    }
}
