package import Clocks
package import CoreMetrics
package import Cron
package import Logging
package import PanelStore
package import PhoenixModel
import Synchronization

/// Runs the tasks of a store: what is due becomes a run, a run gets a lease, and is carried out and recorded.
///
/// Any number of schedulers, in any number of processes, may work on one store. All of them go by the store's clock;
/// the local one is only waited on.
package final class Scheduler: Sendable {
    struct State {
        var release: ReleaseRate
        /// Leases that had run out, and since when that is known, by the local clock.
        var suspects: [Int64: (lease: RunLease, since: Duration)] = [:]
        var pruning = RunPruning()
        var nextPruning = Duration.zero
        /// What goes in the pruning that is under way; nil between two.
        var pruningRules: RunRetention?
        var isFailing = false
        var lastTick: Timestamp?
    }

    let store: any PanelStore
    let settings: SchedulerSettings
    let clock: WallClock
    let logger: Logger
    let instruments: SchedulerInstruments
    let held: HeldRuns
    let wake = WakeSignal()
    private let runner: any TaskRunner
    private let zones: ZoneDatabase
    private let messages: RunMessages
    let places: StepPlaces
    let state: Mutex<State>

    /// A scheduler that works with `run`, or step by step with `tick`, `carryOut` and `beat`.
    ///
    /// The runner is an `AbsentRunner` where there is nothing to do steps with. `makeID` makes ids of messages, each
    /// once.
    package init(
        store: any PanelStore, runner: any TaskRunner, settings: SchedulerSettings, clock: WallClock = .system,
        zones: ZoneDatabase = .system, logger: Logger, metrics: any MetricsFactory,
        makeID: @escaping @Sendable () -> String
    ) {
        self.store = store
        self.runner = runner
        self.settings = settings
        self.clock = clock
        self.zones = zones
        self.logger = logger
        held = HeldRuns(longestGap: .seconds(settings.lease))
        instruments = SchedulerInstruments(factory: metrics)
        messages = RunMessages(makeID: makeID)
        places = StepPlaces(limits: settings.limits)
        state = Mutex(State(release: ReleaseRate(perMinute: settings.catchUpsPerMinute)))
    }

    /// When the scheduler has last come to the end of its work with the store, by the local clock; nil before the
    /// first time.
    package var lastTick: Timestamp? { state.withLock { $0.lastTick } }

    /// Carries out a run to its end, or until others have to go on with it.
    package func carryOut(_ claimed: ClaimedRun) async {
        defer {
            held.remove(claimed.run.id)
            wake.set()
        }
        let journal = RunJournal(
            claimed, store: store, limit: settings.storeLimit, clock: clock, messages: messages, logger: logger)
        var execution = RunExecution(claimed, runner: runner, places: places, clock: clock, journal: journal)
        do {
            if let run = try await execution.carryOut() {
                noteEnd(run)
            } else {
                logger.info("run handed over", metadata: claimed.run.metadata)
            }
        } catch is RunLost {
            instruments.noteLostLease()
            logger.warning("run lost to another worker", metadata: claimed.run.metadata)
        } catch {
            let metadata = claimed.run.metadata.merging(["error": "\(error)"]) { $1 }
            logger.error("run left to another worker", metadata: metadata)
        }
    }

    func claimDueTasks(_ release: ReleaseRate) async throws -> DueClaim.Outcome {
        let claim = DueClaim(grace: settings.grace, batch: settings.batch, zones: zones, messages: messages)
        let outcome = try await store.write(within: settings.storeLimit, as: .concurrent) {
            try await claim.run(in: $0, release: release)
        }
        for run in outcome.rows {
            instruments.noteClaim(run)
            let text: Logger.Message = run.state == .finished ? "run not started" : "run queued"
            logger.log(level: run.state == .finished ? .info : .debug, text, metadata: run.metadata)
        }
        for (task, reason) in outcome.unreadable {
            logger.error("task cannot be scheduled", metadata: ["task": "\(task.name)", "reason": "\(reason)"])
        }
        return outcome
    }

    func startRuns(limit: Int) async throws -> (outcome: RunStart.Outcome, runs: [ClaimedRun]) {
        let start = RunStart(worker: settings.worker, lease: settings.lease, messages: messages)
        let heldUntil = clock.now() + .seconds(settings.lease)
        let outcome = try await store.write(within: settings.storeLimit, as: .concurrent) {
            try await start.run(in: $0, limit: limit)
        }
        for run in outcome.finished { noteEnd(run) }
        let runs = outcome.started.map { run in
            instruments.noteStart(run)
            logger.debug("run started", metadata: run.metadata)
            return claimed(run, at: outcome.now, isResumed: false, heldUntil: heldUntil)
        }
        return (outcome, runs)
    }

    func takeOverRuns(limit: Int) async throws -> [ClaimedRun] {
        let takeover = RunTakeover(worker: settings.worker, lease: settings.lease)
        let localNow = clock.now()
        let known = state.withLock { $0.suspects }
        // A living worker renews its leases within a beat.
        let suspects = known.filter { $0.value.since + settings.beat < localNow }.mapValues(\.lease)
        let ids = held.ids
        let outcome = try await store.write(within: settings.storeLimit, as: .concurrent) { store in
            try await takeover.run(in: store, suspects: suspects, held: ids, limit: limit)
        }
        state.withLock { state in
            state.suspects = outcome.suspects.reduce(into: [:]) { suspects, suspect in
                let earlier = known[suspect.key]
                let since = earlier?.lease == suspect.value ? earlier?.since : nil
                suspects[suspect.key] = (suspect.value, since ?? localNow)
            }
        }
        return outcome.taken.map { run in
            instruments.noteTakeover()
            logger.notice("run taken over", metadata: run.metadata)
            return claimed(run, at: outcome.now, isResumed: true, heldUntil: localNow + .seconds(settings.lease))
        }
    }

    private func claimed(
        _ run: RunRecord, at now: Timestamp, isResumed: Bool, heldUntil: Duration
    ) -> ClaimedRun {
        let token = run.lease?.token ?? 0
        let control = held.add(run, token: token, now: now, localNow: clock.now(), heldUntil: heldUntil)
        return ClaimedRun(run: run, token: token, now: now, isResumed: isResumed, control: control)
    }

    private func noteEnd(_ run: RunRecord) {
        instruments.noteEnd(run)
        logger.info("run finished", metadata: run.metadata)
    }
}

extension RunRecord {
    fileprivate var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = ["run": "\(id)", "task": "\(serviceName)"]
        if let scheduledFor { metadata["scheduled_for"] = "\(scheduledFor)" }
        if let result { metadata["result"] = "\(result)" }
        if let reason { metadata["reason"] = "\(reason)" }
        return metadata
    }
}
