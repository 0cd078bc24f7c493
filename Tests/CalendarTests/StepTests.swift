import Calendar
import Cron
import Testing

@Suite("The steps of schedules in a calendar")
struct StepTests {
    /// Saturday 2027-03-27 at noon in UTC: Berlin's clock is set forward in the night.
    private static let window = CalendarWindow(from: 1_806_148_800, minutes: 2 * 1_440)

    /// One for each delay.
    private func steps(_ schedule: String, _ delays: [Int64], in zone: TimeZoneRules) throws -> [CalendarTask] {
        let expression = try CronExpression(schedule)
        return delays.enumerated().map { index, delay in
            CalendarTask("s", expression, in: zone, step: .init(index + 1, "power restart", after: delay))
        }
    }

    @Test(
        "start so many seconds after the schedule, in every view the same number of times",
        arguments: [[0], [0, 300, 540], [0, 30, 59, 60, 90], [0, 900, 1_800, 8_100], [3_599, 3_600]] as [[Int64]])
    func start(delays: [Int64]) throws {
        let berlin = try ZoneDatabase.system.zone(named: "Europe/Berlin")
        for schedule in ["30 2 * * *", "*/7 * * * *", "59 11 * * *", "0 12 * * *"] {
            let tasks = try steps(schedule, delays, in: berlin)
            // Every run from long before the window on, one after the other.
            var expected: [[Int64]] = []
            for delay in delays {
                var starts: [Int64] = []
                var cursor = Self.window.start - 86_400
                while let next = try CronExpression(schedule).next(after: cursor, in: berlin), next < Self.window.end {
                    let start = next + delay
                    if start >= Self.window.start, start < Self.window.end { starts.append(start) }
                    cursor = next
                }
                expected.append(starts)
            }
            let agenda = Agenda(of: tasks, in: Self.window, limit: .max)
            for index in tasks.indices {
                #expect(agenda.items.filter { $0.task == index }.map(\.instant) == expected[index], "\(schedule)")
            }
            #expect(zip(agenda.items, agenda.items.dropFirst()).allSatisfy { $0.instant <= $1.instant })
            let load = StartLoad(of: tasks, in: Self.window)
            #expect(load.total == expected.joined().count, "\(schedule)")
            var perMinute = [Int32](repeating: 0, count: Self.window.minutes)
            for start in expected.joined() { perMinute[Int((start - Self.window.start) / 60)] += 1 }
            // Thousands of minutes are nothing to read.
            let isEqual = load.starts == perMinute
            #expect(isEqual, "\(schedule)")
            for minute in load.minutes(above: 0) {
                #expect(Collision(at: minute.instant, of: tasks).tasks.count == minute.starts, "\(schedule)")
            }
        }
    }

    @Test("stay where they are, and what moves makes room for them")
    func advice() throws {
        let moving = CalendarTask("task", try CronExpression("5 4 * * *"), in: .utc, freedom: .anyMinute(0...59))
        let tasks = try steps("0 4 * * *", [0, 300], in: .utc) + [moving]
        let advice = Advice(for: tasks, in: Self.window)
        #expect(advice.peakBefore == 2)
        #expect(advice.peakAfter == 1)
        #expect(advice.moves.map(\.task) == [2])
    }
}
