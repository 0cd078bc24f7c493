import Clocks
import Logging
import PanelStore
import PhoenixModel
import Synchronization

/// What one look at the store has brought.
package struct Tick: Sendable {
    /// Each is to be passed to `carryOut`, side by side.
    package var runs: [ClaimedRun] = []
    /// Whether there is more to do at once.
    package var isBehind = false
}

extension Scheduler {
    /// Batches of one tick, so that what was claimed first starts before all is claimed.
    private var batchesPerTick: Int { 4 }
    private var pruningInterval: Duration { .seconds(600) }

    /// Looks at the store once: claims what is due, takes over what was abandoned, starts what may start, and removes
    /// what is too old. A failure of the store ends it early; what was committed until then stands.
    package func tick() async -> Tick {
        var tick = Tick()
        do {
            try await look(&tick)
            if state.withLock({ $0.noteSuccess() }) { logger.notice("the scheduler works again") }
        } catch {
            instruments.noteFailure()
            let isNew = state.withLock { state in
                defer { state.isFailing = true }
                return !state.isFailing
            }
            logger.log(
                level: isNew ? .error : .debug, "the scheduler cannot work", metadata: ["error": "\(error)"])
        }
        return tick
    }

    private func look(_ tick: inout Tick) async throws {
        let (now, load) = try await store.read(within: settings.storeLimit) { store in
            (try await store.now(), try await store.runLoad())
        }
        instruments.noteLoad(load, waiting: places.waiterCount, now: now)
        noteProgress()
        if load.running > held.count, freePlaces > 0 {
            tick.runs += try await takeOverRuns(limit: min(freePlaces, settings.batch))
            noteProgress()
        }
        var isDue = load.nextDue.map { $0 <= now } ?? false
        var mayStart = load.oldestQueued.map { $0 <= now } ?? false
        for _ in 0..<batchesPerTick where isDue || mayStart {
            if isDue {
                let outcome = try await claimDueTasks(state.withLock { $0.release })
                state.withLock { $0.release = outcome.release }
                isDue = outcome.tasks == settings.batch
                mayStart = mayStart || outcome.rows.contains { $0.state == .queued }
                noteProgress()
            }
            if mayStart, freePlaces > 0 {
                let (outcome, runs) = try await startRuns(limit: min(freePlaces, settings.batch))
                tick.runs += runs
                mayStart = !outcome.isEmpty
                noteProgress()
            }
        }
        tick.isBehind = isDue
        try await prune(now)
    }

    private var freePlaces: Int { max(0, settings.limits.runs - held.count) }

    private func noteProgress() {
        let moment = Timestamp(seconds: clock.now().components.seconds)
        state.withLock { $0.lastTick = moment }
        instruments.noteTick(moment)
    }

    private func prune(_ now: Timestamp) async throws {
        let start = clock.now()
        let (isTime, limit, underWay) = state.withLock { (start >= $0.nextPruning, $0.pruning.limit, $0.pruningRules) }
        guard isTime else { return }
        // They stay as they are until all is gone, for some run grows too old at every moment.
        let rules = underWay ?? settings.retention.rules(at: now)
        let count = try await store.write(within: settings.storeLimit, as: .concurrent) {
            try await $0.pruneRuns(rules, limit: limit)
        }
        let end = clock.now()
        // Replicas that find the same runs share them, and the first that gets none leaves the rest to the others.
        let isDone = count == 0
        state.withLock { state in
            if count == limit { state.pruning.learn(end - start) }
            state.pruningRules = isDone ? nil : rules
            state.nextPruning = end + (isDone ? pruningInterval : .zero)
        }
        if count > 0 { logger.debug("old runs removed", metadata: ["count": "\(count)"]) }
    }
}

extension Scheduler.State {
    /// Answers whether it failed before.
    fileprivate mutating func noteSuccess() -> Bool {
        defer { isFailing = false }
        return isFailing
    }
}
