import Calendar
import Cron
import PhoenixModel
import PhoenixTestSupport
import Reporting
import Testing

@Suite("A calendar as text and JSON")
struct CalendarTextTests {
    /// Sunday 2027-03-28 begins in Berlin, the day on which its clock is set forward.
    private static let start: Int64 = 1_806_188_400
    private static let day = CalendarWindow(from: start, minutes: 1_440)
    private static let week = CalendarWindow(from: start, minutes: 7 * 1_440)

    private static func berlin() throws -> TimeZoneRules { try ZoneDatabase.system.zone(named: "Europe/Berlin") }

    private static func tasks() throws -> [CalendarTask] {
        let berlin = try berlin()
        func task(
            _ name: String, _ schedule: String, in zone: TimeZoneRules, takes: Double = 1, on nodes: [String]? = nil
        ) throws -> CalendarTask {
            CalendarTask(name, try CronExpression(schedule), in: zone, weight: takes, nodes: nodes)
        }
        return [
            try task("backup-lobby", "0 3 * * *", in: berlin, takes: 340, on: ["eu-1"]),
            try task("backup-survival", "0 3 * * *", in: berlin, takes: 1_260, on: ["eu-1", "eu\u{1B}2"]),
            try task("in-the-gap", "30 2 * * *", in: berlin), try task("noon", "0 12 * * 1-5", in: .utc),
            try task("wipe\u{1B}[31m\nmaps", "0 3 * * 0", in: berlin), try task("report", "*/20 9 * * *", in: berlin),
        ]
    }

    @Test("the agenda notes what a clock change shifts, and names other zones")
    func agenda() throws {
        let tasks = try Self.tasks()
        let agenda = Agenda(of: tasks, in: Self.day, limit: 100)
        let text = AgendaText(of: tasks, in: Self.day, zone: try Self.berlin(), style: .plain)
        try GoldenFile.expect(text.render(agenda), named: "calendar-agenda.txt")
        #expect(text.render(agenda).contains("02:30 does not exist on 2027-03-28, runs at 03:00"))
        let cut = Agenda(of: tasks, in: Self.day, limit: 2)
        #expect(text.render(cut).hasPrefix("1d from 2027-03-28 00:00 +01:00 (Europe/Berlin): the first 2 starts"))
        let json = CalendarJSON(of: tasks, in: Self.day, zone: try Self.berlin(), hasDurations: false)
        try GoldenFile.expect(json.value(agenda).prettyJSONText() + "\n", named: "calendar-agenda.json")
    }

    @Test("the load has the worst minutes first, and a number for every hour of the week")
    func load() throws {
        let tasks = try Self.tasks()
        let load = StartLoad(of: tasks, in: Self.week)
        let nodes = NodeLoad(of: tasks, in: Self.week)
        let text = LoadText(of: tasks, zone: try Self.berlin(), hasDurations: true, style: .plain)
        try GoldenFile.expect(text.render(load, nodes, worst: 4), named: "calendar-load.txt")
        let coloured = LoadText(of: tasks, zone: try Self.berlin(), hasDurations: false, style: .coloured)
        #expect(coloured.render(load, nodes, worst: 4).contains("\u{1B}[1;31m"))
        #expect(!coloured.render(load, nodes, worst: 4).contains("WORK"))
        let unknown = NodeLoad(of: Array(tasks.suffix(2)), in: Self.week)
        #expect(!text.render(load, unknown, worst: 4).contains("NODE"))
        for line in text.render(load, nodes, worst: 0).split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        let json = CalendarJSON(of: tasks, in: Self.week, zone: try Self.berlin(), hasDurations: true)
        try GoldenFile.expect(json.value(load, nodes, worst: 2).prettyJSONText() + "\n", named: "calendar-load.json")
    }

    @Test("collisions name all that starts in a minute")
    func collisions() throws {
        let tasks = try Self.tasks()
        let load = StartLoad(of: tasks, in: Self.week)
        let text = CollisionText(of: tasks, zone: .utc, style: .plain)
        try GoldenFile.expect(text.render(load, above: 1, count: 3), named: "calendar-collisions.txt")
        #expect(text.render(load, above: 9, count: 3).hasSuffix("no minute has more than 9 starts.\n"))
    }

