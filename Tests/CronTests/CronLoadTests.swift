import Testing

@testable import Cron

@Suite("Load")
struct CronLoadTests {
    @Test("runs are counted in their minute, equal schedules each")
    func counts() throws {
        let start = try #require(instant("2027-01-04T00:00:00Z"))
        let texts = ["0 1 * * *", "0 1 * * *", "0 1 * * MON", "*/30 * * * *", "0 0 5 * *"]
        let load = CronLoad(
            of: try texts.map { CronLoad.Schedule(try CronExpression($0), in: .utc) }, from: start, minutes: 1440)
        #expect(load.perMinute.count == 1440)
        #expect(load.total == 3 + 48)
        #expect(load.peak == CronLoad.Minute(instant: start + 3600, runs: 4))
        #expect(load.perMinute[0] == 1 && load.perMinute[1] == 0 && load.perMinute[60] == 4)
        #expect(load.minutes(above: 1).map(\.instant) == [start + 3600])
    }

    @Test("skipped times pile up at the end of the gap")
    func gap() throws {
        let zone = try ZoneDatabase.system.zone(named: "Europe/Berlin")
        let start = try #require(instant("2027-03-28T00:00:00Z"))
        let schedules = try (0..<60).map { CronLoad.Schedule(try CronExpression("\($0) 2 * * *"), in: zone) }
        let load = CronLoad(of: schedules, from: start, minutes: 180)
        #expect(load.peak == CronLoad.Minute(instant: start + 3600, runs: 60))
        #expect(load.total == 60)
    }

    @Test("an empty window or no schedule has no peak")
    func empty() throws {
        let schedule = CronLoad.Schedule(try CronExpression("* * * * *"), in: .utc)
        #expect(CronLoad(of: [schedule], from: 0, minutes: 0).peak == nil)
        #expect(CronLoad(of: [], from: 0, minutes: 60).peak == nil)
        #expect(CronLoad(of: [schedule], from: .max, minutes: 5).total <= 5)
        #expect(CronLoad(of: [schedule], from: .min, minutes: 5).total == 5)
    }
}
