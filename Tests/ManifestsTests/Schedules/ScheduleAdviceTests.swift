import Cron
import Diagnostics
import Manifests
import PhoenixModel
import Testing

@Suite("Advice about schedules")
struct ScheduleAdviceTests {
    private func schedule(
        _ steps: String, at schedule: String = "0 12 * * *", key: String = "a", servers: String = "[all]",
        more: String = ""
    ) -> String {
        "  \(key):\n    servers: \(servers)\n    schedule: \"\(schedule)\"\n\(more)    steps: \(steps)\n"
    }

    private func codes(_ text: String) async -> [DiagnosticCode] {
        let loaded = await Loading.load(text: text)
        #expect(!loaded.diagnostics.hasErrors, "\(loaded.diagnostics.map(\.message))")
        return loaded.diagnostics.map(\.code)
    }

    @Test("warns of a power signal that comes while another is under way")
    func power() async {
        #expect(
            await codes("schedules:\n" + schedule("[{ power: stop }, { after: 10s, power: start }]")) == [.powerTooSoon]
        )
        #expect(await codes("schedules:\n" + schedule("[{ power: stop }, { after: 5m, power: start }]")) == [])
    }

    @Test("warns of the third backup within ten minutes, in one schedule and in several")
    func backups() async {
        let backup = "{ backup: {} }"
        #expect(await codes("schedules:\n" + schedule("[\(backup), \(backup), \(backup)]")) == [.backupsTooClose])
        #expect(await codes("schedules:\n" + schedule("[\(backup)]", at: "*/4 * * * *")) == [.backupsTooClose])
        #expect(await codes("schedules:\n" + schedule("[\(backup)]", at: "*/5 * * * *")) == [])
        let two = "[\(backup), { after: 5m, backup: {} }]"
        #expect(
            await codes(
                "schedules:\n" + schedule(two) + schedule("[\(backup)]", at: "8 12 * * *", key: "b", servers: "[x]"))
                == [.backupsTooClose])
        #expect(
            await codes(
                "schedules:\n" + schedule(two, servers: "[y]")
                    + schedule("[\(backup)]", at: "8 12 * * *", key: "b", servers: "[x]")) == [])
        #expect(
            await codes(
                "schedules:\n" + schedule(two)
                    + schedule("[\(backup)]", at: "8 12 * * *", key: "b", more: "    enabled: false\n"))
                == [])
    }

    @Test("warns of many backups in one minute, where no H spreads them")
    func manyServers() async {
        let servers = "[s1, s2, s3, s4, s5]"
        let steps = "[{ backup: {} }]"
        #expect(await codes("schedules:\n" + schedule(steps, servers: servers)) == [.backupsAtOnce])
        #expect(await codes("schedules:\n" + schedule(steps, at: "H 12 * * *", servers: servers)) == [])
        #expect(await codes("limits: { heavy_starts: 5 }\nschedules:\n" + schedule(steps, servers: servers)) == [])
    }

    @Test(
        "warns of runs in the hour of a clock change",
        arguments: [
            ("30 2 * * *", true), ("0 3 * * *", true), ("0 2 * * *", true), ("30 3 * * *", false),
            ("30 1 * * *", false),
            ("30 2 * * 1", false), ("*/30 * * * *", false), ("H 2 * * *", true),
        ])
    func clockChanges(_ text: String, _ isWarned: Bool) async {
        let manifest =
            "schedules:\n" + schedule("[{ power: restart }]", at: text, more: "    timezone: Europe/Berlin\n")
        #expect(await codes(manifest).contains(.runsInClockChange) == isWarned)
        #expect(
            await codes("schedules:\n" + schedule("[{ power: restart }]", at: text)).contains(.runsInClockChange)
                == false)
    }

    @Test("warns where phoenix serve and the panel do the same")
    func twice() async {
        func set(_ task: String, at text: String, servers: String = "[all]") -> String {
            "tasks:\n  t: { schedule: \"\(text)\", task: \(task) }\nschedules:\n"
                + schedule("[{ power: restart }]", servers: servers)
        }
        let restart = "{ type: server_command, data: { servers: [lobby], command: restart } }"
        #expect(await codes(set(restart, at: "15 12 * * *")) == [.doneTwice])
        #expect(await codes(set(restart, at: "15 16 * * *")) == [])
        #expect(await codes(set(restart, at: "15 12 * * *", servers: "[hub]")) == [])
        #expect(await codes(set("{ type: backup, data: { servers: [all] } }", at: "15 12 * * *")) == [])
    }

    @Test("warns in a plan of servers without backups, and of many backups on one node")
    func plans() async throws {
        let loaded = await Loading.load(
            text: "schedules:\n" + schedule("[{ backup: {} }]") + schedule("[{ power: stop }]", key: "b"))
        let desired = try #require(loaded.desired)
        let servers = (1...6).map { number in
            GameServer(
                uuid: "0000000\(number)-259b-452e-8b4e-cecc464142ca", identifier: "0000000\(number)",
                name: "s\(number)", node: number == 6 ? "n2" : "n1", backupLimit: number == 6 ? 0 : 3)
        }
        let advice = PlannedScheduleAdvice(
            ScheduleResolution(desired, on: servers), heavyStarts: 4, zones: .system, today: ManifestCase.today)
        #expect(advice.diagnostics.map(\.code) == [.backupsForbidden, .backupsAtOnce])
        #expect(advice.diagnostics[0].message.hasSuffix("may have none: 's6'"))
        #expect(advice.diagnostics[1].message.contains("5 servers of node 'n1'"))
    }
}
