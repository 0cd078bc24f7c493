import Applying
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("Two panels as one")
struct CombinedPanelTests {
    private let services = FakePanel()
    private let schedules = FakeSchedulePanel(["lobby"])

    private func write(_ entry: DesiredSchedule) -> ObjectWrite {
        let object = entry.object(on: "00000001")
        let ownership = Ownership(project: "p", key: object.key, digests: FieldDigests(.short))
        return ObjectWrite(kind: .native, fields: object.fields, ownership: .set(ownership), server: object.server)
    }

    @Test("sends each write to the panel that it is for, and names both")
    func sends() async throws {
        let panel = CombinedPanel(services: services, schedules: schedules)
        #expect(panel.target.name == "fake panel")
        #expect(panel.target.clientAPI == "fake client api")
        let schedule = try await panel.create(write(.sample("restart")), idempotencyKey: "k")
        #expect(schedule.id == "00000001/1")
        #expect(services.requests.isEmpty)
        #expect(try await panel.read(id: "00000001/1")?.kind == .native)
        #expect(try await panel.read(id: "1")?.kind == .system)
        let live = try await panel.readAll()
        #expect(live.objects.count == services.live.objects.count + 1)
        #expect(live.schedules != nil)
        #expect(live.serverNames == ["00000001": "lobby"])
        try await panel.delete(id: "00000001/1", ifMatch: nil)
        #expect(schedules.current.objects.isEmpty)
    }

    @Test("needs no panel with services where there are schedules alone")
    func schedulesAlone() async throws {
        let panel = CombinedPanel(services: nil, schedules: schedules)
        #expect(panel.target.hasSchedulesAlone)
        #expect(panel.target.name == "fake client api")
        #expect(try await panel.readAll().objects.isEmpty)
        await #expect(throws: PanelError.self) { _ = try await panel.read(id: "1") }
    }

    @Test("a create whose answer was lost is found among the schedules of its server, whatever their names")
    func lostAnswer() async throws {
        schedules.add(ServiceFields(name: "restart"), on: "00000001")
        let panel = CombinedPanel(services: nil, schedules: LosingPanel(schedules))
        let action = Action(
            .create, kind: .native, key: "restart@00000001", name: "restart", write: write(.sample("restart")))
        let plan = Plan(target: panel.target, project: "p", actions: [action])
        let report = await Applier(panel: panel, parallelism: 1, idempotencyKey: { "k" })
            .apply(plan, isInterrupted: { false }, onEvent: { _ in })
        #expect(report.outcomes == [.alreadyApplied(id: "00000001/2")])
        #expect(schedules.current.objects.count == 2)
    }
}

/// Does what it is asked, and loses the answers to creates.
private struct LosingPanel: SchedulePanel {
    let panel: FakeSchedulePanel

    init(_ panel: FakeSchedulePanel) { self.panel = panel }

    var target: PanelTarget { panel.target }

    func servers() async throws(PanelError) -> [GameServer] { try await panel.servers() }

    func readSchedules(of servers: [GameServer]) async throws(PanelError) -> LiveState {
        try await panel.readSchedules(of: servers)
    }

    func readAll() async throws(PanelError) -> LiveState { try await panel.readAll() }

    func read(id: String) async throws(PanelError) -> LiveObject? { try await panel.read(id: id) }

    func find(_ write: ObjectWrite) async throws(PanelError) -> [LiveObject] { try await panel.find(write) }

    func create(_ write: ObjectWrite, idempotencyKey: String) async throws(PanelError) -> LiveObject {
        _ = try await panel.create(write, idempotencyKey: idempotencyKey)
        throw PanelError(.unreachable, "the answer was lost")
    }

    func update(id: String, _ write: ObjectWrite, ifMatch etag: String?) async throws(PanelError) -> LiveObject {
        try await panel.update(id: id, write, ifMatch: etag)
    }

    func delete(id: String, ifMatch etag: String?) async throws(PanelError) {
        try await panel.delete(id: id, ifMatch: etag)
    }
}
