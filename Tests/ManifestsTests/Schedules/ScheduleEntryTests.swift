import Cron
import Diagnostics
import Manifests
import PhoenixModel
import Testing

@Suite("Entries of schedules")
struct ScheduleEntryTests {
    private func entry(_ lines: String = "", key: String = "restart", steps: String = "[{ power: restart }]") -> String
    {
        let more = lines.isEmpty ? "" : lines.split(separator: "\n").map { "    \($0)\n" }.joined()
        return """
            schedules:
              \(key):
                servers: [all]
                schedule: "0 4 * * *"
                steps: \(steps)

            """ + more
    }

    private func schedule(_ loaded: LoadedManifests) -> DesiredSchedule? { loaded.desired?.schedules.first }

    private func step(_ action: String, _ payload: String, _ offset: Int64 = 0, continues: Bool = false) -> Value {
        [
            "action": .string(action), "payload": .string(payload), "offset": .integer(offset),
            "continue_on_failure": .bool(continues),
        ]
    }

    @Test("have everything that the panel has, and their defaults")
    func everything() async throws {
        let loaded = await ManifestCase.check(
            """
            project: skyblock
            schedules:
              nightly-restart:
                name: Nightly restart
                servers: [all, "!name:test-*", all]
                schedule: "H 4 * * SUN"
                timezone: UTC
                enabled: false
                only_when_online: true
                formerly: [restart]
                protect: true
                ignore: [enabled]
                steps:
                  - { countdown: [10m, 5m, 1m], command: "say Restart in ${left}" }
                  - { power: restart }
                  - { after: 2m, backup: { ignored: ["*.log", "cache/*"] }, continue_on_failure: true }
                  - { at: 15m, command: "say Backup made" }
                  - { after: 90, delete_files: [logs/a.gz, logs/b.gz] }
            """)
        let schedule = try #require(self.schedule(loaded))
        #expect(schedule.key == "nightly-restart")
        #expect(schedule.servers.map(\.text) == ["all", "!name:test-*"])
        #expect(schedule.schedule == "H 4 * * SUN")
        #expect(schedule.fields.name == "Nightly restart")
        #expect(schedule.fields.schedule == nil)
        #expect(schedule.fields.enabled == false)
        #expect(schedule.fields.onlyWhenOnline == true)
        #expect(schedule.formerly == ["restart"])
        #expect(schedule.isProtected)
        #expect(schedule.ignored.map(\.field) == [.enabled])
        #expect(
            schedule.fields.steps == [
                step("command", "say Restart in 10 minutes"), step("command", "say Restart in 5 minutes", 300),
                step("command", "say Restart in 1 minute", 240), step("power", "restart", 60),
                step("backup", "*.log\ncache/*", 120, continues: true), step("command", "say Backup made", 180),
                step("delete_files", "logs/a.gz\nlogs/b.gz", 90),
            ])
        let bare = try #require(self.schedule(await ManifestCase.check(entry())))
        #expect(bare.fields.name == "restart")
        #expect(bare.fields.timezone == "UTC")
        #expect(bare.fields.enabled == true)
        #expect(bare.fields.onlyWhenOnline == false)
        #expect(bare.schedule == "0 4 * * *")
        #expect(loaded.desired?.objects.isEmpty == true)
    }

    @Test("are expanded, patched and filled in as tasks are")
    func layers() async throws {
        let loaded = await ManifestCase.check(
            """
            values: { message: "say Restart" }
            defaults:
              timezone: Europe/Berlin
              only_when_online: true
              servers: [all]
              schedule: "0 4 * * *"
              notify: [ops]
              overlap: queue
              ignore: [overlap, enabled]
            notifications: { ops: { type: discord, url: "https://example.com/a" } }
            patches:
              "restart-*": { timezone: UTC, steps: [{ command: "${values.message}" }, { after: 1m, power: restart }] }
              restart-hub: { servers: [hub], enabled: false }
            schedules:
              "restart-${name}":
                for_each: { name: [hub, lobby] }
                steps: [{ power: kill }]
            tasks:
              t: { task: { type: backup, data: { servers: [all] } } }
            """)
        let schedules = try #require(loaded.desired?.schedules)
        #expect(schedules.map(\.key) == ["restart-hub", "restart-lobby"])
        #expect(schedules.map { $0.servers.map(\.text) } == [["hub"], ["all"]])
        #expect(schedules.map(\.fields.timezone) == ["UTC", "UTC"])
        #expect(schedules.map(\.fields.enabled) == [false, true])
        #expect(schedules.allSatisfy { $0.fields.onlyWhenOnline == true && $0.schedule == "0 4 * * *" })
        #expect(schedules[1].fields.steps == [step("command", "say Restart"), step("power", "restart", 60)])
        #expect(schedules[1].ignored.map(\.field) == [.enabled])
        #expect(loaded.desired?.objects.first?.fields.overlap == "queue")
    }

    @Test("keep secrets in commands secret")
    func secrets() async throws {
        let loaded = await ManifestCase.check(
            entry(steps: "[{ command: \"op ${secret:env:WHO}\" }]"), environment: ["WHO": "alice"])
        let schedule = try #require(self.schedule(loaded))
        guard case .list(let steps)? = schedule.fields.steps, case .map(let step)? = steps.first,
            case .secret(let secret)? = step["payload"]
        else {
            Issue.record("no secret")
            return
        }
        #expect(secret.reference == "op ${secret:env:WHO}")
    }

    @Test(
        "cannot have what only phoenix serve has",
        arguments: ["depends_on: [a]", "notify: [a]", "overlap: skip", "misfire: skip", "timeout: 60"])
    func servedKeys(_ line: String) async {
        let name = line.prefix { $0 != ":" }
        await ManifestCase.check(
            entry("1️⃣\(line)"), [.error(1, .serveOnlyKey, "'\(name)'", covers: String(name))])
    }

    @Test("say what is missing, misspelled or misplaced")
    func keys() async {
        await ManifestCase.check(
            "schedules:\n  1️⃣a: { enabled: true }\n",
            [
                .error(1, .missingKey, "schedule 'a' lacks 'schedule'"),
                .error(1, .missingKey, "schedule 'a' lacks 'servers'"),
                .error(1, .missingKey, "schedule 'a' lacks 'steps'"),
            ])
        await ManifestCase.check(
            "schedules:\n  a: { 1️⃣cron: \"0 4 * * *\", 2️⃣server: [all], 3️⃣tasks: [] }\n",
            [
                .error(1, .unknownKey, "no key 'cron'", fix: "schedule"),
                .error(2, .unknownKey, "no key 'server'", fix: "servers"),
                .error(3, .unknownKey, "no key 'tasks'", fix: "steps"),
            ])
        await ManifestCase.check(
            entry("1️⃣power: restart"), [.error(1, .unknownKey, "'power' belongs under an entry of 'steps'")])
    }

    @Test("have one of the actions in each step")
    func actions() async {
        await ManifestCase.check(
            entry(steps: "[1️⃣{ power: stop, 2️⃣command: a }]"),
            [.error(2, .valueOutOfRange, "must have only one of the keys command, power, backup, delete_files")])
        await ManifestCase.check(
            entry(steps: "[1️⃣{ after: 5m }]"), [.error(1, .missingKey, "must have one of the keys")])
        await ManifestCase.check(
            entry(steps: "[{ power: 1️⃣reboot }]"), [.error(1, .valueOutOfRange, "must be one of start, stop")])
        await ManifestCase.check(
            entry(steps: "[1️⃣{ 2️⃣wait: 60 }]"),
            [.error(1, .missingKey, "must have one of the keys"), .error(2, .unknownKey, "'wait'")])
    }

    @Test("have at most 15 minutes between two steps, and from their start to the first")
    func gaps() async {
        await ManifestCase.check(
            entry(steps: "[{ command: a }, { 1️⃣after: 15m1, power: stop }]".replacing("15m1", with: "901")),
            [
                .error(
                    1, .stepGapTooLong, "'steps[1]' starts 901s after the step before it, and a panel waits at most 15m"
                )
            ])
        await ManifestCase.check(
            entry(steps: "[{ 1️⃣at: 16m, power: stop }]"), [.error(1, .stepGapTooLong, "starts 16m after")])
        await ManifestCase.check(
            entry(steps: "[{ 1️⃣countdown: [20m, 1m], command: a }, { power: stop }]"),
            [.error(1, .stepGapTooLong, "'steps[0]' starts 19m after")])
        await ManifestCase.check(
            entry(steps: "[{ countdown: [20m], command: a }, 1️⃣{ power: stop }]"),
            [.error(1, .stepGapTooLong, "'steps[1]' starts 20m after")])
        await ManifestCase.check(entry(steps: "[{ command: a }, { after: 900s, power: stop }]"))
        await ManifestCase.check(entry(steps: "[{ backup: {} }, { at: 15m, power: stop }]"))
    }

    @Test("do not go back in time")
    func backInTime() async {
        await ManifestCase.check(
            entry(steps: "[{ at: 5m, command: a }, { 1️⃣at: 1m, power: stop }]"),
            [.error(1, .stepBackInTime, "'steps[1]' starts at 1m, but the step before it is at 5m")])
    }

    @Test("have at most ten steps, those of countdowns included")
    func count() async {
        let nine = "{ countdown: [9, 8, 7, 6, 5, 4, 3, 2, 1], command: \"say ${left}\" }"
        await ManifestCase.check(entry(steps: "[\(nine), { power: stop }]"))
        await ManifestCase.check(
            entry(steps: "[\(nine), { power: stop }, 1️⃣{ power: start }]"),
            [
                .error(1, .tooManySteps, "these are 11 steps, and a schedule of a panel has at most 10")
            ])
    }

    @Test("warn of commands that do not do what they look like")
    func commands() async {
        await ManifestCase.check(
            entry(steps: "[{ command: 1️⃣/say hi }]"), [.warning(1, .commandWithSlash, "begins with '/'")])
        await ManifestCase.check(
            entry(steps: "[{ command: 1️⃣restart }]"), [.warning(1, .commandIsPowerSignal, "the text 'restart'")])
        await ManifestCase.check(
            entry(steps: "[{ command: 1️⃣\(String(repeating: "é", count: 40_000)) }]"),
            [.error(1, .payloadTooLong, "80000 bytes")])
    }

    @Test("take the extensions of cron only where panels compute them rightly")
    func extensions() async {
        for text in ["0 4 L * *", "0 4 15W * *", "0 4 * * 1#1", "0 4 * * 5L"] {
            let loaded = await ManifestCase.check(
                "schedules:\n  a: { servers: [all], schedule: 1️⃣\"\(text)\", steps: [{ power: stop }] }\n",
                [.warning(1, .unusualSchedule, "")])
            #expect(schedule(loaded)?.schedule == text)
        }
        await ManifestCase.check(
            "schedules:\n  a: { servers: [all], schedule: 1️⃣\"0 4 31W * *\", steps: [{ power: stop }] }\n",
            [
                .warning(1, .unusualSchedule, ""), .warning(1, .unusualSchedule, ""),
                .error(1, .cronNotOnPanels, "31W"),
            ])
    }

    @Test("send the canonical form")
    func canonical() async {
        let loaded = await ManifestCase.check(
            "schedules:\n  a: { servers: [all], schedule: \"0 18,6 * * SAT-SUN\", steps: [{ power: stop }] }\n")
        #expect(schedule(loaded)?.schedule == "0 6,18 * * 0,6")
    }

    @Test("name their servers in one of the known ways")
    func servers() async {
        func check(_ servers: String, _ expected: [Expected]) async {
            await ManifestCase.check(
                "schedules:\n  a: { servers: \(servers), schedule: \"0 4 * * *\", steps: [{ power: stop }] }\n",
                expected)
        }
        await check("[all, name:a-*, \"! node:n1\", 1a7ce997]", [])
        await check("[1️⃣nam:a]", [.error(1, .badServerSelector, "begins with 'nam:'")])
        await check("[all, 1️⃣\"!\"]", [.error(1, .badServerSelector, "names no server")])
        await check("[all, 1️⃣\"name:\"]", [.error(1, .badServerSelector, "names no server")])
        await check("[1️⃣\"!name:a\"]", [.error(1, .badServerSelector, "only takes servers out")])
        await check("1️⃣[]", [.error(1, .valueOutOfRange, "must not be empty")])
    }

    @Test("have keys of their own in the project, and names that others may have too")
    func keysAndNames() async {
        await ManifestCase.check(
            """
            tasks:
              2️⃣a: { schedule: "0 4 * * *", task: { type: backup, data: { servers: [all] } } }
            schedules:
              1️⃣a: { servers: [all], schedule: "0 4 * * *", steps: [{ power: stop }] }
            """, [.error(1, .duplicateKey, "the key 'a' twice", notes: [2])])
        await ManifestCase.check(
            """
            schedules:
              a: { name: Restart, servers: [x], schedule: "0 4 * * *", steps: [{ power: stop }] }
              b: { name: Restart, servers: [y], formerly: [a], schedule: "0 4 * * *", steps: [{ power: stop }] }
            """)
    }

    @Test("cannot be depended on")
    func dependencies() async {
        await ManifestCase.check(
            """
            tasks:
              a:
                schedule: "0 4 * * *"
                depends_on: [1️⃣b]
                task: { type: backup, data: { servers: [all] } }
            schedules:
              2️⃣b: { servers: [all], schedule: "0 4 * * *", steps: [{ power: stop }] }
            """, [.error(1, .unknownDependency, "a schedule that the panel runs by itself", notes: [2])])
    }

    @Test(
        "have no marker in their name, whole or damaged: phoenix writes it itself",
        arguments: [
            "Nightly {phx net/nightly 1.x4QzpaB2kLmN9oP}", "{phx", "Nightly {PHX net/night", "phx net/nightly",
            "(phx net/nightly 1.x4QzpaB2kLmN9oP)", "Nightly net/nightly !s1.x4QzpaB2kLmN9oP}",
        ])
    func nameWithMarker(name: String) async {
        await ManifestCase.check(
            entry("name: 1️⃣\"\(name)\""),
            [.error(1, .ownershipUnreadable, "which would be taken for a marker")])
    }

    @Test("have any other name, and none that a panel would show as another one")
    func nameWithoutMarker() async {
        for name in ["Nightly {x}", "phx", "net/nightly", "Restart eu/west 1.20", "p{h}x", "{ph x}"] {
            await ManifestCase.check(entry("name: \"\(name)\""))
            let found = ScheduleName(name, on: "1a7ce997", commandPaths: [])
            #expect(found.text == name && found.ownership == .none)
        }
    }

    @Test("have a name that fits with its marker into 191 characters")
    func nameLength() async {
        // " {phx default/restart 1." and 15 characters of digests and the brace.
        let longest = 191 - (24 + 15 + 1)
        await ManifestCase.check(entry("name: \(String(repeating: "n", count: longest))"))
        await ManifestCase.check(
            entry("name: 1️⃣\(String(repeating: "n", count: longest + 1))"),
            [.error(1, .scheduleNameTooLong, "too long by 1 characters")])
        await ManifestCase.check(
            entry("protect: true\nname: 1️⃣\(String(repeating: "n", count: longest))"),
            [.error(1, .scheduleNameTooLong, "too long by 1 characters")])
    }
}
