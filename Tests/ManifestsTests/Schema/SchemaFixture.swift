import Testing

/// A manifest that the schema and the loader must agree on.
struct SchemaFixture: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String

    var testDescription: String { name }

    /// A task with these lines beside a fitting schedule and task.
    private static func task(_ name: String, _ lines: String) -> Self {
        .init(
            name: name,
            text: """
                tasks:
                  a:
                    schedule: "0 2 * * *"
                    task: { type: backup, data: { servers: [all] } }
                    \(lines.replacing("\n", with: "\n    "))

                """)
    }

    private static func data(_ name: String, _ type: String, _ data: String) -> Self {
        .init(
            name: name, text: "tasks: { a: { schedule: \"0 2 * * *\", task: { type: \(type), data: { \(data) } } } }\n")
    }

    private static func probe(_ name: String, _ probe: String) -> Self {
        .init(name: name, text: "services: { a: { name: Wings Daemon, config: { probe: { \(probe) } } } }\n")
    }

    /// A schedule of the panel with these steps.
    private static func steps(_ name: String, _ steps: String) -> Self {
        .init(name: name, text: "schedules: { a: { servers: [all], schedule: \"0 4 * * *\", steps: \(steps) } }\n")
    }

    static let good: [SchemaFixture] = [
        steps(
            "a schedule of the panel",
            "[{ countdown: [90, 1m], command: \"say ${left}\" }, { power: stop }, { at: 4m, backup: { ignored: [a] } }, "
                + "{ after: 1m, delete_files: [b], continue_on_failure: true }]"),
        .init(
            name: "a schedule that leaves its servers to the defaults",
            text: "defaults: { servers: [all], only_when_online: true }\n"
                + "schedules: { a: { schedule: \"0 4 * * *\", steps: [{ power: stop }] } }\n"),
        task("text that looks like a number", "name: 08"),
        task("text that looks like a boolean", "name: true"),
        task("an empty value", "description:"),
        task("null for a default", "timeout: null\nenabled: ~"),
        task("a substitution for a number", "timeout: \"${env:PHOENIX_TEST_NUMBER:-60}\""),
        task("a substitution for a boolean", "enabled: ${env:PHOENIX_TEST_BOOLEAN:-true}"),
        task("a substitution for a word", "overlap: ${env:PHOENIX_TEST_WORD:-queue}"),
        task("ignored fields in both forms", "ignore: [description, { field: enabled, until: 2199-12-01 }]"),
        task("former keys", "formerly: [b, c.d-e_f]"),
        task("everything", "timeout: 86400\noverlap: allow\nmisfire: run_once\nprotect: true\ntimezone: UTC"),
        data("a command", "server_command", "servers: [all], command: restart, delay_between: 0, mode: power"),
        data("an update", "update", "servers: [a], method: reinstall, variables: { A_1: x }, backup_first: true"),
        data("statistics", "statistics", "servers: [a], metrics: [cpu, uptime], retention_days: 365"),
        data("a clean-up", "cleanup", "servers: [a], patterns: ['*.log'], directory: /x, max_files: 1, dry_run: false"),
        data("numbers for servers", "backup", "servers: [1, 2], ignored: [3]"),
        data(
            "a sequence", "sequence",
            """
            servers: [a], steps: [{ command: 1 }, { power: stop, continue_on_failure: true }, { wait: 5 },
            { wait_for: { state: offline } }, { backup: { keep: 3 } }, { backup: {} }]
            """),
        data(
            "steps that say when they start", "sequence",
            "servers: [a], steps: [{ after: 90, command: a }, { at: 4m, power: stop }, "
                + "{ countdown: [1h, \"90s\", 1], command: \"say ${left}\" }]"),
        data("a step with an empty key", "sequence", "servers: [a], steps: [{ wait: 5, continue_on_failure: }]"),
        probe("a Wings probe", "type: wings, url: 'https://node1.example.com', token: x, interval: 10"),
        probe("a Redis probe", "type: redis, host: 10.0.0.1, port: 6379, queues: [high]"),
        .init(
            name: "free keys of a config",
            text: "services: { a: { name: Wings Daemon, config: { colour: [1, x, { y: ~ }] } } }\n"),
        .init(
            name: "for_each",
            text: """
                tasks:
                  "a-${n}-${m}":
                    for_each: { n: [1, 2], m: [x, true] }
                    schedule: "0 2 * * *"
                    task: { type: backup, data: { servers: ["${n}"] } }

                """),
        .init(
            name: "notifications and defaults",
            text: """
                project: skyblock
                project_formerly: [sky]
                defaults: { timezone: UTC, notify: [ops], timeout: 60 }
                notifications:
                  ops: { type: webhook, url: "https://example.com/hook", on: [failed] }
                tasks:
                  a: { schedule: "0 2 * * *", task: { type: backup, data: { servers: [all] } } }

                """),
        .init(
            name: "values, patches and free keys",
            text: """
                panel: [prod, "https://panel.example.com"]
                x-anchors: { a: [1] }
                values: { keep: 7, list: [a], data: { servers: [a] }, servers: [{ id: a, at: "0 1 * * *" }] }
                defaults: { schedule: "0 2 * * *", protect: false, task: { type: backup } }
                services: { a-service: { name: Wings Daemon } }
                tasks:
                  a: { notify: "${values.none:-${values.no}}", task: { data: "${values.data}" }, formerly: [] }
                  "b-${s.id}":
                    for_each: { s: "${values.servers}" }
                    schedule: "${s.at}"
                    task: { type: backup, data: { servers: "${values.list}", keep: "${values.keep}" } }
                patches:
                  a: { notify: , timeout: 5, task: { data: { keep: 3, locked: ~ } } }
                  "b-*": ~

                """),
        .init(name: "one panel", text: "panel: prod\ntasks: {}\n"),
        .init(
            name: "for_each with exceptions",
            text: """
                tasks:
                  "a-${n}":
                    for_each: { n: [1, 2] }
                    except: [{ n: 2 }]
                    schedule: "0 2 * * *"
                    task: { type: backup, data: { servers: ["${n}"] } }

                """),
        .init(
            name: "anchors and merges",
            text: """
                tasks:
                  a: &a { schedule: "0 2 * * *", task: { type: backup, data: { servers: [all] } } }
                  b: { <<: *a, timeout: 60 }

                """),
    ]

    static let bad: [SchemaFixture] = [
        steps("a step of the panel that does nothing", "[{ after: 1m }]"),
        steps("a step of the panel that waits", "[{ wait: 60 }]"),
        steps("a power signal that no panel has", "[{ power: reboot }]"),
        steps("a schedule without steps", "[]"),
        .init(
            name: "a schedule without servers",
            text: "schedules: { a: { schedule: \"0 4 * * *\", steps: [{ power: stop }] } }\n"),
        .init(
            name: "a schedule that reports its runs",
            text:
                "schedules: { a: { servers: [all], schedule: \"0 4 * * *\", steps: [{ power: stop }], notify: [] } }\n"),
        .init(name: "an unknown section", text: "task: {}\n"),
        .init(name: "a project with capitals", text: "project: Skyblock\ntasks: {}\n"),
        .init(name: "a list for the document", text: "- a\n"),
        .init(name: "a list for the tasks", text: "tasks: [a]\n"),
        .init(
            name: "a key with a space",
            text: "tasks: { a b: { schedule: '0 2 * * *', task: { type: backup, data: { servers: [a] } } } }\n"),
        .init(name: "no schedule", text: "tasks: { a: { task: { type: backup, data: { servers: [all] } } } }\n"),
        .init(name: "no task", text: "tasks: { a: { schedule: '0 2 * * *' } }\n"),
        .init(name: "an empty task", text: "tasks: { a: { schedule: '0 2 * * *', task: } }\n"),
        .init(name: "a notification without its URL", text: "notifications: { a: { type: discord } }\n"),
        .init(
            name: "a notification of another type",
            text: "notifications: { a: { type: mail, url: 'https://a.example' } }\n"),
        .init(name: "a name in the defaults", text: "defaults: { name: x }\n"),
        .init(name: "data in the defaults", text: "defaults: { task: { type: backup, data: { keep: 1 } } }\n"),
        .init(name: "a list of values", text: "values: [a]\ntasks: {}\n"),
        .init(name: "a list of patches", text: "patches: [a]\ntasks: {}\n"),
        .init(name: "a patch that is a list", text: "patches: { a: [b] }\ntasks: {}\n"),
        .init(name: "a patch for a key with capitals", text: "patches: { A: { timeout: 5 } }\ntasks: {}\n"),
        .init(name: "a mapping for the panel", text: "panel: { a: b }\ntasks: {}\n"),
        .init(name: "no panel at all", text: "panel: []\ntasks: {}\n"),
        task("for_each over lists", "for_each: { n: [[a]] }"),
        task("an exception that is a text", "for_each: { n: [a] }\nexcept: [a]"),
        .init(name: "a schedule for a service", text: "services: { a: { schedule: '0 2 * * *' } }\n"),
        task("an unknown key", "shedule: x"),
        task("yes for true", "enabled: yes"),
        task("a number as text", "timeout: \"sixty\""),
        task("a number out of range", "timeout: 86401"),
        task("half a number", "timeout: 1.5"),
        task("an unknown word", "overlap: never"),
        task("text for a list", "depends_on: b"),
        task("a list for text", "name: [a]"),
        task("a mapping for text", "description: { a: b }"),
        task("an ignored field that is none", "ignore: [keep]"),
        task("an ignored field without its name", "ignore: [{ reason: x }]"),
        task("a day that is none", "ignore: [{ field: enabled, until: tomorrow }]"),
        task("a former key with capitals", "formerly: [B]"),
        task("for_each with a text", "for_each: { n: x }"),
        task("for_each with a name that is none", "for_each: { 'n-1': [x] }"),
        data("an unknown type", "back-up", "servers: [all]"),
        data("no servers", "backup", "keep: 7"),
        data("an empty list of servers", "backup", "servers: []"),
        data("a key of another type", "backup", "servers: [all], command: restart"),
        data("no command", "server_command", "servers: [all]"),
        data("too many to keep", "backup", "servers: [all], keep: 1001"),
        data("a pattern that goes up", "cleanup", "servers: [all], patterns: [../x]"),
        data("a relative directory", "cleanup", "servers: [all], patterns: [x], directory: logs"),
        data("a directory that goes up", "cleanup", "servers: [all], patterns: [x], directory: /logs/.."),
        data("a variable in lower case", "update", "servers: [all], variables: { a: x }"),
        data("an unknown metric", "statistics", "servers: [all], metrics: [gpu]"),
        data("a time span that is none", "sequence", "servers: [all], steps: [{ after: 1.5m, power: stop }]"),
        data("a time span of days", "sequence", "servers: [all], steps: [{ at: 1d, power: stop }]"),
        data("a countdown without times", "sequence", "servers: [all], steps: [{ countdown: [], command: a }]"),
        data("a sequence without steps", "sequence", "servers: [all], steps: []"),
        data("a step that does nothing", "sequence", "servers: [all], steps: [{ continue_on_failure: true }]"),
        data("a step that does two things", "sequence", "servers: [all], steps: [{ wait: 5, power: stop }]"),
        data("a step without a value", "sequence", "servers: [all], steps: [{ backup: }]"),
        data("a step that is text", "sequence", "servers: [all], steps: [restart]"),
        data("a state that no server has", "sequence", "servers: [all], steps: [{ wait_for: { state: up } }]"),
        data("a power signal that panels do not have", "sequence", "servers: [all], steps: [{ power: reboot }]"),
        probe("a probe without a type", "host: a"),
        probe("a probe without a host", "type: sftp"),
        probe("a probe with a key of another type", "type: sftp, host: a, password: x"),
        probe("a URL of another kind", "type: wings, url: 'ftp://a'"),
        probe("a host with a path", "type: sftp, host: a/b"),
        probe("a port out of range", "type: sftp, host: a, port: 65536"),
    ]
}
