import Diagnostics
import Manifests
import Testing

@Suite("Heavy starts in one minute")
struct HeavyStartsTests {
    private static let backup = "task: { type: backup, data: { servers: [all] } }"

    private static func tasks(_ count: Int, _ schedule: String, _ task: String = backup) -> String {
        (0..<count).map { "  t\($0): { \($0 == 0 ? "1️⃣" : "")schedule: \"\(schedule)\", \(task) }\n" }.joined()
    }

    @Test("more than four are a warning at the first of them, which says when, who and what to do")
    func tooMany() async {
        await ManifestCase.check("tasks:\n\(Self.tasks(4, "0 2 * * *"))")
        let loaded = await ManifestCase.check(
            "tasks:\n\(Self.tasks(5, "0 2 * * *"))",
            [
                .warning(
                    1, .heavyStarts,
                    "5 backups, updates and restarts start at 2026-11-24 02:00 UTC, which is more than 4; so have 30 "
                        + "other minutes of 31 days: 't0', 't1', 't2' and 2 more")
            ])
        #expect(loaded.diagnostics.first?.help?.contains("phoenix calendar --advise") == true)
    }

    @Test(
        "updates, restarts and sequences with either count too; what is light, off or spread does not",
        arguments: [
            ("task: { type: update, data: { servers: [all] } }", true),
            ("task: { type: server_command, data: { servers: [all], command: restart } }", true),
            ("task: { type: server_command, data: { servers: [all], command: restart, mode: console } }", false),
            ("task: { type: server_command, data: { servers: [all], command: say hello } }", false),
            ("task: { type: sequence, data: { servers: [all], steps: [{ power: restart }] } }", true),
            ("task: { type: sequence, data: { servers: [all], steps: [{ wait: 1 }, { backup: { keep: 1 } }] } }", true),
            ("task: { type: sequence, data: { servers: [all], steps: [{ power: start }] } }", false),
            ("task: { type: statistics, data: { servers: [all] } }", false), ("enabled: false, \(backup)", false),
        ])
    func heavy(task: String, isHeavy: Bool) async {
        await ManifestCase.check(
            "tasks:\n\(Self.tasks(5, "0 2 * * *", task))",
            isHeavy ? [.warning(1, .heavyStarts, "5 backups, updates and restarts")] : [])
    }

    @Test("clocks of several zones meet in one minute, and once a month is often enough")
    func zones() async {
        let zones = ["Europe/Berlin", "Europe/Paris", "Europe/Rome", "Europe/Madrid"]
        let tasks = zones.enumerated().map { index, zone in
            "  z\(index): { schedule: \"0 2 1 * *\", timezone: \(zone), \(Self.backup) }\n"
        }
        await ManifestCase.check(
            "tasks:\n  1️⃣a: { 2️⃣schedule: \"0 1 1 * *\", \(Self.backup) }\n\(tasks.joined())",
            [.warning(2, .heavyStarts, "at 2026-12-01 01:00 UTC, which is more than 4: 'a', 'z0', 'z1' and 2 more")])
    }

    @Test("the files say how many may start at once; of several numbers the lowest counts")
    func limit() async {
        await ManifestCase.check("limits: { heavy_starts: 5 }\ntasks:\n\(Self.tasks(5, "0 2 * * *"))")
        await ManifestCase.check(
            files: [
                "a.yaml": "limits: { heavy_starts: 9 }", "b.yaml": "limits: { heavy_starts: 1 }",
                "c.yaml": "tasks:\n\(Self.tasks(2, "0 2 * * *"))",
            ], [.warning(1, .heavyStarts, "2 backups, updates and restarts")])
        await ManifestCase.check(
            "limits: { heavy_starts: 1️⃣0 }\nservices: { w: {} }", [.error(1, .valueOutOfRange, "heavy_starts")])
    }

    @Test("H spreads them")
    func spread() async {
        await ManifestCase.check("tasks:\n\(Self.tasks(5, "H 2 * * *").replacing("1️⃣", with: ""))")
    }

    @Test("so many that several cores look for them are counted as few are")
    func many() async {
        // Each minute of two hours has ten, and 02:07 one more.
        let tasks = (0..<1_200).map { number in
            "  t\(10_000 + number): { \(number == 7 ? "1️⃣" : "")schedule: \"\(number % 60) \(2 + number / 60 % 2) * * *\", "
                + "timezone: \(number % 2 == 0 ? "UTC" : "Etc/UTC"), \(Self.backup) }\n"
        }
        await ManifestCase.check(
            "tasks:\n\(tasks.joined())  z: { schedule: \"7 2 * * *\", \(Self.backup) }",
            [
                .warning(
                    1, .heavyStarts,
                    "11 backups, updates and restarts start at 2026-11-24 02:07 UTC, which is more than 4; so have 3719 "
                        + "other minutes of 31 days: 't10007', 't10127', 't10247' and 8 more")
            ])
    }
}
