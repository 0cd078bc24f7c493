import Calendar
import Cron
import Testing

@Suite("The load of a set of tasks")
struct StartLoadTests {
    private static let day = CalendarWindow(from: 1_795_478_400, minutes: 1_440)

    private func task(_ schedule: String, weight: Double = 1) throws -> CalendarTask {
        CalendarTask("task", try CronExpression(schedule), in: .utc, weight: weight)
    }

    @Test("counts the starts of each minute, and shows the worst first")
    func worst() throws {
        let tasks = try [task("0 4 * * *"), task("0 4 * * *"), task("0 5 * * *", weight: 60), task("0 6 * * *")]
        let load = StartLoad(of: tasks, in: Self.day)
        #expect(load.total == 4)
        #expect(load.peak == 2)
        #expect(load.worst(3).map(\.starts) == [2, 1, 1])
        #expect(load.worst(3).map { ($0.instant - Self.day.start) / 3_600 } == [4, 5, 6])
        #expect(load.worst(3).map(\.weight) == [2, 60, 1])
    }

    @Test("sorts the same minutes first, whatever the number that is asked for", arguments: [0, 1, 2, 5, 24, 100])
    func worstOfMany(count: Int) throws {
        let tasks = try [task("0 * * * *"), task("0 */2 * * *"), task("0 */3 * * *"), task("0 4 * * *", weight: 9)]
        let load = StartLoad(of: tasks, in: Self.day)
        let hours = load.worst(count).map { ($0.instant - Self.day.start) / 3_600 }
        #expect(hours == Array(load.worst(1_440).map { ($0.instant - Self.day.start) / 3_600 }.prefix(count)))
        #expect(hours.count == min(count, 24))
    }

    @Test("counts by hour and day of the week")
    func byHour() throws {
        let load = StartLoad(of: [try task("*/30 4 * * *")], in: CalendarWindow(from: 1_795_478_400, minutes: 10_080))
        let table = load.byHour { instant in
            (Int((instant / 86_400 + 4) % 7), Int(instant % 86_400 / 3_600))
        }
        #expect(table.map { $0[4] } == Array(repeating: 2, count: 7))
        #expect(table.joined().reduce(0, +) == load.total)
    }

    @Test("names the tasks of a minute with more starts than wanted")
    func collisions() throws {
        let tasks = try [task("0 4 * * *"), task("0 5 * * *"), task("0 */4 * * *")]
        let found = StartLoad(of: tasks, in: Self.day).minutes(above: 1)
        #expect(found.map(\.instant) == [Self.day.start + 4 * 3_600])
        #expect(found.map { Collision(at: $0.instant, of: tasks).tasks } == [[0, 2]])
    }
}
