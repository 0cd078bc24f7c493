import Applying
import Diagnostics
import NativeSchedules
import PhoenixModel
import PhoenixTestSupport
import Planning

extension Bench {
    /// What a run of phoenix plans for the entries on every server.
    func plan(
        _ entries: [DesiredSchedule], on native: NativePanel? = nil,
        _ change: (inout Planner.Options) -> Void = { _ in }
    ) async throws -> Plan {
        var options = Planner.Options(today: 20_000)
        change(&options)
        let native = try native ?? self.native()
        let servers = try await native.servers()
        let objects = entries.flatMap { entry in servers.map { entry.object(on: $0.id) } }
        let desired = DesiredState(project: "skyblock", objects: objects, schedules: entries)
        return Planner(options: options).plan(desired: desired, live: try await native.readSchedules(of: servers))
    }

    func carryOut(_ plan: Plan, on native: NativePanel) async -> ApplyReport {
        await Applier(panel: native, parallelism: 4, idempotencyKey: { "key" })
            .apply(plan, isInterrupted: { false }, onEvent: { _ in })
    }

    /// A whole run. It is killed after so many requests.
    @discardableResult
    func reconcile(
        _ entries: [DesiredSchedule], killedAfter limit: Int? = nil,
        _ change: (inout Planner.Options) -> Void = { _ in }
    ) async throws -> ApplyReport {
        let native = try native(limit: limit)
        return await carryOut(try await plan(entries, on: native, change), on: native)
    }
}

extension Plan {
    /// What it does, for messages.
    var sketch: String {
        actions.map { "\($0.operation) \($0.key) \($0.changes.map(\.field.rawValue)) \($0.block?.message ?? "")" }
            .joined(separator: "; ")
    }
}
