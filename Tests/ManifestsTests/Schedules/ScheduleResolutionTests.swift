import Cron
import Diagnostics
import Manifests
import PhoenixModel
import Testing

@Suite("Entries of schedules on the servers of a panel")
struct ScheduleResolutionTests {
    private let span = SourceSpan(startOf: SourceFileID(index: 0))
    private let servers = [
        GameServer(uuid: "1a7ce997-259b-452e-8b4e-cecc464142ca", identifier: "1a7ce997", name: "lobby", node: "n1"),
        GameServer(uuid: "2b7ce997-259b-452e-8b4e-cecc464142ca", identifier: "2b7ce997", name: "survival", node: "n1"),
        GameServer(uuid: "3c7ce997-259b-452e-8b4e-cecc464142ca", identifier: "3c7ce997", name: "test-1", node: "n2"),
    ]

    private func resolve(
        _ selectors: [String], _ schedule: String = "0 4 * * *", key: String = "restart", formerly: [String] = []
    ) -> ScheduleResolution {
        let entry = DesiredSchedule(
            key: key, formerly: formerly, servers: selectors.map { .init($0, span) }, schedule: schedule,
            fields: ServiceFields(name: "Restart"), span: span)
        return ScheduleResolution(DesiredState(project: "p", objects: [], schedules: [entry]), on: servers)
    }

    @Test("gives one object for each server that is selected")
    func oneForEach() {
        let resolution = resolve(["all", "!name:test-*"], formerly: ["reboot"])
        #expect(resolution.desired.objects.map(\.key) == ["restart@1a7ce997", "restart@2b7ce997"])
        #expect(resolution.desired.objects.allSatisfy { $0.kind == .native && $0.entryKey == "restart" })
        #expect(resolution.desired.objects[1].formerly == ["reboot@2b7ce997"])
        #expect(resolution.desired.objects[1].server == "2b7ce997")
        #expect(resolution.servers.map(\.name) == ["lobby", "survival"])
        #expect(resolution.desired.objects[0].fields.schedule == "0 4 * * *")
        #expect(resolution.diagnostics.isEmpty)
    }

    @Test("hashes H by key and server, and a former key moves no run")
    func hashes() throws {
        let schedules = resolve(["all"], "H H * * *").desired.objects.map(\.fields.schedule)
        #expect(Set(schedules).count == 3)
        let hash = ScheduleHash(project: "p", key: "restart@1a7ce997")
        #expect(try schedules[0] == CronExpression("H H * * *", hash: { hash.value(for: $0) }).canonical)
        let renamed = resolve(["all"], "H H * * *", key: "reboot", formerly: ["restart"])
        #expect(renamed.desired.objects.map(\.fields.schedule) == schedules)
    }

    @Test("keeps a server that is named and not there, and warns of a pattern that means nothing")
    func missing() {
        let resolution = resolve(["9d7ce997-259b-452e-8b4e-cecc464142ca", "name:loby*", "!node:n9", "lobby0"])
        #expect(resolution.desired.objects.map(\.key) == ["restart@9d7ce997", "restart@lobby0"])
        #expect(Set(resolution.missing.keys) == ["9d7ce997", "lobby0"])
        #expect(resolution.servers.isEmpty)
        #expect(resolution.diagnostics.map(\.code) == [.serverUnmatched, .serverUnmatched])
    }
}
