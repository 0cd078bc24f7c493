import Cron
import Testing

struct CronTallyTests {
    private static let schedules = [
        "* * * * *", "*/7 * * * *", "0 4 * * *", "30 2 * * *", "0,30 1-3 * * *", "15 * 29 2 *", "0 0 1 */3 1",
        "59 23 L * *",
        "0 0 * * 6#2",
    ]

    @Test("a tally counts what stepping from run to run counts", arguments: schedules)
    func tallyAgreesWithStepping(schedule: String) throws {
        let expression = try CronExpression(schedule)
        for name in ["UTC", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata"] {
            let zone = try ZoneDatabase.system.zone(named: name)
            // From some minutes before noon on 1 February 2027, over both changes of the clock.
            for (start, length) in [(1_801_482_731, 400 * 86_400), (1_801_482_731, 3_599), (1_805_500_000, 86_400)] {
                let (start, end) = (Int64(start), Int64(start + length))
                var stepped = CronTally()
                var cursor = start
                while let run = expression.next(after: cursor, in: zone), run <= end {
                    stepped.count += 1
                    stepped.last = run
                    cursor = run
                }
                #expect(expression.tally(after: start, through: end, in: zone) == stepped, "\(name)")
            }
        }
    }

    @Test("the end of a tally is included, and its start is not")
    func boundsOfATally() throws {
        let expression = try CronExpression("0 * * * *")
        #expect(expression.tally(after: 0, through: 7_200, in: .utc) == CronTally(count: 2, last: 7_200))
        #expect(expression.tally(after: 0, through: 3_599, in: .utc) == CronTally())
    }

    @Test("a century of minutes is counted at once")
    func tallyOfACentury() throws {
        let tally = try CronExpression("* * * * *").tally(after: -1, through: 36_525 * 86_400 - 1, in: .utc)
        #expect(tally == CronTally(count: 36_525 * 1_440, last: 36_525 * 86_400 - 60))
    }
}
