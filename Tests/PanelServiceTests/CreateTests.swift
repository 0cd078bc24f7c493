import PanelService
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

@Suite("POST /services/scheduled")
struct CreateTests {
    @Test("answers the documented example word for word", arguments: StoreKind.embedded)
    func documentedExample(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let body = try Value(
                json: """
                    {"name": "Weekly Server Restart", "description": "Restart all game servers weekly for maintenance",
                    "schedule": "0 4 * * 0", "enabled": true, "task": {"type": "server_command", "data": {
                    "servers": ["all"], "command": "restart", "delay_between": 60}}}
                    """)
            let answer = try await panel.services.create(body).answer.asMap()
            let documented = [
                "id", "name", "description", "status", "type", "schedule", "next_run", "created_at", "updated_at",
            ]
            #expect(answer.map(\.key).prefix(9) == documented[...])
            #expect(answer["id"] == "5")
            #expect(answer["status"] == "scheduled")
            #expect(answer["type"] == "scheduled")
            #expect(answer["schedule"] == "0 4 * * 0")
            #expect(answer["next_run"] == "2026-11-29T04:00:00Z")
            #expect(answer["created_at"] == "2026-11-24T02:05:09Z")
            #expect(answer["updated_at"] == "2026-11-24T02:05:09Z")
            #expect(answer["last_run"] == nil)
            #expect(answer["last_result"] == nil)
        }
    }

    @Test("fills in the defaults, but not in task", arguments: StoreKind.embedded)
    func defaults(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            for (name, fields) in [
                ("absent", [:]),
                (
                    "null",
                    [
                        "description": .null, "enabled": .null, "timezone": .null, "overlap": .null, "misfire": .null,
                        "timeout": .null, "depends_on": .null, "notify": .null,
                    ]
                ),
            ] as [(String, ValueMap)] {
                let answer = try await panel.create(name, fields)
                let expected: ValueMap = [
                    "description": "", "enabled": true, "timezone": "UTC", "overlap": "skip", "misfire": "skip",
                    "timeout": 3_600, "depends_on": [], "notify": [],
                    "task": ["type": "backup", "data": ["servers": ["all"], "keep": 7]],
                ]
                for (key, value) in expected { #expect(answer[key] == value, "\(key)") }
            }
        }
    }

    @Test("reports every problem of a body at once, each with its field", arguments: StoreKind.embedded)
    func everyProblem(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let body: Value = [
                "name": "  ", "shedule": "0 2 * * *", "enabled": 1, "overlap": "skp", "timeout": 0, "id": "9",
                "config": [:], "depends_on": ["1", "99", "01"], "timezone": "Europe/Berln",
                "task": ["type": "backup", "data": ["servers": [], "keep": 0, "keeep": 1]],
                "notify": [["type": "discord", "url": "ftp://x", "on": []]],
            ]
            let problems = await panel.refusal(.validationFailed) { try await panel.services.create(body) }
            #expect(
                Set(problems.fields) == [
                    "name", "shedule", "enabled", "overlap", "timeout", "id", "config", "depends_on[1]",
                    "depends_on[2]", "timezone", "task.data.servers", "task.data.keep", "task.data.keeep",
                    "notify[0].url", "notify[0].on", "schedule",
                ])
            #expect(problems.details.contains { $0.contains("'schedule'") && $0.contains("shedule") })
            #expect(problems.details.contains { $0.contains("Europe/Berlin") })
            #expect(try await panel.services.all().count == 4)
        }
    }

    @Test("needs name, schedule and task", arguments: ["name", "schedule", "task"])
    func required(_ field: String) async throws {
        try await Panel.run(on: .inMemory) { panel async throws in
            for missing in [nil, Value.null] {
                var body = try Value.task("a").asMap()
                body[field] = missing
                let problems = await panel.refusal(.validationFailed) { try await panel.services.create(.map(body)) }
                #expect(problems.fields == [field])
            }
        }
    }

    @Test("takes names of 1 to 191 characters after trimming, without control characters")
    func names() async throws {
        try await Panel.run(on: .inMemory) { panel async throws in
            let longest = String(repeating: "é", count: 191)
            #expect(try await panel.create("  \(longest)\n")["name"] == .string(longest))
            for name in ["", " \t", longest + "x", "a\u{7}b", "a\u{85}b"] {
                let problems = await panel.refusal(.validationFailed) { try await panel.create(name) }
                #expect(problems.fields == ["name"])
            }
        }
    }

    @Test("takes descriptions of up to 4,096 characters")
    func descriptions() async throws {
        try await Panel.run(on: .sqlite) { panel async throws in
            let longest = String(repeating: "ü", count: 4_096)
            #expect(try await panel.create("a", ["description": .string(longest)])["description"] == .string(longest))
            for text in [longest + "x", "a\u{0}b"] {
                let problems = await panel.refusal(.validationFailed) {
                    try await panel.create("b", ["description": .string(text)])
                }
                #expect(problems.fields == ["description"])
            }
        }
    }

    @Test("keeps names unique among all services, after trimming and NFC", arguments: StoreKind.embedded)
    func uniqueNames(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            try await panel.create("Caf\u{E9}")
            for name in ["Cafe\u{301} ", " SFTP Server"] {
                let problems = await panel.refusal(.serviceConflict) { try await panel.create(name) }
                #expect(problems.first?.meta["reason"] == "name_taken")
            }
            try await panel.create("caf\u{E9}")
        }
    }

    @Test(
        "refuses schedules that are invalid or never come, naming the field",
        arguments: [
            ("61 * * * *", "minute"), ("0 2 31 2 *", "never"), ("0 2 * *", "fields"), ("", ""), ("H 2 * * *", "H"),
            ("@hourli", "@hourly"), ("0 2 * * 8", "week"),
        ])
    func invalidSchedules(_ schedule: String, _ mention: String) async throws {
        try await Panel.run(on: .inMemory) { panel async throws in
            let problems = await panel.refusal(.invalidSchedule) {
                try await panel.create("a", ["schedule": .string(schedule)])
            }
            #expect(problems.fields == ["schedule"])
            #expect(problems.count == 1)
            #expect(mention.isEmpty || problems[0].detail.contains(mention), "\(problems.details)")
            #expect(problems[0].meta["reason"] != nil)
        }
    }

    @Test("calls a schedule of the wrong type a failed validation")
    func scheduleOfWrongType() async throws {
        try await Panel.run(on: .inMemory) { panel async throws in
            let problems = await panel.refusal(.validationFailed) { try await panel.create("a", ["schedule": 5]) }
            #expect(problems.fields == ["schedule"])
        }
    }

    @Test("returns schedules as given, with the next run in the task's zone", arguments: StoreKind.embedded)
    func nextRun(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let berlin = try await panel.create("a", ["schedule": "*/1  3 * * *", "timezone": "Europe/Berlin"])
            #expect(berlin["schedule"] == "*/1  3 * * *")
            // It is 03:05:09 in Berlin.
            #expect(berlin["next_run"] == "2026-11-24T02:06:00Z")
            let disabled = try await panel.create("b", ["enabled": false])
            #expect(disabled["next_run"] == nil)
            #expect(disabled["status"] == "disabled")
        }
    }

    @Test("finds the next run strictly after now, also where nothing ran in between", arguments: StoreKind.embedded)
    func strictlyAfter(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            panel.wait(51)  // to 02:06:00
            let created = try await panel.create("a", ["schedule": "* * * * *"])
            #expect(created["next_run"] == "2026-11-24T02:07:00Z")
            panel.wait(60)
            #expect(try await panel.get(created.id)["next_run"] == "2026-11-24T02:08:00Z")
        }
    }

    @Test("refuses a body that is no object")
    func noObject() async throws {
        try await Panel.run(on: .inMemory) { panel async throws in
            for body in [Value.null, [], "text", 1] {
                _ = await panel.refusal(.validationFailed) { try await panel.services.create(body) }
            }
        }
    }
}
