import Applying
import PhoenixModel
import PhoenixTestSupport
import Synchronization
import Testing

@Suite("A create whose outcome is unknown")
struct CreateOutcomeTests {
    private let recorder = Recorder()

    private func lost(_ request: FakePanel.Request) -> FakePanel.Fault? {
        request == .create(name: "a") ? .loseAnswer(PanelError(.unreachable, "no answer")) : nil
    }

    @Test("is done when the object is there, and what depends on it goes on with its id")
    func answerLost() async {
        let panel = FakePanel(faults: lost)
        let report = await recorder.apply(
            [PlanBuilder.create("a"), PlanBuilder.create("b", dependsOn: [.key("a")], after: [0])], to: panel)
        #expect(report.outcomes == [.alreadyApplied(id: "5"), .done(id: "6")])
        #expect(panel.object(named: "b")?.fields.dependsOn == [.id("5")])
        #expect(panel.requests.count == 2)
    }

    @Test("is unknown when the object is not there, however often it was sent")
    func neverArrived() async {
        let panel = FakePanel(faults: { _ in .refuse(PanelError(.unreachable, "no answer")) })
        let report = await recorder.apply([PlanBuilder.create("a")], to: panel)
        guard case .failed(let error)? = report.outcomes.first else {
            Issue.record("\(report)")
            return
        }
        #expect(error.message == "whether it was created is unknown: no answer")
        #expect(panel.requests.count == 5)
    }

    @Test("is sent again when the object is not there, under the same key")
    func sentAgain() async {
        let count = Mutex(0)
        let panel = FakePanel(faults: { _ in
            count.withLock { $0 += 1 }
            return count.withLock { $0 } < 3 ? .refuse(PanelError(.unreachable, "no answer")) : nil
        })
        let report = await recorder.apply([PlanBuilder.create("a")], to: panel)
        #expect(report.outcomes == [.done(id: "5")])
        #expect(panel.live.objects.count == 5)
    }

    @Test("is done after a conflict with itself from an earlier run")
    func conflictWithItself() async {
        let panel = FakePanel()
        _ = await recorder.apply([PlanBuilder.create("a")], to: panel)
        let report = await recorder.apply([PlanBuilder.create("a")], to: panel)
        #expect(report.outcomes == [.alreadyApplied(id: "5")])
        #expect(panel.live.objects.count == 5)
    }

    @Test("has failed when the object is there with other values")
    func otherValues() async {
        let panel = FakePanel()
        _ = await recorder.apply([PlanBuilder.create("a")], to: panel)
        panel.edit("a") { $0.schedule = "1 1 * * *" }
        let report = await recorder.apply([PlanBuilder.create("a")], to: panel)
        guard case .failed(let error)? = report.outcomes.first else {
            Issue.record("\(report)")
            return
        }
        #expect(error.message == "it already exists (id 5), with other values than planned")
    }

    @Test("is left undone when something else has taken the name")
    func nameTaken() async {
        let panel = FakePanel()
        panel.add(PlanBuilder.write("a").fields)
        let report = await recorder.apply([PlanBuilder.create("a")], to: panel)
        guard case .stale(let error)? = report.outcomes.first else {
            Issue.record("\(report)")
            return
        }
        #expect(error.code == .conflict)
        #expect(error.message == "the name 'a' is taken by the task with the id 5")
    }

    @Test("is settled by name and values where no ownership is kept")
    func withoutOwnership() async {
        let panel = FakePanel(faults: lost)
        var action = PlanBuilder.create("a")
        action.write?.ownership = .leave
        let report = await recorder.apply([action], to: panel)
        #expect(report.outcomes == [.alreadyApplied(id: "5")])
    }
}
