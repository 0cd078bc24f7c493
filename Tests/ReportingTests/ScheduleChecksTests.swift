import PhoenixModel
import Reporting
import Testing

@Suite("What doctor finds on a panel that runs schedules itself")
struct ScheduleChecksTests {
    private func checks(_ change: (inout ScheduleSurvey) -> Void = { _ in }) -> [String: Check] {
        var survey = ScheduleSurvey()
        survey.family = "Pelican"
        survey.serverCount = 12
        survey.scheduleCount = 30
        survey.activeCount = 20
        survey.capabilities.clock = [.init(moment: Timestamp(seconds: 1_800_000_000), offset: 0)]
        change(&survey)
        return Dictionary(uniqueKeysWithValues: ScheduleChecks(survey).all.map { ($0.name, $0) })
    }

    private func finding(_ number: Int) -> ScheduleSurvey.Finding {
        .init(
            id: "1a7ce997/\(number)", name: "Restart", server: "'lobby' (1a7ce997)",
            moment: Timestamp(seconds: 1_800_000_000))
    }

    @Test("a panel without trouble is ok in all")
    func isOK() {
        let found = checks()
        #expect(found.values.allSatisfy { $0.outcome == .ok })
        #expect(found["servers"]?.message == "12 servers with 30 schedules")
        #expect(found["panel zone"]?.message == "the panel computes schedules in UTC")
    }

    @Test("servers that cannot be read are named with the reason")
    func unreadable() {
        let check = checks { survey in
            survey.unreadable = [
                .init(server: "'lobby' (1a7ce997)", text: "is suspended"), .init(server: "x", text: "y"),
            ]
        }["servers"]
        #expect(check?.outcome == .warning)
        #expect(
            check?.message
                == "2 of 12 servers cannot be read: 'lobby' (1a7ce997) is suspended, and 1 more like it")
    }

    @Test("permissions that are lacking are a problem")
    func permissions() {
        let check = checks { $0.lacking = [.init(server: "'lobby' (1a7ce997)", text: "schedule.delete")] }[
            "permissions"]
        #expect(check?.outcome == .problem)
        #expect(check?.message == "the owner of the key lacks schedule.delete on the server 'lobby' (1a7ce997)")
    }

    @Test("a cron job that does not run is told from a queue worker that does not")
    func cronAndWorker() {
        let late = checks { $0.overdue = [finding(1)] }
        #expect(late["panel cron"]?.outcome == .problem)
        #expect(
            late["panel cron"]?.message
                == "1 schedule is overdue, 'Restart' on 'lobby' (1a7ce997) since 2027-01-15T08:00:00Z: "
                + "the panel's cron job does not run")
        #expect(late["queue worker"]?.outcome == .ok)
        let stuck = checks { $0.stuck = [finding(1), finding(2)] }
        #expect(stuck["queue worker"]?.outcome == .problem)
        #expect(stuck["queue worker"]?.message.hasPrefix("2 schedules are stuck, 'Restart' (id 1a7ce997/1)") == true)
        #expect(stuck["panel cron"]?.outcome == .ok)
        #expect(checks { $0.activeCount = 0 }["panel cron"]?.outcome == .notChecked)
    }

    @Test("markers that cannot be relied upon, and schedules that are not as they were applied, are problems")
    func markers() {
        let note = ScheduleSurvey.ScheduleNote(
            id: "1a7ce997/2", name: "Restart", server: "'lobby' (1a7ce997)", text: "its end is missing")
        let damaged = checks { $0.damaged = [note, note] }["markers"]
        #expect(damaged?.outcome == .problem)
        #expect(
            damaged?.message
                == "the marker of 'Restart' (id 1a7ce997/2) on 'lobby' (1a7ce997) is not reliable: its end is missing, "
                + "and 1 more like it")
        let unfinished = checks { $0.unfinished = [.init(id: "1/2", name: "R", server: "'a' (1)", text: "inactive")] }
        #expect(unfinished["unfinished"]?.outcome == .problem)
        #expect(
            unfinished["unfinished"]?.message.hasPrefix("'R' (id 1/2) on 'a' (1) is inactive, and was to be") == true)
    }

    @Test("a zone that changes its clock, and times beside the cron expression, are said")
    func zones() {
        let moment = Timestamp(seconds: 1_800_000_000)
        let found = checks { survey in
            survey.capabilities.clock = [.init(moment: moment, offset: 3_600), .init(moment: moment, offset: 7_200)]
            survey.mistimed = [finding(1)]
        }
        #expect(found["panel zone"]?.outcome == .warning)
        #expect(found["panel zone"]?.message == "the panel computes schedules with UTC+01:00 and UTC+02:00")
        #expect(found["next runs"]?.outcome == .problem)
        #expect(checks { $0.capabilities.clock = [] }["panel zone"]?.outcome == .notChecked)
    }

    @Test("the limits that were seen are told")
    func limits() {
        let check = checks { survey in
            survey.capabilities.rateLimit = 256
            survey.capabilities.createsPerMinute = 2
        }["limits"]
        #expect(check?.message == "256 requests a minute, 2 new schedules a minute and server")
    }
}
