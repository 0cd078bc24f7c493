import ClientPanelFixtures
import ClockFixtures
import PhoenixModel
import Scheduling
import TaskRunners
import Testing

@Suite("A dry run")
struct DryRunnerTests {
    private static let data: ValueMap = ["servers": ["all", "name:lobby-*"], "delay_between": 5, "command": "stop"]

    @Test("is on what the task names where there is no panel")
    func isOnWhatTheTaskNames() async throws {
        let runner = DryRunner(client: nil, clock: ManualTime().clock())
        let steps = try await runner.steps(of: .task("server_command", Self.data), run: .nightly)
        #expect(steps.map(\.target.name) == ["all", "name:lobby-*"])
        #expect(steps.map(\.action) == ["power: stop", "power: stop"])
        #expect(steps.map(\.delay) == [0, 5])
        #expect(await runner.perform(steps[0], run: .nightly).result == .succeeded)
    }

    @Test("without a panel counts a server once that the task names by its identifier and its uuid")
    func countsAServerOnce() async throws {
        let runner = DryRunner(client: nil, clock: ManualTime().clock())
        let uuid = "1a2b3c4d-0000-4aaa-8aaa-000000000004"
        let names: [Value] = ["1a2b3c4d", .string(uuid), "1a2b3c4d", "1a2b3c4e"]
        let steps = try await runner.steps(of: .task("backup", ["servers": .list(names)]), run: .nightly)
        #expect(steps.map(\.target.name) == [uuid, "1a2b3c4e"])
    }

    @Test("is on the servers of a panel, and changes nothing there")
    func isOnTheServersOfAPanel() async throws {
        let bench = try Bench([StandInServer(1), StandInServer(2)])
        let runner = DryRunner(client: bench.client, clock: bench.time.clock())
        for type in ["backup", "cleanup", "statistics", "update"] {
            let steps = try await runner.steps(of: .task(type, ["servers": ["all"], "patterns": ["*"]]), run: .nightly)
            #expect(Set(steps.map(\.target.name)) == ["server-1", "server-2"])
            for step in steps {
                #expect(await runner.perform(step, run: .nightly).result == .succeeded)
                #expect(await runner.settle(step, run: .nightly).result == .succeeded)
            }
        }
        #expect(bench.writes.isEmpty)
    }
}
