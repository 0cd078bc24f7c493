import Applying
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("An apply")
struct ApplierTests {
    private let recorder = Recorder()

    @Test("does what is planned, and says so in order")
    func order() async {
        let panel = FakePanel()
        let report = await recorder.apply(
            [PlanBuilder.create("b", dependsOn: [.key("a")], after: [1]), PlanBuilder.create("a")], to: panel)
        #expect(report.outcomes == [.done(id: "6"), .done(id: "5")])
        #expect(report.isComplete && !report.wasInterrupted)
        #expect(
            recorder.events == [
                .started(action: 1), .finished(action: 1, .done(id: "5")), .started(action: 0),
                .finished(action: 0, .done(id: "6")),
            ])
    }

    @Test("puts the ids of what it creates in place of their keys")
    func resolvedDependencies() async {
        let panel = FakePanel()
        _ = await recorder.apply(
            [PlanBuilder.create("a"), PlanBuilder.create("b", dependsOn: [.key("a"), .id("4")], after: [0])], to: panel)
        #expect(panel.object(named: "b")?.fields.dependsOn == [.id("5"), .id("4")])
    }

    @Test("starts what is ready in the order of the plan")
    func planOrder() async {
        let panel = FakePanel()
        _ = await recorder.apply((0..<20).map { PlanBuilder.create("t\($0)") }, to: panel)
        #expect(panel.requests == (0..<20).map { .create(name: "t\($0)") })
    }

    @Test("stops what depends on a failure, names the cause, and does everything else")
    func failure() async {
        let panel = FakePanel(faults: { request in
            request == .create(name: "a") ? .refuse(PanelError(.invalid, "no")) : nil
        })
        let report = await recorder.apply(
            [
                PlanBuilder.create("a"), PlanBuilder.create("b", after: [0]), PlanBuilder.create("c", after: [1]),
                PlanBuilder.create("d"),
            ], to: panel)
        #expect(
            report.outcomes == [
                .failed(PanelError(.invalid, "no")), .skipped(because: 0), .skipped(because: 0), .done(id: "5"),
            ])
        #expect(report.hasFailures && !report.isComplete)
        #expect(recorder.events.contains(.finished(action: 2, .skipped(because: 0))))
    }

    @Test("leaves blocked actions and skips what waits for them")
    func blocked() async {
        let panel = FakePanel()
        let blocked = Action(.blocked, kind: .scheduled, key: "x", name: "x")
        let report = await recorder.apply([blocked, PlanBuilder.create("a", after: [0])], to: panel)
        #expect(report.outcomes == [.blocked, .skipped(because: 0)])
        #expect(report.hasBlocked && !report.hasFailures)
        #expect(panel.requests.isEmpty)
        #expect(recorder.events.isEmpty)
    }

    @Test("of nothing is done at once")
    func empty() async {
        let report = await recorder.apply([], to: FakePanel())
        #expect(report.outcomes.isEmpty && report.isComplete)
    }

    @Test("takes an object that is gone for deleted")
    func deletedAlready() async {
        let report = await recorder.apply([PlanBuilder.delete(nil, key: "a")], to: FakePanel())
        #expect(report.outcomes == [.alreadyApplied(id: "99")])
    }

    @Test("does not write over what has changed since it was planned")
    func staleUpdate() async throws {
        let panel = FakePanel()
        _ = await recorder.apply([PlanBuilder.create("a")], to: panel)
        let observed = panel.object(named: "a")
        panel.edit("a") { $0.schedule = "1 1 * * *" }
        let report = await recorder.apply([PlanBuilder.update(observed, key: "a", name: "b")], to: panel)
        guard case .stale(let error)? = report.outcomes.first else {
            Issue.record("\(report)")
            return
        }
        #expect(
            error.message == "it has changed since it was planned: schedule (0 2 * * * → 1 1 * * *)")
        #expect(report.hasBlocked && !report.hasFailures)
        #expect(panel.object(named: "a")?.fields.schedule == "1 1 * * *")
    }

    @Test("knows its own preparation from somebody else's change")
    func preparedUpdate() async {
        let panel = FakePanel()
        _ = await recorder.apply([PlanBuilder.create("a")], to: panel)
        let observed = panel.object(named: "a")
        let report = await recorder.apply(
            [
                PlanBuilder.update(observed, key: "a", name: "~phoenix-5", operation: .prepare),
                PlanBuilder.update(observed, key: "a", name: "b", after: [0]),
            ], to: panel)
        #expect(report.isComplete)
        #expect(panel.object(named: "b") != nil)
    }

    @Test("says that an object is gone when it was to be updated")
    func updatedGone() async {
        let panel = FakePanel()
        _ = await recorder.apply([PlanBuilder.create("a")], to: panel)
        let observed = panel.object(named: "a")
        panel.remove("a")
        let report = await recorder.apply([PlanBuilder.update(observed, key: "a", name: "b")], to: panel)
        #expect(
            report.outcomes == [.stale(PanelError(.notFound, "it is no longer on the panel", help: "plan again"))])
    }

    @Test("takes an update that is there already for done, whoever made it, and whatever the panel answered")
    func updatedAlready() async throws {
        let panel = FakePanel()
        _ = await recorder.apply([PlanBuilder.create("a")], to: panel)
        var observed = try #require(panel.object(named: "a"))
        let update = PlanBuilder.update(observed, key: "a", name: "b")
        _ = await recorder.apply([update], to: panel)
        let requests = panel.requests.count
        // The etag of the plan is an old one; then there is none, and the second look tells.
        #expect(await recorder.apply([update], to: panel).outcomes == [.alreadyApplied(id: "5")])
        observed.etag = nil
        let unbound = PlanBuilder.update(observed, key: "a", name: "b")
        #expect(await recorder.apply([unbound], to: panel).outcomes == [.alreadyApplied(id: "5")])
        #expect(panel.requests.count == requests + 1)
    }

    @Test("goes on after an earlier run: what is done is not done again, what has changed is left alone")
    func afterEarlierRun() async {
        let panel = FakePanel()
        let actions = [
            PlanBuilder.create("a"), PlanBuilder.create("b", dependsOn: [.key("a")], after: [0]),
            PlanBuilder.create("c"), PlanBuilder.create("d", dependsOn: [.key("c")], after: [2]),
        ]
        _ = await recorder.apply([actions[0]], to: panel)
        let stale = PanelError.stale(nil, since: nil)
        let report = await Applier(panel: panel, parallelism: 4, idempotencyKey: { "k" }).apply(
            PlanBuilder.plan(actions),
            after: EarlierRun(
                outcomes: [.alreadyApplied(id: "5"), nil, .stale(stale), nil], createdIDs: ["a": "5"]),
            isInterrupted: { false }, onEvent: { _ in })
        #expect(report.outcomes == [.alreadyApplied(id: "5"), .done(id: "6"), .stale(stale), .skipped(because: 2)])
        #expect(panel.object(named: "b")?.fields.dependsOn == [.id("5")])
    }

    @Test("says that a panel does not keep the line")
    func ownershipDropped() async {
        let panel = FakePanel(faults: { _ in .loseAnswer(PanelError(.ownershipNotKept, "the answer lacks it")) })
        let report = await recorder.apply([PlanBuilder.create("a")], to: panel)
        guard case .failed(let error)? = report.outcomes.first else {
            Issue.record("\(report)")
            return
        }
        #expect(error.message == "this panel does not keep the ownership line: the answer lacks it")
        #expect(error.help?.contains("--ownership none") == true)
    }

    @Test("fails an action that a damaged plan cannot do, and no other")
    func incompletePlan() async {
        let panel = FakePanel()
        let report = await recorder.apply(
            [
                Action(.create, kind: .scheduled, key: "a", name: "a"),
                PlanBuilder.create("b", dependsOn: [.key("nowhere")]), PlanBuilder.create("c"),
            ], to: panel)
        #expect(report.outcomes.count { !$0.isSuccess } == 2)
        #expect(report.outcomes[2] == .done(id: "5"))
    }

    @Test("looks again at what was seen without an etag, and leaves it when it has changed")
    func looksAgain() async throws {
        for isEdited in [false, true] {
            let panel = FakePanel()
            _ = await recorder.apply([PlanBuilder.create("a"), PlanBuilder.create("b")], to: panel)
            var (a, b) = (try #require(panel.object(named: "a")), try #require(panel.object(named: "b")))
            (a.etag, b.etag) = (nil, nil)
            if isEdited {
                panel.edit("a") { $0.schedule = "5 5 * * *" }
                panel.edit("b") { $0.enabled = false }
            }
            let actions = [PlanBuilder.update(a, key: "a", name: "new"), PlanBuilder.delete(b, key: "b")]
            #expect(actions.map(\.requestCount) == [2, 2])
            let report = await recorder.apply(actions, to: panel)
            #expect(report.isComplete == !isEdited)
            #expect((panel.object(named: "new") != nil) == !isEdited)
            #expect((panel.object(named: "b") != nil) == isEdited)
            if isEdited { #expect(report.outcomes.allSatisfy { if case .stale = $0 { true } else { false } }) }
        }
    }

    @Test("binds a write to the etag of the second look, so that nobody comes between")
    func bindsToSecondLook() async throws {
        let panel = FakePanel()
        _ = await recorder.apply([PlanBuilder.create("a")], to: panel)
        var object = try #require(panel.object(named: "a"))
        object.etag = nil
        let racing = RacingPanel(panel: panel) { panel.edit("a") { $0.schedule = "5 5 * * *" } }
        let report = await Applier(panel: racing, parallelism: 1, idempotencyKey: { "k" })
            .apply(PlanBuilder.plan([PlanBuilder.update(object, key: "a", name: "new")]), isInterrupted: { false }) {
                _ in
            }
        #expect(!report.isComplete)
        #expect(panel.object(named: "a")?.fields.schedule == "5 5 * * *")
    }
}

/// A panel on which somebody changes an object right after it was looked at.
private struct RacingPanel: PanelWriter {
    let panel: FakePanel
    let change: @Sendable () -> Void

    var target: PanelTarget { panel.target }

    func readAll() async throws(PanelError) -> LiveState { try await panel.readAll() }

    func read(id: String) async throws(PanelError) -> LiveObject? {
        defer { change() }
        return try await panel.read(id: id)
    }

    func create(_ write: ObjectWrite, idempotencyKey: String) async throws(PanelError) -> LiveObject {
        try await panel.create(write, idempotencyKey: idempotencyKey)
    }

    func update(id: String, _ write: ObjectWrite, ifMatch etag: String?) async throws(PanelError) -> LiveObject {
        try await panel.update(id: id, write, ifMatch: etag)
    }

    func delete(id: String, ifMatch etag: String?) async throws(PanelError) {
        try await panel.delete(id: id, ifMatch: etag)
    }
}
