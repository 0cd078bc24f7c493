import Cron
import Diagnostics
import Manifests
import PhoenixModel
import Testing

@Suite("import of schedules")
struct ScheduleImportTests {
    private func pelican(_ json: String) -> ScheduleImport {
        ScheduleImport(pelican: [(place: "schedule-a.json", text: json)], project: "p", servers: ["name:a-*"])
    }

    private func crontab(_ text: String, timezone: String? = "UTC") -> ScheduleImport {
        ScheduleImport(crontabs: [(place: "crontab", text: text)], timezone: timezone, project: "p", servers: ["all"])
    }

    private func entry(_ imported: ScheduleImport) async throws -> DesiredSchedule {
        let loaded = await Loading.load(text: imported.document)
        let desired = try #require(loaded.desired, "\(loaded.diagnostics.map(\.message)) in\n\(imported.document)")
        return try #require(desired.schedules.first, "\(imported.document)")
    }

    @Test("takes over what Pelican exports, in the order of its sequence")
    func pelicanFile() async throws {
        let imported = pelican(
            """
            \u{FEFF}{"name": "Nightly restart", "is_active": true, "only_when_online": true, "cron_minute": "0",
             "cron_hour": "4", "cron_day_of_month": "*", "cron_month": "*", "cron_day_of_week": "MON-FRI", "tasks": [
              {"sequence_id": 2, "action": "power", "payload": "restart", "time_offset": 60, "continue_on_failure": true},
              {"sequence_id": 1, "action": "command", "payload": "say Restart", "time_offset": 0, "continue_on_failure": false}]}
            """)
        let schedule = try await entry(imported)
        #expect(schedule.key == "nightly-restart")
        #expect(schedule.servers.map(\.text) == ["name:a-*"])
        #expect(schedule.schedule == "0 4 * * 1-5")
        #expect(schedule.fields.onlyWhenOnline == true)
        #expect(
            schedule.fields.steps == [
                ["action": "command", "payload": "say Restart", "offset": 0, "continue_on_failure": false],
                ["action": "power", "payload": "restart", "offset": 60, "continue_on_failure": true],
            ])
        let item = try #require(imported.items.first)
        #expect(item.kept == ["the name 'Nightly restart'", "the schedule 0 4 * * 1-5", "2 steps"])
        #expect(item.changed == ["the schedule '0 4 * * MON-FRI' is written as '0 4 * * 1-5'"])
        #expect(item.dropped.isEmpty)
    }

    @Test("says what it puts right, and leaves out with a word what cannot be kept")
    func pelicanReport() async throws {
        let tasks = (1...12).map { number in
            "{\"sequence_id\": \(number), \"action\": \"\(number == 2 ? "chat" : "command")\", \"payload\": \"say \(number)\", \"time_offset\": \(number == 3 ? 1_800 : 30)}"
        }
        let imported = pelican("{\"name\": \"Ada\", \"tasks\": [\(tasks.joined(separator: ", "))], \"owner\": 3}")
        let schedule = try await entry(imported)
        #expect(schedule.fields.enabled == false)
        guard case .list(let steps)? = schedule.fields.steps else {
            Issue.record("no steps")
            return
        }
        #expect(steps.count == 10)
        let item = try #require(imported.items.first)
        #expect(
            item.dropped == [
                "the key 'owner'", "step 2, whose action 'chat' is not known",
                "step 12, because a schedule has at most 10",
            ])
        #expect(item.changed.contains("'cron_minute' is missing, and is 0, as Pelican takes it"))
        #expect(
            item.changed.contains(
                "step 3 starts 15m after the step before it, not 1830s, which is more than panels wait"))
        #expect(item.changed.contains("it is not enabled, because steps are missing"))
        #expect(imported.document.contains("# dropped: step 2, whose action 'chat' is not known"))
    }

    @Test("takes off the marker of a schedule that phoenix made, and any offset there is")
    func pelicanMarker() async throws {
        let imported = pelican(
            """
            {"name": "Nightly {phx skyblock/nightly 1.x4QzpaB2kLmN9oP}", "is_active": true, "only_when_online": false,
             "cron_minute": "0", "cron_hour": "4", "cron_day_of_month": "*", "cron_month": "*", "cron_day_of_week": "*",
             "tasks": [{"sequence_id": 1, "action": "chat", "payload": "", "time_offset": 9223372036854775807},
                       {"sequence_id": 2, "action": "power", "payload": "stop", "time_offset": 9223372036854775807}]}
            """)
        let schedule = try await entry(imported)
        #expect(schedule.fields.name == "Nightly")
        #expect(imported.items[0].changed.first == "the name is without the marker of phoenix")
        let long = pelican(
            "{\"name\": \"\(String(repeating: "n", count: 255))\", \"tasks\": [{\"action\": \"power\", \"payload\": \"stop\"}]}"
        )
        #expect(try await entry(long).fields.name.count < 191)
    }

    @Test(
        "of what is no schedule nothing is kept",
        arguments: [
            "", "[]", "{}", "{\"name\": \"a\"", "{\"tasks\": []}",
            "{\"name\": \"a\", \"cron_minute\": \"61\", \"tasks\": [{\"action\": \"power\", \"payload\": \"stop\"}]}",
        ])
    func badFiles(_ text: String) async throws {
        let imported = pelican(text)
        #expect(imported.items.map(\.result) == [nil])
        #expect(imported.items[0].dropped.isEmpty == false)
        let loaded = await Loading.load(text: imported.document)
        #expect(loaded.desired?.schedules.isEmpty == true)
    }

    @Test("takes lines of a crontab over whose effect on a server is known")
    func crontabLines() async throws {
        let imported = crontab(
            #"""
            MAILTO=root
            CRON_TZ=Europe/Berlin
            # Nightly restart
            0 4 * * * /usr/bin/curl -s -X POST -H "Authorization: Bearer ptlc_hush" -d '{"command":"say Restart"}' https://panel.example.com/api/client/servers/1a7ce997/command && sleep 60 && curl -X POST -d '{"signal":"restart"}' https://panel.example.com/api/client/servers/1a7ce997/power > /dev/null 2>&1

            @hourly screen -S mc -p 0 -X stuff "save-all^M"
            */10 * * * * mcrcon -H localhost -p hush "say One" "say Two"
            15 3 * * 0 tmux send-keys -t mc 'say Sunday' Enter
            30 3 * * * docker exec mc rcon-cli say Hello there
            0 5 * * * /opt/backup.sh
            @reboot screen -S mc -X stuff "say up^M"
            0 6 * * * curl https://example.com/api | sh
            nonsense
            """#, timezone: nil)
        let loaded = await Loading.load(text: imported.document)
        let desired = try #require(loaded.desired, "\(loaded.diagnostics.map(\.message)) in\n\(imported.document)")
        let byKey = Dictionary(uniqueKeysWithValues: desired.schedules.map { ($0.key, $0) })
        let restart = try #require(byKey["nightly-restart"])
        #expect(restart.servers.map(\.text) == ["1a7ce997"])
        #expect(restart.fields.timezone == "Europe/Berlin")
        #expect(
            restart.fields.steps == [
                ["action": "command", "payload": "say Restart", "offset": 0, "continue_on_failure": false],
                ["action": "power", "payload": "restart", "offset": 60, "continue_on_failure": false],
            ])
        func commands(_ key: String) -> [String] {
            guard case .list(let steps)? = byKey[key]?.fields.steps else { return [] }
            return steps.compactMap { if case .map(let step) = $0 { step["payload"]?.plainText } else { nil } }
        }
        #expect(commands("line-6") == ["save-all"])
        #expect(commands("line-7") == ["say One", "say Two"])
        #expect(commands("line-8") == ["say Sunday"])
        #expect(commands("line-9") == ["say Hello there"])
        #expect(desired.schedules.count == 5)
        #expect(
            imported.items.filter { $0.result == nil }.map(\.name) == [
                "MAILTO", "Line 10", "Line 11", "Line 12", "Line 13",
            ])
        let told = imported.document + imported.items.map { "\($0)" }.joined()
        #expect(!told.contains("hush"))
    }

    @Test(
        "a line of which a part is not known is left out as a whole",
        arguments: [
            "0 4 * * * cd /srv && ./stop.sh && mcrcon \"say up\"", "0 4 * * * curl https://example.com/hook",
            "0 4 * * * curl -d '{\"signal\":\"reboot\"}' https://p/api/client/servers/1a7ce997/power",
            "0 4 * * * mcrcon \"say $(date)\"", "0 4 * * * sleep 3600 && mcrcon \"say up\"", "0 4 * * * mcrcon \"open",
            "0 4 * * * sleep 9223372036854775807; sleep 9223372036854775807; mcrcon a",
            "61 4 * * * mcrcon \"say up\"", "0 4 * * * true",
        ])
    func unknownLines(_ line: String) {
        let imported = crontab(line)
        #expect(imported.items.map(\.result) == [nil])
        #expect(imported.items[0].dropped.contains { $0.hasPrefix("the line") })
    }
}
