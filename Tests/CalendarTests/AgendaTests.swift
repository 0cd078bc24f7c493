import Calendar
import Cron
import Testing

@Suite("An agenda")
struct AgendaTests {
    private static let day = CalendarWindow(from: 1_795_478_400, minutes: 1_440)

    private func task(_ name: String, _ schedule: String, in zone: TimeZoneRules = .utc) throws -> CalendarTask {
        CalendarTask(name, try CronExpression(schedule), in: zone)
    }

    @Test("has every start in the order of time, and those of one minute in the order of the tasks")
    func inOrder() throws {
        let tasks = [
            try task("late", "0 */12 * * *"), try task("early", "30 11 * * *"), try task("both", "0 12 * * *"),
        ]
        let agenda = Agenda(of: tasks, in: Self.day, limit: 100)
        #expect(agenda.items.map { tasks[$0.task].name } == ["late", "early", "late", "both"])
        #expect(agenda.items.map { $0.fire.wallTime.clock } == ["00:00", "11:30", "12:00", "12:00"])
        #expect(!agenda.isCut)
    }

    @Test("begins with its first minute and ends before its end")
    func bounds() throws {
        let agenda = Agenda(of: [try task("midnight", "0 0 * * *")], in: Self.day, limit: 100)
        #expect(agenda.items.map(\.fire.instant) == [Self.day.start])
    }

    @Test("says that it was cut off")
    func cut() throws {
        let agenda = Agenda(of: [try task("often", "* * * * *")], in: Self.day, limit: 3)
        #expect(agenda.items.count == 3)
        #expect(agenda.isCut)
    }

    @Test("has each start once, whatever the number of tasks", arguments: [1, 2, 3, 10, 50])
    func complete(count: Int) throws {
        let tasks = try (0..<count).map { try task("t\($0)", "\($0 % 60) */\($0 % 5 + 1) * * *") }
        let items = Agenda(of: tasks, in: Self.day, limit: .max).items
        #expect(items.count == StartLoad(of: tasks, in: Self.day).total)
        #expect(zip(items, items.dropFirst()).allSatisfy { ($0.fire.instant, $0.task) < ($1.fire.instant, $1.task) })
    }
}
