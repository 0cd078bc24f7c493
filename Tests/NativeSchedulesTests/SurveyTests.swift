import ClientPanelFixtures
import ClockFixtures
import NativeSchedules
import PanelFixtures
import PhoenixModel
import Testing

@Suite("A look at a panel that runs schedules itself")
struct SurveyTests {
    private static let task = StandInTask(id: 1, sequence: 1, payload: "x", offset: 60)

    private func add(
        _ name: String, _ bench: Bench, isActive: Bool = true, change: (inout StandInSchedule) -> Void = { _ in }
    ) {
        let id = Int64(bench.schedules().count + 1)
        bench.panel.add(StandInSchedule(id: id, name: name, isActive: isActive, tasks: [Self.task]), to: 0)
        bench.panel.change { change(&$0[0].schedules[$0[0].schedules.count - 1]) }
    }

    @Test("finds nothing wrong with a panel that works")
    func findsNothingWrong() async throws {
        let bench = Bench()
        add("ok", bench)
        add("running", bench) { schedule in
            schedule.processingUntil = .seconds(10_000_000_000)
            schedule.updatedAt = bench.time.now
        }
        let survey = try await bench.native().survey()
        #expect(survey.stuck.isEmpty && survey.overdue.isEmpty && survey.mistimed.isEmpty)
        #expect(survey.lacking.isEmpty && survey.unreadable.isEmpty)
        #expect(survey.serverCount == 2)
        #expect(survey.scheduleCount == 2)
        #expect(survey.activeCount == 2)
        #expect(survey.family == "Pterodactyl or PhoenixPanel")
    }

    @Test("tells what is overdue from what is stuck")
    func tellsOverdueFromStuck() async throws {
        let bench = Bench()
        let now = bench.time.now
        add("overdue {phx a/b 1.AAAAAAAAAAAAAAA}", bench) { $0.nextRunAt = now.components.seconds - 200 }
        add("a little late", bench) { $0.nextRunAt = now.components.seconds - 100 }
        add("off", bench, isActive: false) { $0.nextRunAt = 0 }
        add("stuck", bench) { schedule in
            schedule.processingUntil = .seconds(10_000_000_000)
            schedule.updatedAt = now - .seconds(361)
        }
        let survey = try await bench.native().survey()
        #expect(survey.overdue.map(\.name) == ["overdue"])
        #expect(survey.stuck.map(\.name) == ["stuck"])
        #expect(survey.stuck.first?.id == "00000001/4")
    }

    @Test("finds next runs at which the cron expression does not run")
    func findsNextRunsBesideTheExpression() async throws {
        let bench = Bench()
        add("an hour off", bench) { $0.nextRunAt = ($0.nextRunAt ?? 0) + 3_600 }
        add("right", bench)
        #expect(try await bench.native().survey().mistimed.map(\.name) == ["an hour off"])
    }

    @Test("finds the permissions that are lacking, and the servers that cannot be read")
    func findsWhatIsLacking() async throws {
        let bench = Bench(3)
        bench.panel.change { servers in
            servers[0].permissions = ["schedule.read", "schedule.update"]
            servers[1].status = "suspended"
        }
        let survey = try await bench.native().survey()
        #expect(survey.lacking == [.init(server: "'server-1' (00000001)", text: "schedule.create, schedule.delete")])
        #expect(survey.unreadable == [.init(server: "'server-2' (00000002)", text: "is suspended")])
    }

    @Test("frees a schedule that is stuck, and leaves everything else of it")
    func freesASchedule() async throws {
        let bench = Bench()
        add("stuck {phx a/b 1.AAAAAAAAAAAAAAA}", bench) { schedule in
            schedule.processingUntil = .seconds(10_000_000_000)
            schedule.updatedAt = bench.time.now - .seconds(3_600)
            schedule.onlyWhenOnline = true
        }
        let native = try bench.native()
        let finding = try #require(try await native.survey().stuck.first)
        #expect(try await native.heal(finding))
        let schedule = bench.schedules()[0]
        #expect(!schedule.isProcessing(bench.time.now))
        #expect(schedule.isActive && schedule.onlyWhenOnline)
        #expect(schedule.name == "stuck {phx a/b 1.AAAAAAAAAAAAAAA}")
        #expect(try await !native.heal(finding))
        #expect(bench.panel.writes.count == 2)
    }
}
