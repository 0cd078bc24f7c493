import Cron
import Diagnostics
import Manifests
import PhoenixModel
import Testing

@Suite("Schedules and time zones")
struct ScheduleTests {
    private func task(_ schedule: String, key: String = "t", more: String = "") -> String {
        "tasks:\n  \(key):\n    schedule: \(schedule)\n\(more)    task: { type: backup, data: { servers: [all] } }\n"
    }

    private func schedule(_ loaded: LoadedManifests) -> String? { loaded.desired?.objects.first?.fields.schedule }

    @Test(
        "the wanted schedule is the canonical form",
        arguments: [
            ("\"*/30 2 * * SUN\"", "0,30 2 * * 0"), ("\"*/1 * * * *\"", "* * * * *"), ("\"@daily\"", "0 0 * * *"),
            ("  0   2 * * THU", "0 2 * * 4"),
        ])
    func canonical(_ written: String, _ canonical: String) async {
        #expect(schedule(await ManifestCase.check(task(written))) == canonical)
    }

    @Test("an error points at the very field, plain or quoted, and offers what to write")
    func errors() async {
        await ManifestCase.check(
            task("0 1️⃣25 * * *"), [.error(1, .invalidSchedule, "hour 25 is out of range", covers: "25", fix: "")])
        await ManifestCase.check(
            task("\"0 2 * * 1️⃣MOO\""), [.error(1, .invalidSchedule, "MOO", covers: "MOO", fix: "")])
        await ManifestCase.check(
            task("\"0 2 * * 1️⃣monday-friday\""),
            [.error(1, .invalidSchedule, "monday", covers: "monday-friday", fix: "MON-FRI")])
        await ManifestCase.check(
            task("0 2 * * 1️⃣monday-friday"),
            [.error(1, .invalidSchedule, "monday", covers: "monday-friday", fix: "\"0 2 * * MON-FRI\"")])
        await ManifestCase.check(
            task("'0 2 1️⃣31 2 *'"), [.error(1, .scheduleNeverFires, "February never has a day 31", covers: "31")])
        await ManifestCase.check(task("1️⃣\"0 2 \\x2a * MOO\""), [.error(1, .invalidSchedule, "MOO", fix: "")])
        await ManifestCase.check(task("1️⃣\"\""), [.error(1, .valueOutOfRange, "'schedule' must not be empty")])
    }

    @Test("an error in what a substitution gives points at the scalar")
    func substituted() async {
        await ManifestCase.check(
            task("1️⃣\"0 ${env:HOUR} * * *\""), [.error(1, .invalidSchedule, "hour 25", fix: "")],
            environment: ["HOUR": "25"])
    }

    @Test("what is allowed but unusual is a warning, each time it is written")
    func warnings() async {
        let loaded = await ManifestCase.check(
            task("1️⃣0 2 1 * MON"),
            [.warning(1, .unusualSchedule, "either day of month or day of week", covers: "0 2 1 * MON")])
        #expect(schedule(loaded) == "0 2 1 * 1")
    }

    @Test("H is resolved by the project and the key, the same on every run")
    func hash() async {
        let loaded = await ManifestCase.check("project: skyblock\n" + task("H H(1-3) * * 0"))
        let hash = ScheduleHash(project: "skyblock", key: "t")
        // The first 8 bytes of `printf skyblock/t/minute | sha256sum`, and of the hour.
        #expect(hash.value(for: .minute) == 0x0fce_2e14_1566_5f90)
        #expect(hash.value(for: .hour) == 0x1306_17cc_eef2_3365)
        let minute = hash.value(for: .minute) % 60
        let hour = 1 + hash.value(for: .hour) % 3
        #expect(schedule(loaded) == "\(minute) \(hour) * * 0")
    }

    @Test("a renamed task keeps its hashed times, by its oldest key")
    func renamed() async {
        let before = await ManifestCase.check(task("H H * * *", key: "oldest"))
        let after = await ManifestCase.check(task("H H * * *", key: "new", more: "    formerly: [oldest, old]\n"))
        #expect(schedule(before) == schedule(after))
        #expect(schedule(before) != schedule(await ManifestCase.check(task("H H * * *", key: "new"))))
    }

    @Test("wrong uses of H are errors at their place")
    func wrongHash() async {
        await ManifestCase.check(task("0 2 * 1️⃣H *"), [.error(1, .invalidSchedule, "H", covers: "H")])
        await ManifestCase.check(task("1️⃣H,5 2 * * *"), [.error(1, .invalidSchedule, "H")])
    }

    @Test("an unknown time zone is an error with the closest name, in tasks and defaults")
    func zones() async {
        await ManifestCase.check(
            "defaults: { timezone: 1️⃣Europe/Berln }\n" + task("0 2 * * *", more: "    timezone: 2️⃣Berlin\n"),
            [
                .error(
                    1, .unknownTimeZone, "unknown time zone 'Europe/Berln'", covers: "Europe/Berln",
                    fix: "Europe/Berlin"),
                .error(2, .unknownTimeZone, "unknown time zone 'Berlin'", fix: "Europe/Berlin"),
            ])
        await ManifestCase.check(
            task("0 2 * * *", more: "    timezone: 1️⃣../../etc/passwd\n"),
            [.error(1, .unknownTimeZone, "not an IANA time zone name")])
    }

    @Test("a valid zone that is seldom meant is a warning, each time it is written")
    func unusualZones() async {
        let text =
            task("0 2 * * *", more: "    timezone: 1️⃣EST\n")
            + "  u:\n    schedule: 0 2 * * *\n    timezone: 2️⃣EST\n"
            + "    task: { type: backup, data: { servers: [all] } }\n"
        let loaded = await ManifestCase.check(
            text,
            [
                .warning(1, .unusualTimeZone, "5 hours behind UTC all year", covers: "EST"),
                .warning(2, .unusualTimeZone, "5 hours behind UTC all year", covers: "EST"),
            ])
        #expect(loaded.desired?.objects.map(\.fields.timezone) == ["EST", "EST"])
    }

    @Test("an abbreviation of a zone gets words, and no fix", arguments: ["PST", "EDT", "GMT+2", "Asia/Beijing"])
    func abbreviations(_ zone: String) async {
        await ManifestCase.check(
            task("0 2 * * *", more: "    timezone: 1️⃣\(zone)\n"), [.error(1, .unknownTimeZone, zone, fix: "")])
    }

    @Test("a project that was renamed keeps the minutes of its H")
    func renamedProject() async {
        let task = "tasks: { t: { schedule: \"H 2 * * *\", task: { type: backup, data: { servers: [all] } } } }"
        func schedule(_ head: String) async -> String? {
            await ManifestCase.check("\(head)\n\(task)").desired?.objects.first?.fields.schedule
        }
        let before = await schedule("project: old")
        let renamed = await schedule("project: new\nproject_formerly: [old, older]")
        let unrelated = await schedule("project: new")
        #expect(before != nil && renamed == before && unrelated != before)
    }
}
