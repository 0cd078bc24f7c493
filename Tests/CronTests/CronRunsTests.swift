import Cron
import Testing

struct CronRunsTests {
    private static let schedules = [
        "* * * * *", "*/7 * * * *", "0 4 * * *", "30 2 * * *", "0,30 1-3 * * *", "15 * 29 2 *", "0 0 1 */3 1",
        "59 23 L * *", "0 0 * * 6#2", "5-55/10 0-12 * * SAT,SUN", "0 0 * * *", "59 23 * * *",
    ]

    @Test("going over all runs meets those that stepping from run to run meets", arguments: schedules)
    func allRunsAgreeWithStepping(schedule: String) throws {
        let expression = try CronExpression(schedule)
        for name in ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"] {
            let zone = try ZoneDatabase.system.zone(named: name)
            // From some minutes before noon on 1 February 2027, over both changes of the clock; a week from midnight
            // that has one; and windows that begin and end within an hour.
            for (start, length) in [
                (1_801_482_731, 400 * 86_400), (1_805_932_799, 7 * 86_400), (1_801_482_731, 3_599),
                (1_801_483_200, 60), (1_805_500_000, 86_401),
            ] {
                let (start, end) = (Int64(start), Int64(start + length))
                var stepped: [Int64] = []
                var cursor = start
                while let run = expression.next(after: cursor, in: zone), run < end {
                    stepped.append(run)
                    cursor = run
                }
                var runs: [Int64] = []
                expression.forEachRun(after: start, before: end, in: zone) { runs.append($0) }
                #expect(runs == stepped, "\(name) from \(start)")
            }
        }
    }

    @Test("whether a minute has a run is what stepping says of it, near changes of the clock too", arguments: schedules)
    func singleMinutesAgreeWithStepping(schedule: String) throws {
        let expression = try CronExpression(schedule)
        for name in ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"] {
            let zone = try ZoneDatabase.system.zone(named: name)
            // Four days around changes of 2027 in America, Europe and Australia, and long before there were zones.
            for start: Int64 in [
                1_804_896_000, 1_806_105_600, 1_806_710_400, 1_822_435_200, 1_824_854_400, 1_825_459_200,
                -2_500_000_020,
            ] {
                let wrong = (0..<Int64(4 * 1_440)).map { start + $0 * 60 }.filter { instant in
                    let isRun = expression.next(after: instant - 1, in: zone) == instant
                    return expression.runs(at: ClockMinute(at: instant, in: zone)) != isRun
                }
                #expect(wrong.isEmpty, "\(name)")
            }
        }
    }
}
