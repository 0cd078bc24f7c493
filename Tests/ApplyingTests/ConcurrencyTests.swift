import Applying
import PhoenixModel
import PhoenixTestSupport
import Synchronization
import Testing

@Suite("Actions side by side")
struct ConcurrencyTests {
    private let recorder = Recorder()

    @Test("as many as allowed are under way at once, and no more", .mustEnd, arguments: [1, 4, 8])
    func bounded(_ parallelism: Int) async {
        // Nobody passes until so many are there; with fewer at once the test would not end.
        let gate = Gate(size: parallelism)
        let panel = FakePanel(pause: { await gate.pass() })
        let report = await recorder.apply(
            (0..<parallelism * 4).map { PlanBuilder.create("t\($0)") }, to: panel, parallelism: parallelism)
        #expect(report.isComplete)
        #expect(panel.peakConcurrency == parallelism)
    }

    @Test("an action starts when those it waits for are done, whatever else is under way", .mustEnd)
    func noBarriers() async {
        // 'slow' ends only after 'second', which waits for 'first' alone.
        let second = Latch()
        let panel = LatchedPanel(base: FakePanel(), holding: "slow", until: second, opening: "second")
        let report = await recorder.apply(
            [PlanBuilder.create("slow"), PlanBuilder.create("first"), PlanBuilder.create("second", after: [1])],
            to: panel, parallelism: 2)
        #expect(report.isComplete)
    }

    @Test("an interruption lets what is under way finish and starts nothing new")
    func interruption() async {
        let panel = FakePanel()
        let report = await recorder.apply(
            (0..<10).map { PlanBuilder.create("t\($0)", after: $0 == 9 ? [0] : []) }, to: panel, parallelism: 3,
            interruptedAfter: 3)
        #expect(report.wasInterrupted)
        #expect(report.outcomes.count { $0.isSuccess } == 3)
        #expect(report.outcomes.count { $0 == .notAttempted } == 7)
        #expect(panel.requests.count == 3)
    }

    @Test("an interruption after the last start is none")
    func lateInterruption() async {
        let report = await recorder.apply(
            [PlanBuilder.create("a"), PlanBuilder.create("b")], to: FakePanel(), parallelism: 2, interruptedAfter: 2)
        #expect(!report.wasInterrupted && report.isComplete)
    }

    @Test("a failure of everything in a chain of 100,000 actions is one request", .mustEnd)
    func longChain() async {
        let panel = FakePanel(faults: { _ in .refuse(PanelError(.invalid, "no")) })
        let report = await recorder.apply(
            (0..<100_000).map { PlanBuilder.create("t\($0)", after: $0 == 0 ? [] : [$0 - 1]) }, to: panel)
        #expect(panel.requests.count == 1)
        #expect(report.outcomes.last == .skipped(because: 0))
    }

    @Test("100,000 actions make 200,000 events and one request each", .mustEnd)
    func manyActions() async {
        let panel = CountingPanel()
        // A tree: each waits for its parent, so that readiness spreads all the time.
        let actions = (0..<100_000).map { PlanBuilder.delete(nil, key: "t\($0)", after: $0 == 0 ? [] : [($0 - 1) / 2]) }
        let report = await recorder.apply(actions, to: panel, parallelism: 8)
        #expect(report.isComplete)
        #expect(panel.count.load(ordering: .relaxed) == 100_000)
        #expect(recorder.events.count == 200_000)
        #expect(panel.peak.load(ordering: .relaxed) <= 8)
    }
}

/// Lets through in groups: nobody before `size` are there.
private actor Gate {
    private let size: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(size: Int) { self.size = size }

    func pass() async {
        await withCheckedContinuation { continuation in
            waiting.append(continuation)
            guard waiting.count == size else { return }
            for each in waiting { each.resume() }
            waiting = []
        }
    }
}

/// Opens once.
private actor Latch {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func open() {
        isOpen = true
        for each in waiting { each.resume() }
        waiting = []
    }

    func wait() async {
        if isOpen { return }
        await withCheckedContinuation { waiting.append($0) }
    }
}

/// A panel that answers the create of one object only after that of another.
private struct LatchedPanel: PanelWriter {
    let base: FakePanel
    let holding: String
    let until: Latch
    let opening: String

    var target: PanelTarget { base.target }

    func readAll() async throws(PanelError) -> LiveState { base.live }

    func read(id: String) async throws(PanelError) -> LiveObject? { try await base.read(id: id) }

    func create(_ write: ObjectWrite, idempotencyKey: String) async throws(PanelError) -> LiveObject {
        if write.fields.name == holding { await until.wait() }
        let object = try await base.create(write, idempotencyKey: idempotencyKey)
        if write.fields.name == opening { await until.open() }
        return object
    }

    func update(id: String, _ write: ObjectWrite, ifMatch etag: String?) async throws(PanelError) -> LiveObject {
        try await base.update(id: id, write, ifMatch: etag)
    }

    func delete(id: String, ifMatch etag: String?) async throws(PanelError) {
        try await base.delete(id: id, ifMatch: etag)
    }
}

/// A panel that only counts deletes.
private final class CountingPanel: PanelWriter {
    let count = Atomic<Int>(0)
    let peak = Atomic<Int>(0)
    private let current = Atomic<Int>(0)

    var target: PanelTarget { PanelTarget(name: "counting", isEmbedded: true) }

    func readAll() async throws(PanelError) -> LiveState {
        LiveState(target: target, capabilities: .complete, objects: [])
    }

    func read(id: String) async throws(PanelError) -> LiveObject? { nil }

    func create(_ write: ObjectWrite, idempotencyKey: String) async throws(PanelError) -> LiveObject {
        throw PanelError(.invalid, "deletes only")
    }

    func update(id: String, _ write: ObjectWrite, ifMatch etag: String?) async throws(PanelError) -> LiveObject {
        throw PanelError(.invalid, "deletes only")
    }

    func delete(id: String, ifMatch etag: String?) async throws(PanelError) {
        let now = current.add(1, ordering: .relaxed).newValue
        _ = peak.max(now, ordering: .relaxed)
        count.add(1, ordering: .relaxed)
        await Task.yield()
        current.subtract(1, ordering: .relaxed)
    }
}
