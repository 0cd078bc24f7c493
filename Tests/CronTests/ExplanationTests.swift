import Testing

@testable import Cron

@Suite("Explanations, warnings and rhythm")
struct ExplanationTests {
    private static let sentences: [(String, String)] = [
        ("* * * * *", "Every minute."),
        ("*/15 * * * *", "Every 15 minutes."),
        ("5/15 * * * *", "Every 15 minutes from :05 on."),
        ("*/45 * * * *", "At :00 and :45 of every hour."),
        ("*/100 * * * *", "Every hour at :00."),
        ("5-5 * * * *", "Every hour at :05."),
        ("10-20 * * * *", "Every minute from :10 to :20 of every hour."),
        ("0 */6 * * *", "Every 6 hours from 00:00."),
        ("0 */5 * * *", "At 00:00, 05:00, 10:00, 15:00 and 20:00 every day."),
        ("0 18,6 * * *", "At 06:00 and 18:00 every day."),
        ("@daily", "At 00:00 every day."),
        ("* 2 * * *", "Every minute from 02:00 to 02:59 every day."),
        ("*/15 9-17 * * MON-FRI", "Every 15 minutes from 09:00 to 17:45 Monday to Friday."),
        ("0,10,50 9-17,20 * * *", "At :00, :10 and :50 of the hours 09 to 17 and 20 every day."),
        ("0 0 1 */3 *", "At 00:00 on the 1st of January, April, July and October."),
        ("0 0 * * MON/2", "At 00:00 every Monday, Wednesday and Friday."),
        ("10 2 13 * FRI", "At 02:10 on the 13th, and also every Friday."),
        ("0 0 */2 * 1", "At 00:00 on the odd days, and also every Monday."),
        ("0 0 13 6-9 0,6", "At 00:00 on the 13th, and also every Saturday and Sunday, in June to September."),
        ("0 0 29 2 *", "At 00:00 on the 29th of February, in leap years."),
        ("0 0 31 * *", "At 00:00 on the 31st of every month, where there is one."),
        ("0 0 L * *", "At 00:00 on the last day of every month."),
        ("0 0 15W * *", "At 00:00 on the weekday nearest the 15th of every month."),
        ("0 0 * * 5L", "At 00:00 on the last Friday of every month."),
        ("0 0 * 3 MON#1", "At 00:00 on the first Monday in March."),
        ("0 12 * 1 *", "At 12:00 every day in January."),
    ]

    @Test("a schedule reads as what happens", arguments: sentences)
    func sentence(text: String, expected: String) throws {
        #expect(try CronExpression(text).explanation() == expected)
    }

    private static let warnings: [(String, [CronWarning.Code])] = [
        ("0 2 * * *", []), ("*/15 * * * *", []), ("0 0 1-7 * *", []), ("0 0 31 1 *", []), ("0 0 * * 7", []),
        ("*/7 * * * *", [.unevenStep]), ("0 */5 * * *", [.unevenStep]), ("0 0 */2 * *", [.unevenStep]),
        ("0 0 * * */2", [.unevenStep]), ("0 0 1 */5 *", [.unevenStep]), ("*/100 * * * *", [.stepBeyondRange]),
        ("0-59/65 * * * *", [.stepBeyondRange]), ("* 2 * * *", [.everyMinuteOfHour]),
        ("0 0 13 * 5", [.dayFieldsEither]), ("0 0 */2 * 1", [.unevenStep, .starInDayFields]),
        ("0 0 15,* * 1", [.starInDayFields]), ("0 0 1-31 * 1", [.everyDayWrittenOut]),
        ("0 0 13 * 0-6", [.everyDayWrittenOut]), ("0 0 31 * *", [.skipsMonths]), ("0 0 29-31 * *", [.skipsMonths]),
        ("0 0 29 2 *", [.leapYearsOnly]), ("0 0 ? * 1", [.questionMark]), ("5/15 * * * *", [.openStep]),
        ("0 0 L * *", [.dayExtension]), ("0 0 * * 5#2", [.dayExtension]),
        ("0 0 31W * *", [.dayExtension, .skipsMonths]),
    ]

    @Test("what is allowed but seldom meant is warned of", arguments: warnings)
    func warning(text: String, expected: [CronWarning.Code]) throws {
        #expect(try CronExpression(text).warnings.map(\.code) == expected)
    }

    @Test("every warning but the one of H is covered by a case")
    func warningCodes() {
        #expect(Set(Self.warnings.flatMap(\.1)).union([.hashBeyond28]) == Set(CronWarning.Code.allCases))
    }

    private static let rhythms: [(String, String)] = [
        ("* * * * *", "1440 runs a day, every 1 minute"),
        ("*/45 * * * *", "48 runs a day, 15 minutes to 45 minutes apart"),
        ("0 */5 * * *", "5 runs a day, 4 hours to 5 hours apart"),
        ("0 2 * * *", "1 run a day, every 1 day"),
        ("0 2 * * 1-5", "5 runs a week, 1 day to 3 days apart"),
        ("0 2 1 * *", "12 runs a year, 28 days to 31 days apart"),
        ("0 0 29 2 *", "97 runs in 400 years, 1461 days to 2921 days apart"),
        ("0,30 8-10 * * 0", "6 runs a week, 30 minutes to 6 days 21 hours apart"),
        ("@yearly", "1 run a year, 365 days to 366 days apart"),
    ]

    @Test("the rhythm is exact", arguments: rhythms)
    func rhythm(text: String, expected: String) throws {
        #expect(try CronExpression(text).rhythm().description == expected)
    }

    @Test("the rhythm agrees with a count of real runs")
    func rhythmAgainstRuns() throws {
        for text in ["7,50 3,4,9 * * 2", "0 0 13 * 5", "*/20 */7 1-20 * *", "15 10 L * *", "0 0 10 6 *"] {
            let expression = try CronExpression(text)
            let start: Int64 = 946_684_800
            var runs: [Int64] = []
            var cursor = start - 1
            while let next = expression.next(after: cursor, in: .utc), next < start + CivilCalendar.cycleDays * 8640 {
                runs.append(next)
                cursor = next
            }
            let gaps = zip(runs, runs.dropFirst()).map { $1 - $0 }
            let rhythm = expression.rhythm()
            #expect(rhythm.shortestGap == gaps.min())
            #expect(rhythm.longestGap == gaps.max())
            #expect(abs(Double(runs.count) / 40 - rhythm.runsPerYear) / rhythm.runsPerYear < 0.02)
        }
    }
}
