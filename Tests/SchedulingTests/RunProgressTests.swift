import PanelStore
import PhoenixModel
import Testing

@testable import Scheduling

struct RunProgressTests {
    /// Does all steps with the outcomes that are given for their servers and actions.
    private func verdict(
        _ steps: [PlannedStep], _ outcomes: [String: StepOutcome] = [:]
    ) -> (RunVerdict, RunProgress, done: [String]) {
        var progress = RunProgress(planned: steps)
        var done: [String] = []
        while case .perform(let index) = progress.next() {
            let step = progress.steps[index].plan
            let name = "\(step.target.name)/\(step.action)"
            done.append(name)
            progress.begin(index)
            progress.finish(index, outcomes[name] ?? StepOutcome(.succeeded))
        }
        return (RunVerdict(progress), progress, done)
    }

    @Test("a run without servers is skipped")
    func noServers() {
        #expect(verdict([]).0 == RunVerdict(.skipped, "no server matches"))
    }

    @Test("a run succeeds when no server failed, whatever was skipped for its own state")
    func succeeded() {
        let (verdict, progress, done) = verdict([.on("alpha", "a"), .on("beta", "a", skip: "suspended")])
        #expect(verdict == RunVerdict(.succeeded, nil))
        #expect(done == ["alpha/a"])
        #expect(progress.targets == TargetCounts(total: 2, succeeded: 1, skipped: 1))
    }

    @Test("a run whose servers were all skipped is skipped")
    func allSkipped() {
        let (verdict, _, _) = verdict([.on("alpha", skip: "suspended")])
        #expect(verdict == RunVerdict(.skipped, "1 of 1 server skipped; alpha: suspended"))
    }

    @Test("a run is partial when some servers failed, and failed when none succeeded")
    func failures() {
        let failed = ["beta/a": StepOutcome(.failed, "offline")]
        let (verdict, _, _) = verdict([.on("alpha", "a"), .on("beta", "a"), .on("gamma", "a", skip: "x")], failed)
        #expect(verdict == RunVerdict(.partial, "1 of 3 servers failed, 1 skipped; beta: offline"))
        #expect(self.verdict([.on("beta", "a"), .on("gamma", "a", skip: "x")], failed).0.result == .failed)
    }

    @Test("an unknown outcome is no success")
    func unknown() {
        let (verdict, progress, _) = verdict([.on("alpha", "a")], ["alpha/a": StepOutcome(.unknown, "no answer")])
        #expect(verdict == RunVerdict(.failed, "1 of 1 server unknown; alpha: no answer"))
        #expect(progress.targets == TargetCounts(total: 1, unknown: 1))
    }

    @Test("after a failed step the further steps of its server are skipped, not those of others")
    func failureEndsServer() {
        let steps: [PlannedStep] = [.on("alpha", "a"), .on("alpha", "b"), .on("beta", "a"), .on("alpha", "c")]
        let (_, progress, done) = verdict(steps, ["alpha/a": StepOutcome(.failed, "offline")])
        #expect(done == ["alpha/a", "beta/a"])
        #expect(progress.steps.map(\.record.result) == [.failed, .skipped, .succeeded, .skipped])
        #expect(progress.steps[1].record.attempts == 0)
        #expect(progress.targets == TargetCounts(total: 2, succeeded: 1, failed: 1))
    }

    @Test("a step that may fail lets the further ones be done, and its server has failed all the same")
    func continuing() {
        let steps: [PlannedStep] = [.on("alpha", "a", continues: true), .on("alpha", "b")]
        let (verdict, _, done) = verdict(steps, ["alpha/a": StepOutcome(.failed, "offline")])
        #expect(done == ["alpha/a", "alpha/b"])
        #expect(verdict.result == .failed)
    }

    @Test("a step is recorded with all that another process needs to go on")
    func recordedSteps() {
        let plan = PlannedStep.on("alpha", "a", delay: 30, continues: true, isBackup: true)
        #expect(StoredStep(StoredStep(plan, position: 0).record).plan == plan)
    }

    @Test("a run that goes on elsewhere begins with the step in doubt")
    func resumed() {
        var progress = RunProgress(planned: [.on("alpha", "a"), .on("beta", "a"), .on("gamma", "a")])
        progress.begin(0)
        progress.finish(0, StepOutcome(.succeeded))
        progress.begin(1)
        var resumed = RunProgress(recorded: progress.steps.map(\.record))
        #expect(resumed.next() == .settle(1))
        resumed.finish(1, StepOutcome(.unknown))
        #expect(resumed.next() == .perform(2))
        #expect(resumed.targets == TargetCounts(total: 3, succeeded: 1, unknown: 1))
    }

    @Test("what ends early leaves what was begun unknown, and skips the rest")
    func endedEarly() {
        var progress = RunProgress(planned: [.on("alpha", "a"), .on("beta", "a")])
        progress.begin(0)
        progress.skipRest("it was stopped")
        #expect(progress.steps.map(\.record.result) == [.unknown, .skipped])
        #expect(progress.next() == nil)
    }

    @Test("a pause counts from the end of what was done before")
    func delays() {
        let end = Timestamp(seconds: 1_000)
        var progress = RunProgress(planned: [.on("alpha"), .on("beta", skip: "x"), .on("gamma", delay: 30)])
        progress.begin(0)
        progress.didWrite(at: end)
        progress.finish(0, StepOutcome(.succeeded))
        progress.didWrite(at: end)
        #expect(progress.delay(of: 2, now: end) == 30)
        #expect(progress.delay(of: 2, now: end.after(12)) == 18)
        #expect(progress.delay(of: 2, now: end.after(60)) == 0)
    }
}
