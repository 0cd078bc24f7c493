import Cron
import PanelStore
import PhoenixModel
import Testing

@testable import Scheduling

struct DuePlanTests {
    /// 2027-01-15T08:00:00Z.
    private static let start = Timestamp(seconds: 1_800_000_000)

    private func plan(
        _ schedule: String = "* * * * *", in zone: String = "UTC", due: Timestamp = start, now: Timestamp,
        grace: Int64 = 60, count: Int = 100, misfire: String = "skip", overlap: String = "skip",
        unfinished: [RunRecord] = [], rate: Int = 60
    ) throws -> DuePlan {
        var task = ServiceRecord(id: 7, kind: .scheduled, name: "nightly", createdAt: Self.start)
        task.schedule = schedule
        task.timezone = zone
        task.misfire = misfire
        task.overlap = overlap
        var release = ReleaseRate(perMinute: rate)
        return DuePlan(
            task, times: try TaskTimes(task, zones: .system), due: due, through: now, now: now, grace: grace,
            count: count, unfinished: unfinished, release: &release)
    }

    private func run(_ state: RunState, trigger: RunTrigger = .schedule, notBefore: Timestamp = start) -> RunRecord {
        RunRecord(
            serviceID: 7, serviceName: "nightly", trigger: trigger, scheduledFor: Self.start.after(-600), state: state,
            queuedAt: Self.start.after(-600), task: nil, timeout: 60, notBefore: notBefore)
    }

    @Test("a time that has come is queued, and the next one is the first after it")
    func timeThatHasCome() throws {
        let plan = try plan(now: Self.start.after(5))
        #expect(plan.rows.map(\.scheduledFor) == [Self.start])
        #expect(plan.rows.map(\.state) == [.queued])
        #expect(plan.rows.map(\.trigger) == [.schedule])
        #expect(plan.next == Self.start.after(60))
    }

    @Test("a look before the time plans nothing and leaves the time as it is")
    func earlyLook() throws {
        let plan = try plan(now: Self.start.after(-1))
        #expect(plan.rows.isEmpty)
        #expect(plan.next == Self.start)
    }

    @Test("a time as late as the grace is run, one a second later is missed")
    func graceIsIncluded() throws {
        #expect(try plan("0 * * * *", now: Self.start.after(60)).rows.map(\.state) == [.queued])
        let late = try plan("0 * * * *", now: Self.start.after(61))
        #expect(late.rows.map(\.result) == [.missed])
        #expect(late.rows[0].missed == nil)
        #expect(late.rows[0].reason == "noticed 61 s late, and the grace is 60 s")
        #expect(late.next == Self.start.after(3_600))
    }

    @Test("the missed times of a gap are one row, and what is still in time is run")
    func gapIsOneRow() throws {
        let plan = try plan(now: Self.start.after(8 * 3_600 + 5))
        #expect(plan.rows.map(\.scheduledFor) == [Self.start, Self.start.after(8 * 3_600)])
        #expect(plan.rows.map(\.result) == [.missed, nil])
        #expect(plan.rows[0].missed == MissedTimes(count: 480, last: Self.start.after(8 * 3_600 - 60)))
        #expect(plan.rows[0].finishedAt == Self.start.after(8 * 3_600 + 5))
        #expect(plan.next == Self.start.after(8 * 3_600 + 60))
    }

    @Test("a gap of a year of minutes is counted exactly")
    func gapOfAYear() throws {
        let year: Int64 = 365 * 86_400
        let plan = try plan(in: "Europe/Berlin", now: Self.start.after(year))
        #expect(plan.rows[0].missed?.count == 365 * 1_440 - 1)
        #expect(plan.rows.dropFirst().map(\.scheduledFor) == [Self.start.after(year - 60), Self.start.after(year)])
    }

    @Test("with run_once the last missed time is made up for, and those before it are missed")
    func runOnceMakesUpForTheLast() throws {
        let plan = try plan("0 * * * *", now: Self.start.after(3 * 3_600 + 600), misfire: "run_once")
        #expect(plan.rows.map(\.trigger) == [.schedule, .catchUp])
        #expect(plan.rows.map(\.result) == [.missed, nil])
        #expect(plan.rows[0].missed == MissedTimes(count: 3, last: Self.start.after(2 * 3_600)))
        #expect(plan.rows[1].scheduledFor == Self.start.after(3 * 3_600))
        #expect(plan.next == Self.start.after(4 * 3_600))
    }

