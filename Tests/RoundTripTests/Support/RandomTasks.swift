import PhoenixTestSupport
import RandomFixtures

/// Manifests with tasks of all kinds, chosen by chance, whose fields take one of a few values each.
struct RandomTasks {
    var generator: SeededGenerator

    init(seed: Int) { generator = SeededGenerator(seed: UInt64(seed)) }

    private mutating func one(of values: [String]) -> String { values.randomElement(using: &generator) ?? "" }

    /// A long text, which differs from others at its end.
    private static let long = String(repeating: "word ", count: 60)

    mutating func manifest() -> String {
        var text = "project: p\nservices: { wings: { name: Wings Daemon } }\nnotifications:\n"
        text += "  ops: { type: discord, url: \"${secret:env:OPS}\", on: [failed, missed] }\n"
        text += "  dev: { type: webhook, url: \"https://example.com/hook\" }\ntasks:\n"
        let keys = ["a", "b", "c", "d", "e"].filter { _ in Int.random(in: 0..<5, using: &generator) > 0 }
        if keys.isEmpty { text += "  {}\n" }
        var earlier = ["wings"]
        for key in keys {
            text += "  \(key):\n    schedule: \"\(one(of: Self.schedules))\"\n"
            for line in optionalLines(earlier) { text += "    \(line)\n" }
            text += "    task: \(one(of: Self.tasks))\n"
            earlier.append(key)
        }
        return text
    }

    private mutating func optionalLines(_ earlier: [String]) -> [String] {
        let dependency = one(of: earlier)
        let lines = [
            "name: \(one(of: ["One", "Two", "Three", "Four"])) \(Int.random(in: 0..<1_000_000, using: &generator))",
            "description: \"\(one(of: ["", " text ", "a\\nb", "a\\\\nb", "\\\"", Self.long + "1", Self.long + "2", "…"]))\"",
            "timezone: \(one(of: ["UTC", "Europe/Berlin", "Asia/Kathmandu"]))",
            "overlap: \(one(of: ["skip", "queue", "allow"]))", "misfire: \(one(of: ["skip", "run_once"]))",
            "timeout: \(one(of: ["60", "3600"]))", "depends_on: [\(dependency)]",
            "notify: \(one(of: ["[]", "[ops]", "[dev, ops]"]))",
        ]
        return lines.filter { _ in Bool.random(using: &generator) }
    }

    private static let schedules = [
        "0 2 * * *", "*/30 * * * *", "0,30 * * * *", "0 0 * * SUN", "@weekly", "@daily", "15 3 1,15 * *", "H 4 * * *",
        "0 12 L * *", "5-55/10 8-18 * * 1-5",
    ]

    private static let tasks = [
        "{ type: backup, data: { servers: [all] } }", "{ type: backup, data: { servers: [b, a], keep: 7 } }",
        "{ type: backup, data: { servers: [a, b, a], keep: 7, wait: true, ignored: ['*.log'] } }",
        "{ type: server_command, data: { servers: [all], command: \"say \\\"hi\\\"\" } }",
        "{ type: server_command, data: { servers: [all], command: \"say hi\", delay_between: 5 } }",
        "{ type: cleanup, data: { servers: [x], patterns: ['a', 'b'], older_than_days: 3 } }",
        "{ type: sequence, data: { servers: [x], steps: [{ command: \"say \\\"hi\\\"\" }, { wait: 5 }, { power: stop }] } }",
        "{ type: sequence, data: { servers: [x], delay_between: 1, steps: [{ backup: { wait: true } }, { wait: 5 }] } }",
        "{ type: statistics, data: { servers: [x], metrics: [memory, cpu] } }",
        "{ type: update, data: { servers: [x], variables: { A: \"\(long)1\", B: \"2\" } } }",
        "{ type: update, data: { servers: [x], variables: { A: \"\(long)2\", B: \"2\" } } }",
    ]
}
