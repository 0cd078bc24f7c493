import Cron
import Foundation
import PhoenixModel
import Testing

@Suite("export, then plan")
struct ExportThenPlanTests {
    /// Every expression of the cron vectors that a manifest accepts.
    private static let schedules: [String] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("CronTests/Vectors")
        let files = ["cron_vectors", "cron_from_suites", "cron_reference_dst", "cron_panel_lowering"]
        var expressions: Set<String> = []
        for file in files {
            let lines = (try? String(contentsOf: folder.appendingPathComponent("\(file).jsonl"), encoding: .utf8)) ?? ""
            for line in lines.split(separator: "\n") {
                guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                    let text = object["expr"] as? String, let expression = try? CronExpression(text),
                    !expression.fires(after: 1_795_478_400, in: .utc, count: 1).isEmpty
                else { continue }
                expressions.insert(text)
            }
        }
        return expressions.sorted()
    }()

    @Test("is empty for every schedule of the vectors, and so is the plan of what was applied")
    func vectors() async throws {
        #expect(Self.schedules.count > 500)
        var text = "project: p\ntasks:\n"
        for (index, schedule) in Self.schedules.enumerated() {
            let quoted = Value.string(schedule).jsonText()
            text += "  t\(index): { schedule: \(quoted), task: { type: backup, data: { servers: [all] } } }\n"
        }
        let trip = RoundTrip()
        let desired = try await trip.load(text)
        let report = await trip.apply(try await trip.plan(desired))
        #expect(report.isComplete)
        try #expect(await trip.plan(desired).visible == [])
        let exported = try await trip.load(try await trip.export(project: "p"))
        #expect(exported.objects.count(where: { $0.kind == .scheduled }) == Self.schedules.count)
        try #expect(await trip.plan(exported, prunes: true).visible == [])
    }

    @Test("is empty for generated sets, one applied over the other", arguments: 0..<60)
    func generated(_ seed: Int) async throws {
        var random = RandomTasks(seed: seed)
        let trip = RoundTrip()
        for _ in 0..<3 {
            let desired = try await trip.load(random.manifest())
            let report = await trip.apply(try await trip.plan(desired, prunes: !desired.objects.isEmpty))
            #expect(report.isComplete, "\(report.outcomes)")
            try #expect(await trip.plan(desired, prunes: true).visible == [])
            let document = try await trip.export(project: "p")
            // Secrets come from elsewhere; the panel never tells what they are.
            let exported = try await trip.load(document)
            try #expect(await trip.plan(exported, prunes: true).visible == [], "\(document)")
        }
    }

    @Test("line breaks of every kind are one: nothing drifts by itself")
    func lineBreaks() async throws {
        let trip = RoundTrip()
        let text = #"""
            project: p
            tasks:
              a:
                description: "one\r\ntwo\rthree\nfour\r"
                schedule: "0 2 * * *"
                task: { type: server_command, data: { servers: [all], command: "say a\r\nsay b" } }
            """#
        let desired = try await trip.load(text)
        #expect(await trip.apply(try await trip.plan(desired)).isComplete)
        let again = try await trip.plan(desired)
        #expect(again.actions.isEmpty, "\(again.visible)")
        let other = try await trip.load(text.replacing(#"\r\n"#, with: #"\n"#).replacing(#"two\r"#, with: #"two\n"#))
        #expect(try await trip.plan(other).visible == [])
    }

    @Test("leaves nothing to bring up to date, whatever the files called the system services")
    func references() async throws {
        let trip = RoundTrip()
        let text = """
            project: p
            services:
              w: { name: Wings Daemon }
              managed: { name: Job Processor, description: Watched. }
            tasks:
              one: { schedule: "0 2 * * *", depends_on: [w, managed], task: { type: backup, data: { servers: [all] } } }
              two: { schedule: "0 2 * * *", depends_on: [one, w], task: { type: backup, data: { servers: [all] } } }
            """
        let desired = try await trip.load(text)
        #expect(await trip.apply(try await trip.plan(desired)).isComplete)
        let exported = try await trip.load(try await trip.export(project: "p"))
        #expect(!exported.objects.contains { $0.key == "w" })
        #expect(try await trip.plan(exported).actions.isEmpty)
        let renamed = try await trip.load(
            text.replacing("w:", with: "wings:").replacing("w]", with: "wings]")
                .replacing("[w,", with: "[wings,"))
        #expect(try await trip.plan(renamed).actions.isEmpty)
    }
}
