import Diagnostics
import Manifests
import PhoenixModel
import Testing

@Suite("Values")
struct ValueTests {
    /// A task whose block has these lines too.
    private func task(_ lines: String..., data: String = "servers: [all]", type: String = "backup") -> String {
        let more = lines.map { "    \($0)\n" }.joined()
        return "tasks:\n  t:\n    schedule: \"0 2 * * *\"\n\(more)    task: { type: \(type), data: { \(data) } }\n"
    }

    @Test("a plain scalar is read by the type of its field")
    func byType() async {
        let loaded = await ManifestCase.check(
            """
            tasks:
              "08":
                name: 08
                description: true
                schedule: 0 2 * * *
                timeout: 60
                enabled: false
                task: { type: server_command, data: { servers: [1, 1e3, yes], command: no, delay_between: 0 } }
            services:
              free: { name: 1.50, config: { a: 1, b: 08, c: true, d: yes, e: 1.5, f: "1", g: null, h: ~, i: .inf, j: -2 } }
            """)
        let objects = loaded.desired?.objects ?? []
        #expect(objects.map(\.key) == ["08", "free"])
        #expect(objects.first?.fields.name == "08")
        #expect(objects.first?.fields.description == "true")
        #expect(objects.first?.fields.timeout == 60)
        #expect(
            objects.first?.fields.task == [
                "type": "server_command",
                "data": ["servers": ["1", "1e3", "yes"], "command": "no", "delay_between": 0],
            ])
        #expect(objects.last?.fields.name == "1.50")
        #expect(
            objects.last?.fields.config
                == .map([
                    "a": 1, "b": "08", "c": true, "d": "yes", "e": .number(1.5), "f": "1", "i": ".inf", "j": -2,
                ]))
    }

    @Test(
        "a number that is written in another way is an error that says which one",
        arguments: [
            ("1️⃣08", DiagnosticCode.leadingZero, "leading zero, and some programs read such a number in base 8", "8"),
            ("1️⃣010", .leadingZero, "leading zero", ""), ("1️⃣\"07\"", .wrongType, "not the text \"07\"", "7"),
            ("1️⃣\"010\"", .wrongType, "not the text", ""),
            ("1️⃣5m", .wrongType, "not '5m'", ""),
            ("1️⃣007", .leadingZero, "leading zero", "7"), ("1️⃣\"8\"", .wrongType, "not the text \"8\"", "8"),
            ("1️⃣1_0", .wrongType, "not '1_0'", "10"), ("1️⃣+8", .wrongType, "not '+8'", "8"),
            ("1️⃣8.0", .wrongType, "not '8.0'", "8"), ("1️⃣0x10", .wrongType, "not '0x10'", ""),
            ("1️⃣eight", .wrongType, "a whole number from 1 to 1000, not 'eight'", ""),
            ("1️⃣true", .wrongType, "not 'true'", ""), ("1️⃣[8]", .wrongType, "not a list", ""),
            ("1️⃣0", .valueOutOfRange, "from 1 to 1000, not 0", ""), ("1️⃣1001", .valueOutOfRange, "not 1001", ""),
            ("1️⃣-1", .valueOutOfRange, "not -1", ""),
            ("1️⃣99999999999999999999", .valueOutOfRange, "from 1 to 1000", ""),
        ])
    func numbers(_ written: String, _ code: DiagnosticCode, _ message: String, _ fix: String) async {
        await ManifestCase.check(
            task(data: "servers: [all], keep: \(written)"), [.error(1, code, message, fix: fix)])
    }

    @Test(
        "durations with a unit are errors with the seconds as a fix",
        arguments: [("60s", "60"), ("2m", "120"), ("1h", "3600")])
    func durations(_ written: String, _ fix: String) async {
        await ManifestCase.check(task("timeout: 1️⃣\(written)"), [.error(1, .wrongType, "'timeout'", fix: fix)])
    }

    @Test(
        "booleans are true and false only",
        arguments: [
            ("yes", "true"), ("on", "true"), ("No", "false"), ("off", "false"), ("True", "true"), ("1", "true"),
            ("\"true\"", "true"), ("maybe", ""), ("[true]", ""),
        ])
    func booleans(_ written: String, _ fix: String) async {
        await ManifestCase.check(
            task("enabled: 1️⃣\(written)"), [.error(1, .wrongType, "'enabled' must be true or false", fix: fix)])
    }

    @Test("an empty value, null and ~ are absent")
    func absent() async {
        let loaded = await ManifestCase.check(
            task("name:", "enabled: ~", "timeout: null", "depends_on:", data: "servers: [all], keep:"))
        #expect(loaded.desired?.objects.first?.fields.name == "t")
        #expect(loaded.desired?.objects.first?.fields.enabled == true)
        #expect(loaded.desired?.objects.first?.fields.task == ["type": "backup", "data": ["servers": ["all"]]])
        await ManifestCase.check(
            "tasks:\n  1️⃣t:\n    schedule:\n    task: { type: backup, data: { servers: [all] } }\n",
            [.error(1, .missingKey, "task 't' lacks 'schedule'")])
        await ManifestCase.check(
            task(data: "servers: [all, 1️⃣~]"),
            [.error(1, .wrongType, "'task.data.servers[1]' must be text, not nothing")])
    }

    @Test("values of the wrong kind are errors with what was expected and found")
    func kinds() async {
        await ManifestCase.check(
            """
            project: 1️⃣[a]
            defaults: 2️⃣none
            notifications: { ops: 3️⃣hook }
            services: { wings: 4️⃣Wings }
            tasks:
              a: 5️⃣backup
              6️⃣b:
              c: { schedule: 7️⃣{ x: y }, task: 8️⃣backup }
              d: { schedule: "0 2 * * *", task: { type: backup, data: { servers: 9️⃣all } } }
            """,
            [
                .error(1, .wrongType, "'project' must be text, not a list"),
                .error(2, .wrongType, "'defaults' must be a mapping, not 'none'"),
                .error(3, .wrongType, "'notifications.ops' must be a mapping, not 'hook'"),
                .error(4, .wrongType, "service 'wings' must be a mapping, not 'Wings'"),
                .error(5, .wrongType, "task 'a' must be a mapping, not 'backup'"),
                .error(6, .missingKey, "the task 'b' is empty"),
                .error(7, .wrongType, "'schedule' must be text, not a mapping"),
                .error(8, .wrongType, "'task' must be a mapping, not 'backup'"),
                .error(9, .wrongType, "'task.data.servers' must be a list, not 'all'", fix: "[all]"),
            ])
    }

    @Test("an unknown key is an error with the closest one, at every level")
    func unknownKeys() async {
        await ManifestCase.check(
            """
            1️⃣taks: {}
            defaults: { 2️⃣timezon: UTC }
            services: { wings: { name: W, 3️⃣protect: true, config: { probe: { type: sftp, host: h, 4️⃣prot: 22 } } } }
            tasks:
              a: { 5️⃣cron: "0 2 * * *", 6️⃣dependsOn: [], task: { type: backup, data: { servers: [all], 7️⃣kep: 1 } } }
              b: { schedule: "0 2 * * *", 8️⃣servers: [all], 9️⃣task: { type: backup, 0️⃣zzz: 1 } }
            """,
            [
                .error(1, .unknownKey, "a manifest has no key 'taks'", covers: "taks", fix: "tasks"),
                .error(2, .unknownKey, "'defaults' has no key 'timezon'", fix: "timezone"),
                .error(3, .unknownKey, "service 'wings' has no key 'protect'", fix: ""),
                .error(4, .unknownKey, "'config.probe' has no key 'prot'", fix: "port"),
                .error(5, .unknownKey, "task 'a' has no key 'cron'", fix: "schedule"),
                .error(6, .unknownKey, "no key 'dependsOn'", fix: "depends_on"),
                .error(7, .unknownKey, "'task.data' has no key 'kep'", fix: "keep"),
                .error(8, .unknownKey, "'servers' belongs under 'task.data'"),
                .error(9, .missingKey, "'task' lacks 'data'"),
                .error(0, .unknownKey, "'task' has no key 'zzz'"),
            ])
    }

    @Test("every missing key is said once")
    func missing() async {
        await ManifestCase.check(
            """
            notifications: { 1️⃣ops: { type: discord } }
            tasks:
              2️⃣a: {}
              b: { schedule: "0 2 * * *", task: { type: server_command, 3️⃣data: {} } }
              c: { schedule: "0 2 * * *", 4️⃣task: { data: {} } }
              d: { schedule: "0 2 * * *", task: { type: 5️⃣bakup, data: { nonsense: 1 } } }
            """,
            [
                .error(1, .missingKey, "'notifications.ops' lacks 'url'"),
                .error(2, .missingKey, "task 'a' lacks 'schedule'"), .error(2, .missingKey, "task 'a' lacks 'task'"),
                .error(3, .missingKey, "'task.data' lacks 'command'"),
                .error(3, .missingKey, "'task.data' lacks 'servers'"), .error(4, .missingKey, "'task' lacks 'type'"),
                .error(5, .valueOutOfRange, "must be one of", fix: "backup"),
            ])
    }

    @Test("keys and names of projects follow their grammar, and a fit one is offered")
    func keys() async {
        await ManifestCase.check(
            """
            project: 1️⃣My Network
            tasks:
              2️⃣Nightly Backup: \(good)
              3️⃣-x: \(good)
              4️⃣\(String(repeating: "k", count: 64)): \(good)
              \(String(repeating: "k", count: 63)): \(good)
            """,
            [
                .error(1, .badKey, "'My Network'", covers: "My Network", fix: "my-network"),
                .error(2, .badKey, "'Nightly Backup'", fix: "nightly-backup"), .error(3, .badKey, "'-x'", fix: "x"),
                .error(4, .badKey, "kkk", fix: String(repeating: "k", count: 63)),
            ])
    }

    private let good = "{ schedule: \"0 2 * * *\", task: { type: backup, data: { servers: [all] } } }"

    @Test("texts keep to their rules")
    func texts() async {
        let long = String(repeating: "n", count: 192)
        await ManifestCase.check(
            """
            services:
              a: { name: 1️⃣"" }
              b: { name: 2️⃣"a\\u0007b" }
              c: { name: 3️⃣\(long) }
            notifications: { x: { type: webhook, url: 4️⃣ftp://x } }
            tasks:
              t:
                schedule: "0 2 * * *"
                overlap: 5️⃣ski
                task: { type: cleanup, data: { servers: 6️⃣[], patterns: [7️⃣"a/../b"], directory: 8️⃣etc } }
            """,
            [
                .error(1, .valueOutOfRange, "'name' must not be empty"),
                .error(2, .valueOutOfRange, "must not have control characters"),
                .error(3, .valueOutOfRange, "must have at most 191 characters, not 192"),
                .error(4, .valueOutOfRange, "'notifications.x.url' must be a URL"),
                .error(5, .valueOutOfRange, "must be one of skip, queue, allow, not 'ski'", fix: "skip"),
                .error(6, .valueOutOfRange, "'task.data.servers' must not be empty"),
                .error(7, .valueOutOfRange, "must not have '..'"),
                .error(8, .valueOutOfRange, "must start with '/'"),
            ])
    }

    @Test("a step of a sequence does exactly one thing")
    func steps() async {
        await ManifestCase.check(
            """
            tasks:
              t:
                schedule: "0 2 * * *"
                task:
                  type: sequence
                  data:
                    servers: [all]
                    steps:
                      - command: say hi
                      - 1️⃣continue_on_failure: true
                      - command: stop
                        2️⃣wait: 5
                      - 3️⃣comand: say hi
                      - backup:4️⃣
                      - power: 5️⃣reboot
                      - 6️⃣wait_for: { timeout: 5 }
                      - wait: 7️⃣5m
                      - 8️⃣restart
            """,
            [
                .error(1, .missingKey, "'task.data.steps[1]' must have one of the keys command, power, wait, wait_for"),
                .error(
                    2, .valueOutOfRange,
                    "must have only one of the keys command, power, wait, wait_for, backup, not command and wait"),
                .error(3, .unknownKey, "'task.data.steps[3]' has no key 'comand'", fix: "command"),
                .error(4, .wrongType, "'task.data.steps[4].backup' must be a mapping, not nothing"),
                .error(5, .valueOutOfRange, "must be one of start, stop, restart, kill, not 'reboot'"),
                .error(6, .missingKey, "'task.data.steps[6].wait_for' lacks 'state'"),
                .error(7, .wrongType, "'task.data.steps[7].wait' must be a whole number", fix: "300"),
                .error(8, .wrongType, "'task.data.steps[8]' must be a mapping, not 'restart'"),
            ])
    }

    @Test("what breaks a rule is found behind aliases, merge keys and substitution, and in keys")
    func places() async {
        await ManifestCase.check(
            """
            tasks:
              a:
                schedule: "0 2 * * *"
                task: { type: backup, data: &data { servers: [all, 1️⃣"", x], ignored: [7️⃣"${env:UNSET:-..}"] } }
              b: { schedule: "0 2 * * *", task: { type: backup, data: { <<: *data, keep: 2️⃣0, ignored: 3️⃣[] } } }
              c:
                schedule: "0 2 * * *"
                task:
                  type: update
                  data:
                    servers: [all]
                    variables: { 4️⃣"${env:UNSET:-a b}": x, B: 5️⃣[], 6️⃣c: y }
            """,
            [
                .error(1, .valueOutOfRange, "'task.data.servers[1]' must not be empty"),
                .error(7, .valueOutOfRange, "'task.data.ignored[0]' must not have '..'"),
                .error(2, .valueOutOfRange, "'task.data.keep' must be a whole number from 1 to 1000, not 0"),
                .error(3, .valueOutOfRange, "'task.data.ignored' must not be empty"),
                .error(4, .valueOutOfRange, "has a name that must have only the letters A-Z, digits and '_'"),
                .error(5, .wrongType, "'task.data.variables.B' must be text, not a list"),
                .error(6, .valueOutOfRange, "'task.data.variables.c' has a name that must have only the letters A-Z"),
            ])
    }

    @Test("what cannot be read does not hide what breaks a rule beside it")
    func readAndJudged() async {
        await ManifestCase.check(
            task(data: "servers: [all, 1️⃣~, 2️⃣\"\"], keep: 3️⃣many, ignored: [\"4️⃣${env:UNSET}\", 5️⃣..], 6️⃣kep: 1"),
            [
                .error(1, .wrongType, "'task.data.servers[1]' must be text, not nothing"),
                .error(2, .valueOutOfRange, "'task.data.servers[2]' must not be empty"),
                .error(3, .wrongType, "'task.data.keep' must be a whole number"),
                .error(4, .undefinedVariable, "UNSET"),
                .error(5, .valueOutOfRange, "'task.data.ignored[1]' must not have '..'"),
                .error(6, .unknownKey, "'task.data' has no key 'kep'", fix: "keep"),
            ])
    }

    @Test("what is misspelled or misplaced is not missing too")
    func misspelled() async {
        await ManifestCase.check(
            """
            tasks:
              a: { schedule: "0 2 * * *", task: { type: server_command, data: { 1️⃣sevrers: [all], command: stop } } }
              b: { schedule: "0 2 * * *", task: { type: backup, 2️⃣servers: [all] } }
              c: { schedule: "0 2 * * *", task: { type: backup, 3️⃣dat: { servers: [all] } } }
            """,
            [
                .error(1, .unknownKey, "'task.data' has no key 'sevrers'", fix: "servers"),
                .error(2, .unknownKey, "'servers' belongs under 'task.data'"),
                .error(3, .unknownKey, "'task' has no key 'dat'", fix: "data"),
            ])
    }

    @Test("names and descriptions are trimmed as panels trim them")
    func trimming() async {
        let loaded = await ManifestCase.check(
            task("name: \"  A b \\u2003\"", "description: |", "  line 1", "  line 2", ""))
        #expect(loaded.desired?.objects.first?.fields.name == "A b")
        #expect(loaded.desired?.objects.first?.fields.description == "line 1\nline 2")
    }

    @Test("a task manages every field, a service what it writes")
    func managed() async {
        let loaded = await ManifestCase.check(
            "services:\n  wings: { name: Wings Daemon }\n  sftp:\n" + task(), [])
        let objects = loaded.desired?.objects ?? []
        #expect(objects.map(\.key) == ["sftp", "t", "wings"])
        #expect(objects[0].isReference && objects[0].fields.name == "sftp")
        #expect(objects[2].isReference && objects[2].fields == ServiceFields(name: "Wings Daemon"))
        for field in Field.all(of: .scheduled) where ![.name, .schedule, .task].contains(field) {
            #expect(objects[1].fields.canonicalValue(of: field) == ServiceFields.defaultValue(of: field), "\(field)")
        }
        #expect(objects[1].fieldSpans.map(\.field) == [.schedule, .task])
        #expect(objects[1].span(of: .schedule).start == SourceLocation(line: 6, column: 5))
        #expect(objects[1].span(of: .overlap) == objects[1].span)
    }

    @Test("defaults hold for the tasks of their file, and a task's own value wins")
    func defaults() async {
        let loaded = await ManifestCase.check(files: [
            "a.yaml": """
            notifications: { ops: { type: discord, url: "https://discord.example/x" } }
            defaults: { timezone: Europe/Berlin, overlap: queue, misfire: run_once, timeout: 60, notify: [ops] }
            tasks:
              a: \(good)
              b: { timezone: UTC, overlap: skip, misfire: skip, timeout: 5, notify: [], \(good.dropFirst(2))
            services: { s: { name: S } }
            """,
            "b.yaml": "tasks: { c: \(good) }",
        ])
        let objects = loaded.desired?.objects ?? []
        #expect(objects.map(\.fields.timezone) == ["Europe/Berlin", "UTC", "UTC", nil])
        #expect(objects.map(\.fields.overlap) == ["queue", "skip", "skip", nil])
        #expect(objects.map(\.fields.misfire) == ["run_once", "skip", "skip", nil])
        #expect(objects.map(\.fields.timeout) == [60, 5, 3_600, nil])
        let ops: Value = [["type": "discord", "url": "https://discord.example/x"]]
        #expect(objects.map(\.fields.notify) == [ops, [], [], nil])
    }
}