    @Test("schedules are shown step by step, and counted by node")
    func schedules() throws {
        let restart = try CronExpression("38 4 * * *")
        func step(_ number: Int, _ text: String, after delay: Int64, on node: String) -> CalendarTask {
            CalendarTask(
                "restart@1a7ce997", restart, in: .utc, nodes: [node], step: .init(number, text, after: delay))
        }
        let tasks =
            [
                step(1, "command say Restart in 10 minutes", after: 0, on: "b"),
                step(2, "power restart", after: 600, on: "b"),
                step(1, "backup", after: 600, on: "a"),
            ] + (try Self.tasks())
        let agenda = AgendaText(of: tasks, in: Self.day, zone: .utc, style: .plain)
        try GoldenFile.expect(
            agenda.render(Agenda(of: tasks, in: Self.day, limit: 9)), named: "calendar-schedules.txt")
        let load = StartLoad(of: tasks, in: Self.week)
        let nodes = NodeLoad(of: tasks, in: Self.week)
        try GoldenFile.expect(
            LoadText(of: tasks, zone: .utc, hasDurations: false, style: .plain).render(load, nodes, worst: 4),
            named: "calendar-schedules-load.txt")
        let json = CalendarJSON(of: tasks, in: Self.week, zone: .utc, hasDurations: false)
        try GoldenFile.expect(
            json.value(load, nodes, worst: 2).prettyJSONText() + "\n", named: "calendar-schedules-load.json")
        try GoldenFile.expect(
            json.value(Agenda(of: tasks, in: Self.day, limit: 4)).prettyJSONText() + "\n",
            named: "calendar-schedules.json")
    }

    @Test("nothing to show is said in one line")
    func empty() {
        let window = Self.day
        let agenda = AgendaText(of: [], in: window, zone: .utc, style: .plain)
        #expect(
            agenda.render(Agenda(of: [], in: window, limit: 1))
                == "1d from 2027-03-27 23:00 +00:00 (UTC): 0 starts of 0 tasks.\n")
        let load = LoadText(of: [], zone: .utc, hasDurations: false, style: .plain)
        #expect(
            load.render(StartLoad(of: [], in: window), NodeLoad(of: [], in: window), worst: 9)
                == "1d from 2027-03-27 23:00 +00:00 (UTC): 0 starts of 0 tasks.\n")
    }

    @Test("advice lists its moves, or says that there are none")
    func advice() throws {
        let tasks = try (0..<3).map { index in
            CalendarTask("t\(index)", try CronExpression("7 4 * * *"), in: .utc, freedom: .within(minutes: index))
        }
        let text = AdviceText(of: tasks, style: .plain).render(Advice(for: tasks, in: Self.day))
        #expect(text.hasPrefix("At most 3 starts in one minute; 1 after 2 moves.\n\nTASK  MINUTE\nt1    7 → "))
        let fixed = [CalendarTask("t", try CronExpression("7 4 * * *"), in: .utc)]
        #expect(
            AdviceText(of: fixed, style: .plain).render(Advice(for: fixed, in: Self.day))
                == "At most 1 start in one minute: no task that may be moved would lower that.\n")
    }

    @Test("a patch has three lines around each change, and says where a line break is missing")
    func patch() {
        let before = (1...12).map { "line \($0)\n" }.joined() + "last"
        let after = before.replacing("line 2\n", with: "two\n").replacing("last", with: "end")
        let patch = FilePatch(path: "p.yaml", before: Array(before.utf8), after: Array(after.utf8)).render()
        #expect(
            patch == """
                --- a/p.yaml
                +++ b/p.yaml
                @@ -1,5 +1,5 @@
                 line 1
                -line 2
                +two
                 line 3
                 line 4
                 line 5
                @@ -10,4 +10,4 @@
                 line 10
                 line 11
                 line 12
                -last
                \\ No newline at end of file
                +end
                \\ No newline at end of file

                """)
        #expect(FilePatch(path: "p.yaml", before: [1], after: [1]).render().isEmpty)
    }
}
