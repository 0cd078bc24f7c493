import RandomFixtures
import Testing

@testable import Cron

@Suite("Properties of the next run")
struct NextPropertyTests {
    private static let zones = ["UTC", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Antarctica/Troll"]

    private static func expressions() throws -> [CronExpression] {
        let texts = Set(try VectorFile(name: "cron_panel_lowering.jsonl").vectors.map(\.expression)).sorted()
        let rare = [
            "0 0 29 2 *", "0 0 * 2 1#5", "0 0 29W 2 *", "* * 31 12 *", "0 0 30 2 1", "30 2 29 2 *", "0 0 L 2 *",
            "59 23 31 12 *", "0 0 31W * *", "* 2 29 2 *",
        ]
        return try (texts + rare).map { try CronExpression($0) }
    }

    @Test("the next run is later, exists and shows a matching clock", arguments: zones)
    func nextIsLaterAndExists(name: String) throws {
        let zone = try ZoneDatabase.system.zone(named: name)
        var generator = SeededGenerator(seed: 17)
        // 1900 to 9999, and far beyond any table.
        let eras: [ClosedRange<Int64>] = [
            -2_208_988_800...0, 0...2_147_483_647, 2_147_483_648...253_402_300_799, 253_402_300_800...(1 << 51),
        ]
        for expression in try Self.expressions() {
            for era in eras {
                let from = Int64.random(in: era, using: &generator)
                let fires = expression.fires(after: from, in: zone, count: 2)
                try #require(fires.count == 2, "\(expression.canonical) after \(from)")
                #expect(fires[0].instant > from && fires[1].instant > fires[0].instant)
                for fire in fires {
                    let shown = zone.wallTime(at: fire.instant)
                    #expect(shown == fire.wallTime)
                    #expect(fire.offset == zone.offset(at: fire.instant))
                    let local = (fire.shiftedFrom ?? shown).localMinute
                    #expect(expression.nextMatch(from: local) == local, "\(expression.canonical) at \(fire.instant)")
                    switch zone.resolve(fire.shiftedFrom ?? shown) {
                    case .once(let instant):
                        #expect(instant == fire.instant && fire.shiftedFrom == nil)
                    case .repeated(let instants):
                        #expect(expression.isWild ? instants.contains(fire.instant) : instants[0] == fire.instant)
                    case .skipped(let instant):
                        #expect(fire.shiftedFrom != nil && (0..<60).contains(fire.instant - instant))
                    }
                }
            }
        }
    }

    @Test("around clock changes, runs repeat after 400 years", arguments: zones)
    func runsRepeatWithTheCalendar(name: String) throws {
        let zone = try ZoneDatabase.system.zone(named: name)
        let expressions = try ["30 1 * * *", "30 2 * * *", "*/15 * * * *", "45 1,2 * * 0", "0,59 0-3 1-7 * *"]
            .map { try CronExpression($0) }
        let cycle = CivilCalendar.cycleDays * 86_400
        var instant: Int64 = 3_000_000_000
        for _ in 0..<20 {
            instant = zone.nextTransition(after: instant)?.instant ?? instant + 15_000_000
            for expression in expressions {
                for delay in stride(from: Int64(-7200), through: 7200, by: 900) {
                    let next = expression.next(after: instant + delay, in: zone)
                    let later = expression.next(after: instant + delay + 5 * cycle, in: zone)
                    #expect(later == next.map { $0 + 5 * cycle }, "\(expression.canonical) at \(instant + delay)")
                }
            }
        }
    }

    @Test("the ends of the number range neither trap nor give an earlier run")
    func extremes() throws {
        let zones = [TimeZoneRules.utc, try ZoneDatabase.system.zone(named: "America/New_York")]
        let horizon = CronExpression.horizon
        let ends: [Int64] = [
            .min, .min + 1, -4 * horizon, -horizon, horizon / 2, horizon - 1, horizon, .max - 1, .max,
        ]
        for zone in zones {
            for text in ["* * * * *", "0 0 29 2 *", "30 2 * * *", "*/7 */5 * * 0"] {
                let expression = try CronExpression(text)
                for from in ends {
                    if let next = expression.next(after: from, in: zone) { #expect(next > from) }
                }
                #expect(expression.next(after: .max, in: zone) == nil)
                #expect(expression.next(after: horizon / 2, in: zone) != nil)
            }
        }
    }

    @Test("an expression is rejected for never firing exactly when no year has a day for it")
    func neverFiresIsExact() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<60 {
            let days = Set((0..<2).map { _ in Int.random(in: 27...31, using: &generator) })
            let months = Set((0..<2).map { _ in Int.random(in: 1...12, using: &generator) })
            let lists = [days, months].map { $0.map(String.init).joined(separator: ",") }
            let text = "0 0 \(lists[0]) \(lists[1]) *"
            let exists = months.contains { month in
                days.contains { $0 <= CivilCalendar.daysInMonth(year: 2024, month: month) }
            }
            #expect(((try? CronExpression(text)) != nil) == exists, "\(text)")
        }
    }

    @Test("a run that the clock skips says so")
    func shiftedNote() throws {
        let zone = try ZoneDatabase.system.zone(named: "America/New_York")
        let from = try #require(instant("2027-03-14T00:00:00-05:00"))
        let fires = try CronExpression("30 2 * * *").fires(after: from, in: zone, count: 2)
        #expect(fires[0].note == "02:30 does not exist on 2027-03-14, runs at 03:00")
        #expect(fires[0].wallTime.description == "2027-03-14T03:00")
        #expect(fires[0].offset == -4 * 3600)
        #expect(fires[1].note == nil)
        // Several skipped times and the one at the end of the gap are one run.
        let merged = try CronExpression("0,30 2,3 * * *").fires(after: from, in: zone, count: 3)
        #expect(merged.map(\.wallTime.clock) == ["03:00", "03:30", "02:00"])
        #expect(merged[0].shiftedFrom?.clock == "02:00")
    }

    @Test("a day that a zone left out is made up for at its end")
    func skippedDay() throws {
        let zone = try ZoneDatabase.system.zone(named: "Pacific/Apia")
        let from = try #require(instant("2011-12-29T12:00:00-10:00"))
        let fires = try CronExpression("30 2 * * *").fires(after: from, in: zone, count: 2)
        #expect(fires.map(\.wallTime.description) == ["2011-12-31T00:00", "2011-12-31T02:30"])
        #expect(fires[0].note == "02:30 does not exist on 2011-12-30, runs at 00:00 on 2011-12-31")
    }
}
