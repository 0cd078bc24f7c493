import Calendar
import Cron
import Testing

@Suite("Advice on minutes")
struct AdviceTests {
    private static let week = CalendarWindow(from: 1_795_478_400, minutes: 7 * 1_440)

    private func task(_ schedule: String, _ freedom: CalendarTask.Freedom = .fixed) throws -> CalendarTask {
        CalendarTask("task", try CronExpression(schedule), in: .utc, freedom: freedom)
    }

    @Test("spreads what was hashed into one minute")
    func spreads() throws {
        let tasks = try (0..<30).map { _ in try task("7 4 * * *", .anyMinute(0...59)) }
        let advice = Advice(for: tasks, in: Self.week)
        #expect(advice.peakBefore == 30)
        #expect(advice.peakAfter == 1)
        #expect(advice.moves.count == 29)
        #expect(Set(advice.moves.map(\.to)).count == 29)
        #expect(advice.moves.allSatisfy { $0.from == 7 && $0.to != 7 })
    }

    @Test("never moves a task whose time is fixed")
    func keepsFixed() throws {
        let tasks = try (0..<10).map { index in
            try task("0 4 * * *", index < 8 ? .fixed : .anyMinute(0...59))
        }
        let advice = Advice(for: tasks, in: Self.week)
        #expect(advice.moves.map(\.task) == [8, 9])
        #expect(advice.peakAfter == 8)
    }

    @Test("moves nothing where the highest minute stays as it is")
    func noGain() throws {
        let fixed = try (0..<5).map { _ in try task("0 4 * * *") }
        let movable = try (0..<4).map { _ in try task("0 9 * * *", .anyMinute(0...59)) }
        let advice = Advice(for: fixed + movable, in: Self.week)
        #expect(advice.moves.isEmpty)
        #expect(advice.peakAfter == 5)
    }

    @Test("moves a task no farther than it may be moved, and not out of its hour")
    func within() throws {
        let tasks = try (0..<9).map { _ in try task("58 4 * * *", .within(minutes: 3)) }
        let advice = Advice(for: tasks, in: Self.week)
        #expect(advice.peakAfter == 2)
        #expect(advice.moves.allSatisfy { (55...59).contains($0.to) })
    }

    @Test("keeps earlier choices: a task that is added moves no other")
    func stable() throws {
        let tasks = try (0..<20).map { _ in try task("7 4 * * *", .anyMinute(0...59)) }
        let first = Advice(for: tasks, in: Self.week)
        var minutes = [Int](repeating: 7, count: 20)
        for move in first.moves { minutes[move.task] = move.to }
        let written = try minutes.map { try task("\($0) 4 * * *") }
        let second = Advice(for: written + [try task("7 4 * * *", .anyMinute(0...59))], in: Self.week)
        #expect(second.moves.map(\.task) == [20])
        #expect(second.peakAfter == 1)
    }

    @Test("lowers the peak of a fleet of 1,000 tasks to what its hours allow")
    func fleet() throws {
        let tasks = try (0..<1_000).map { index in
            try task("\(index % 10) \(index % 4 + 2) * * *", .anyMinute(0...59))
        }
        let advice = Advice(for: tasks, in: Self.week)
        #expect(advice.peakBefore == 50)
        // 250 tasks in each of four hours: five minutes in an hour cannot do with fewer than 5 starts.
        #expect(advice.peakAfter == 5)
    }

    @Test("in a fleet of 1,000 a task that is added is one move, and no earlier choice changes")
    func addedToFleet() throws {
        let schedules = (0..<1_000).map { ($0 % 10, $0 % 4 + 2) }
        let first = Advice(
            for: try schedules.map { try task("\($0.0) \($0.1) * * *", .anyMinute(0...59)) }, in: Self.week)
        #expect(first.peakBefore == 50)
        #expect(first.peakAfter == 5)
        let minutes = Dictionary(uniqueKeysWithValues: first.moves.map { ($0.task, $0.to) })
        let written = try schedules.enumerated().map { index, schedule in
            try minutes[index].map { try task("\($0) \(schedule.1) * * *") }
                ?? task("\(schedule.0) \(schedule.1) * * *", .anyMinute(0...59))
        }
        // A minute with five starts already gets a sixth.
        let second = Advice(for: written + [try task("3 4 * * *", .anyMinute(0...59))], in: Self.week)
        #expect(second.peakBefore == 6)
        #expect(second.peakAfter == 5)
        #expect(second.moves.map(\.task) == [1_000])
    }

    @Test("around a clock change the starts are counted, not reckoned")
    func gap() throws {
        let berlin = try ZoneDatabase.system.zone(named: "Europe/Berlin")
        // On 2027-03-28 every minute from 02:00 to 02:59 is 03:00.
        let day = CalendarWindow(from: 1_806_188_400, minutes: 1_440)
        let tasks = try (0..<9).map { _ in
            CalendarTask("task", try CronExpression("7 2 * * *"), in: berlin, freedom: .anyMinute(0...59))
        }
        let advice = Advice(for: tasks, in: day)
        #expect(advice.moves.isEmpty)
        #expect((advice.peakBefore, advice.peakAfter) == (9, 9))
    }
}
