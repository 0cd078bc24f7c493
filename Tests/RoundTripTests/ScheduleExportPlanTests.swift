import Applying
import Cron
import Diagnostics
import Manifests
import PhoenixModel
import PhoenixTestSupport
import Planning
import RandomFixtures
import ServicesAPI
import Testing

@Suite("export of schedules, then plan")
struct ScheduleExportPlanTests {
    private let panel = FakeSchedulePanel((1...8).map { "server-\($0)" })

    init() { panel.change { $0.capabilities.actions = Set(ScheduleRules.StepAction.allCases) } }

    private func load(_ text: String) async throws -> LoadedManifests {
        let loader = ManifestLoader(
            environment: { _ in nil }, zones: .system, todayAsDay: 20_000, ownership: DescribedOwnership())
        let loaded = await loader.load(ManifestInputs(["-"], standardInput: Array(text.utf8)))
        #expect(!loaded.diagnostics.hasErrors, "\(loaded.diagnostics.map(\.message)) in\n\(text)")
        return loaded
    }

    private func plan(_ desired: DesiredState, adopts: Bool = false) async throws -> Plan {
        let resolved = ScheduleResolution(desired, on: panel.current.servers).desired
        var options = Planner.Options(prunes: true, forcesConflicts: true, allowedDeletes: .max, today: 20_000)
        options.adopts = adopts
        return Planner(options: options).plan(desired: resolved, live: try await panel.readAll())
    }

    private func apply(_ plan: Plan) async -> ApplyReport {
        await Applier(panel: panel, parallelism: 4, idempotencyKey: { "k" })
            .apply(plan, isInterrupted: { false }, onEvent: { _ in })
    }

    /// Entries by chance, of a few schedules and servers.
    private func manifest(_ random: inout SeededGenerator) -> String {
        var text = "project: p\nschedules:\n"
        for index in 0..<Int.random(in: 1...5, using: &random) {
            let servers =
                ["[all]", "[all, \"!name:server-1\"]", "[\"name:server-[2-5]\"]", "[\"00000003\"]"]
                .randomElement(using: &random) ?? "[all]"
            let schedule =
                ["H 4 * * *", "H/20 H * * 1-5", "0 18,6 * * SUN", "H(0-9) 3 1 * *", "*/15 * * * *"]
                .randomElement(using: &random) ?? "0 4 * * *"
            let steps =
                [
                    "[{ power: restart }]",
                    "[{ countdown: [10m, 5m, 1m], command: \"say in ${left}\" }, { power: stop }, { after: 2m, backup: {} }]",
                    "[{ command: \"say $${x}\" }, { at: 15m, backup: { ignored: [\"*.log\", a b] } }]",
                    "[{ delete_files: [a, b/*], continue_on_failure: true }, { after: 90, command: \"# no: {comment}\" }]",
                ]
                .randomElement(using: &random) ?? "[{ power: stop }]"
            text += """
                  entry-\(index):
                    name: \(["Restart", "\"Backup: daily\"", "Entry"].randomElement(using: &random) ?? "a")
                    servers: \(servers)
                    schedule: "\(schedule)"
                    enabled: \(Bool.random(using: &random))
                    only_when_online: \(Bool.random(using: &random))
                    protect: \(Bool.random(using: &random))
                    steps: \(steps)

                """
        }
        return text
    }

    @Test("is empty for generated fleets", arguments: 0..<60)
    func generated(_ seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let loaded = try await load(manifest(&random))
        let desired = try #require(loaded.desired)
        let report = await apply(try await plan(desired))
        #expect(report.isComplete, "\(report.outcomes)")
        try #expect(await plan(desired).visible == [])
        let export = ScheduleExport(try await panel.readAll(), project: "p")
        #expect(export.omissions.isEmpty)
        let exported = try #require(try await load(export.document).desired)
        try #expect(await plan(exported).visible == [], "\(export.document)")
        // What is rendered is the same set, too.
        let rendered = try #require(ManifestRendering(loaded)).text
        let again = try await load(rendered)
        try #expect(await plan(try #require(again.desired)).visible == [], "\(rendered)")
    }

    @Test("with --adopt takes over what somebody clicked, and changes nothing of it", arguments: 0..<30)
    func foreign(_ seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        for server in panel.current.servers {
            for name in ["Restart", "Backup", "Vote"] where Bool.random(using: &random) {
                var fields = ServiceFields(name: name)
                fields.schedule = ["0 4 * * *", "*/1 2 * * *", "15 3 * * SUN"].randomElement(using: &random)
                fields.enabled = Bool.random(using: &random)
                fields.onlyWhenOnline = Bool.random(using: &random)
                fields.steps = [
                    [
                        "action": "command", "payload": "say hi",
                        "offset": .integer(Int64.random(in: 0...900, using: &random) / 450 * 450),
                    ],
                    ["action": "backup", "payload": "", "offset": 60],
                ]
                panel.add(fields, on: server.id)
            }
        }
        let export = ScheduleExport(try await panel.readAll(), project: "p", includesForeign: true)
        let exported = try #require(try await load(export.document).desired)
        let plan = try await plan(exported, adopts: true)
        #expect(
            plan.actions.allSatisfy { $0.operation == .adopt && $0.changes.isEmpty },
            "\(plan.visible)\n\(export.document)")
        #expect(plan.actions.count == panel.current.objects.count)
        let report = await apply(plan)
        #expect(report.isComplete, "\(report.outcomes)")
        try #expect(await self.plan(exported).visible == [])
    }
}
