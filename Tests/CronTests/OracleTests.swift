import RandomFixtures
import Testing

@testable import Cron

@Suite("Against a walk over every minute")
struct OracleTests {
    private static let zones = [
        "UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Chatham", "Antarctica/Troll",
        "Pacific/Apia", "America/St_Johns", "America/Sao_Paulo", "Africa/Casablanca", "Asia/Pyongyang",
    ]

    @Test("random schedules run at the same instants around clock changes", arguments: zones)
    func aroundClockChanges(name: String) throws {
        let zone = try ZoneDatabase.system.zone(named: name)
        var generator = SeededGenerator(seed: name.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        var failures: [String] = []
        for _ in 0..<24 {
            let schedule = RandomSchedule(using: &generator)
            let expression = try CronExpression(schedule.text)
            let somewhere = Int64.random(in: -300_000_000...4_000_000_000, using: &generator)
            let change = zone.nextTransition(after: somewhere)?.instant ?? somewhere
            let start = change - Int64.random(in: 0...(3 * 86_400), using: &generator)
            let end = start + 5 * 86_400
            let expected = MinuteOracle(zone: zone).runs(of: schedule, from: start, to: end)
            var found: [Int64] = []
            var cursor = start - 1
            while let next = expression.next(after: cursor, in: zone), next < end {
                found.append(next)
                cursor = next
            }
            if found != expected {
                let difference = Set(found).symmetricDifference(expected).sorted().prefix(5)
                failures.append("\(schedule.text) from \(start): \(Array(difference))")
            }
        }
        #expect(failures == [])
    }

    @Test("a zone file that changes its clock several times in two days is followed")
    func manyChangesAtOnce() throws {
        let base: Int64 = 1_700_000_000 - 1_700_000_000 % 3600
        let changes: [(Int64, Int32)] = [
            (0, 3600), (7200, -3600), (10_800, 7200), (14_400, -7200), (18_000, 0), (90_000, 50_400), (93_600, -36_000),
            (100_000, 5400), (101_817, 4211), (120_000, 0),
        ]
        let transitions = changes.map { ZoneTable.Transition(instant: base + $0.0, offset: $0.1) }
        let zone = TimeZoneRules(
            name: "Test", table: ZoneTable(initialOffset: 0, transitions: transitions, rule: nil))
        var generator = SeededGenerator(seed: 99)
        var failures: [String] = []
        for _ in 0..<120 {
            let schedule = RandomSchedule(using: &generator)
            let expression = try CronExpression(schedule.text)
            let start = base - 90_000
            let end = base + 300_000
            let expected = MinuteOracle(zone: zone).runs(of: schedule, from: start, to: end)
            var found: [Int64] = []
            var cursor = start - 1
            while let next = expression.next(after: cursor, in: zone), next < end {
                found.append(next)
                cursor = next
            }
            // Each cursor gives the same answer as the walk, wherever it stands.
            for _ in 0..<20 {
                let cursor = Int64.random(in: start..<end, using: &generator)
                let next = expression.next(after: cursor, in: zone)
                if next ?? end < end, next != expected.first(where: { $0 > cursor }) { found.append(cursor) }
            }
            if found != expected { failures.append("\(schedule.text): \(found.count) for \(expected.count)") }
        }
        #expect(failures == [])
    }

    @Test("a time that is skipped and then shown after all, as the clock is set back, is not missed")
    func skippedThenShown() throws {
        let forward = try #require(instant("2027-01-15T11:00:00Z"))
        let transitions = [
            ZoneTable.Transition(instant: forward, offset: 9000),
            ZoneTable.Transition(instant: forward + 3600, offset: 0),
        ]
        let zone = TimeZoneRules(
            name: "Test", table: ZoneTable(initialOffset: 0, transitions: transitions, rule: nil))
        let wild = try CronExpression("* 12 15 1 *")
        #expect(wild.next(after: forward - 10 * 86_400, in: zone) == forward + 3600)
        let fixed = try CronExpression("5 12 15 1 *")
        #expect(fixed.next(after: forward - 10 * 86_400, in: zone) == forward)
        #expect(fixed.next(after: forward, in: zone) == instant("2028-01-15T12:05:00Z"))
    }
}