    @Test("with run_once a single missed time has no row beside its run")
    func runOnceOfOneTime() throws {
        let plan = try plan("0 * * * *", now: Self.start.after(600), misfire: "run_once")
        #expect(plan.rows.map(\.trigger) == [.catchUp])
    }

    @Test("with run_once a run that is due now makes up for the gap before it")
    func runDueNowMakesUp() throws {
        let plan = try plan("0 * * * *", now: Self.start.after(2 * 3_600 + 1), misfire: "run_once")
        #expect(plan.rows.map(\.trigger) == [.schedule, .schedule])
        #expect(plan.rows.map(\.result) == [.missed, nil])
        #expect(plan.rows[0].missed == MissedTimes(count: 2, last: Self.start.after(3_600)))
    }

    @Test("a run under way makes the next one a skipped row, with the reason")
    func overlapSkip() throws {
        let plan = try plan(now: Self.start, unfinished: [run(.running)])
        #expect(plan.rows.map(\.result) == [.skipped])
        #expect(plan.rows[0].reason == "the run for 2027-01-15T07:50:00Z is still under way")
        #expect(plan.next == Self.start.after(60))
    }

    @Test("of several times in time only one is queued, and with allow all are")
    func overlapWithinOnePlan() throws {
        let now = Self.start.after(180)
        #expect(try plan(now: now, grace: 600).rows.map(\.result) == [nil, .skipped, .skipped, .skipped])
        #expect(try plan(now: now, grace: 600, overlap: "allow").rows.map(\.result) == [nil, nil, nil, nil])
    }

    @Test("with queue one run waits for the one under way, and no more than one")
    func overlapQueue() throws {
        let now = Self.start.after(60)
        let plan = try plan(now: now, overlap: "queue", unfinished: [run(.running)])
        #expect(plan.rows.map(\.state) == [.queued, .finished])
        #expect(plan.rows[0].waitsForOthers)
        #expect(plan.rows[1].reason == "the run for 2027-01-15T08:00:00Z is queued already")
    }

    @Test("a catch-up that waits for its turn does not hold up what is due before it")
    func waitingCatchUpIsNotInTheWay() throws {
        let waiting = run(.queued, trigger: .catchUp, notBefore: Self.start.after(3_600))
        #expect(try plan(now: Self.start, unfinished: [waiting]).rows.map(\.state) == [.queued])
    }

    @Test("a plan is bounded, and the rest stays due")
    func boundedPlan() throws {
        let plan = try plan(now: Self.start.after(600), grace: 3_600, count: 4, overlap: "allow")
        #expect(plan.rows.count == 4)
        #expect(plan.next == Self.start.after(240))
    }

    @Test("an hour that does not exist, and one that comes twice, have one run each")
    func changesOfTheClock() throws {
        // 02:30 does not exist on 2027-03-28, and comes twice on 2027-10-31.
        let spring = try #require(Timestamp(rfc3339: "2027-03-28T01:00:00Z"))
        let nextDay = try #require(Timestamp(rfc3339: "2027-03-29T00:30:00Z"))
        #expect(try plan("30 2 * * *", in: "Europe/Berlin", due: spring, now: spring).next == nextDay)
        let autumn = try #require(Timestamp(rfc3339: "2027-10-31T00:30:00Z"))
        let dayAfter = try #require(Timestamp(rfc3339: "2027-11-01T01:30:00Z"))
        #expect(try plan("30 2 * * *", in: "Europe/Berlin", due: autumn, now: autumn).next == dayAfter)
    }

    @Test("catch-ups get their turn at the rate")
    func releaseRate() {
        var release = ReleaseRate(perMinute: 120)
        let turns = (0..<5).map { _ in release.release(at: Self.start).seconds - Self.start.seconds }
        #expect(turns == [0, 0, 1, 1, 2])
        #expect(release.release(at: Self.start.after(60)) == Self.start.after(60))
    }
}
