import Clocks
import PanelStore
import PhoenixModel

/// Carries out one run: plans its steps and does them one after the other, each recorded before and after.
struct RunExecution: Sendable {
    /// Another process is to go on with the run.
    private struct HandedOver: Error {}

    private let claimed: ClaimedRun
    private let runner: any TaskRunner
    private let places: StepPlaces
    private let clock: WallClock
    private var journal: RunJournal
    private var progress = RunProgress(planned: [])

    init(
        _ claimed: ClaimedRun, runner: any TaskRunner, places: StepPlaces, clock: WallClock, journal: RunJournal
    ) {
        self.claimed = claimed
        self.runner = runner
        self.places = places
        self.clock = clock
        self.journal = journal
    }

    private var control: RunControl { claimed.control }

    /// - Returns: the run once it is finished; nil when it was given up for another process to go on with.
    /// - Throws: `RunLost` when another process may be at it, or what keeps the store from recording it. The run is
    ///   over for this process then.
    mutating func carryOut() async throws -> RunRecord? {
        do {
            var verdict = try await prepare()
            if verdict == nil { verdict = try await doSteps() }
            return try await journal.end(&progress, verdict ?? RunVerdict(progress))
        } catch is HandedOver {
            try await journal.giveUp(&progress)
            return nil
        }
    }

    /// Finds out what the steps are. Answers the verdict when none can be done.
    private mutating func prepare() async throws -> RunVerdict? {
        if claimed.run.isStopRequested { control.send(.stop) }
        if claimed.isResumed {
            progress = RunProgress(recorded: try await journal.recordedSteps())
            // What has no steps yet has done nothing yet.
            if !progress.steps.isEmpty { return nil }
        }
        if let verdict = try interruption() { return verdict }
        let (planned, wasCancelled) = await control.cancelling(atStepEnd: true) { [claimed, runner] in
            await runner.plan(claimed)
        }
        if wasCancelled { return try interruption() }
        switch planned {
        case .success(let steps): progress = RunProgress(planned: steps)
        case .failure(.skipped(let reason)): return RunVerdict(.skipped, reason)
        case .failure(.failed(let reason)): return RunVerdict(.failed, reason)
        case .failure(.cancelled): return RunVerdict(.failed, "its steps could not be planned")
        }
        return nil
    }

    private mutating func doSteps() async throws -> RunVerdict? {
        while let next = progress.next() {
            // A step in doubt is the current one of a run that is to stop: it is settled first.
            let isStopLater = next.isInDoubt && control.signal == .stop
            if !isStopLater, let verdict = try interruption() {
                progress.skipRest(verdict.reason ?? "")
                return verdict
            }
            switch next {
            case .perform(let index): try await perform(index)
            case .settle(let index): try await settle(index)
            }
        }
        return nil
    }

    /// What a signal makes of the run; nil without one.
    private func interruption() throws -> RunVerdict? {
        try Task.checkCancellation()
        switch control.signal {
        case nil: return nil
        case .stop: return RunVerdict(.failed, "it was stopped")
        case .timeout: return RunVerdict(.failed, "it took longer than its timeout of \(claimed.run.timeout) s")
        case .drain, .handOver: throw HandedOver()
        case .leaseLost: throw RunLost()
        }
    }

    private mutating func perform(_ index: Int) async throws {
        let (step, run, runner) = (progress.steps[index].plan, claimed.identity, runner)
        guard try await waitOutDelay(before: index), try await takePlaces(for: step) else { return }
        defer { places.giveBack(for: step) }
        guard try await journal.begin(index, &progress) else { return }
        await finish(index) { await runner.perform(step, run: run) }
    }

    private mutating func settle(_ index: Int) async throws {
        let (step, run, runner) = (progress.steps[index].plan, claimed.identity, runner)
        guard try await takePlaces(for: step) else { return }
        defer { places.giveBack(for: step) }
        await finish(index) { await runner.settle(step, run: run) }
    }

    /// Does a step that was begun. One that is cancelled stays begun: the signal decides what becomes of it.
    private mutating func finish(_ index: Int, _ body: @escaping @Sendable () async -> StepOutcome) async {
        let (outcome, wasCancelled) = await control.cancelling(atStepEnd: true, body)
        guard !wasCancelled else { return progress.note(obstacle: outcome.obstacle, of: index) }
        progress.finish(index, outcome)
        journal.keep(outcome.sample, of: progress.steps[index].plan, task: claimed.run.serviceID)
    }

    /// Answers false when a signal came first.
    private mutating func waitOutDelay(before index: Int) async throws -> Bool {
        guard progress.steps[index].plan.delay > 0 else { return true }
        try await journal.flush(&progress)
        let left = progress.delay(of: index, now: journal.now)
        guard left > 0 else { return true }
        return await !control.cancelling(atStepEnd: false) { [clock] in
            try? await clock.sleep(.seconds(left))
        }.wasCancelled
    }

    /// Answers false when a signal came first.
    private mutating func takePlaces(for step: PlannedStep) async throws -> Bool {
        if places.takeAtOnce(for: step) { return true }
        try await journal.flush(&progress)
        let (isTaken, wasCancelled) = await control.cancelling(atStepEnd: false) { [places] in
            await places.take(for: step)
        }
        if isTaken, wasCancelled { places.giveBack(for: step) }
        return isTaken && !wasCancelled
    }
}

extension RunProgress.Next {
    fileprivate var isInDoubt: Bool {
        if case .settle = self { true } else { false }
    }
}

extension TaskRunner {
    fileprivate func plan(_ claimed: ClaimedRun) async -> Result<[PlannedStep], RunnerError> {
        do throws(RunnerError) {
            return .success(try await steps(of: claimed.run.task ?? .null, run: claimed.identity))
        } catch {
            return .failure(error)
        }
    }
}
