import PhoenixModel
import PhoenixTestSupport
import Planning

/// A panel with schedules, and files that are planned against it: every entry on every server.
struct ScheduleScenario {
    let panel: FakeSchedulePanel

    init(_ panel: FakeSchedulePanel = FakeSchedulePanel()) { self.panel = panel }

    /// A panel to which the entries have been applied.
    static func applied(_ entries: DesiredSchedule...) async throws -> ScheduleScenario {
        let scenario = ScheduleScenario()
        try await scenario.apply(entries)
        return scenario
    }

    func plan(_ entries: [DesiredSchedule], _ change: (inout Planner.Options) -> Void = { _ in }) async throws -> Plan {
        var options = Planner.Options(today: 20_000)
        change(&options)
        let objects = entries.flatMap { entry in panel.current.servers.map { entry.object(on: $0.id) } }
        let desired = DesiredState(project: "demo", objects: objects, schedules: entries)
        return Planner(options: options).plan(desired: desired, live: try await panel.readAll())
    }

    func sketch(_ entries: DesiredSchedule..., change: (inout Planner.Options) -> Void = { _ in }) async throws
        -> String
    {
        PlanSketch.text(try await plan(entries, change))
    }

    func apply(_ entries: [DesiredSchedule], _ change: (inout Planner.Options) -> Void = { _ in }) async throws {
        for action in try await plan(entries, change).actions {
            switch (action.operation, action.write, action.objectID) {
            case (.blocked, _, _): break
            case (.delete, _, let id?): try await panel.delete(id: id, ifMatch: nil)
            case (_, let write?, let id?): _ = try await panel.update(id: id, write, ifMatch: nil)
            case (_, let write?, nil): _ = try await panel.create(write, idempotencyKey: "k")
            default: break
            }
        }
    }
}
