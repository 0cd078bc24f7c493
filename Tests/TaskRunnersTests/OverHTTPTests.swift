import ClientAPI
import ClientPanelFixtures
import ClockFixtures
import HTTPTransport
import PanelFixtures
import PhoenixModel
import Scheduling
import TaskRunners
import Testing

@Suite("A task over HTTP")
struct OverHTTPTests {
    @Test("counts down, stops, backs up and starts two servers")
    func countsDown() async throws {
        let time = ManualTime()
        let panel = StandInPanel([StandInServer(1), StandInServer(2)], now: { time.now })
        let task = Value.task(
            "sequence",
            [
                "servers": ["name:server-*"], "delay_between": 30,
                "steps": [
                    ["command": "say The server stops in 10 seconds"], ["wait": 10], ["power": "stop"],
                    ["wait_for": ["state": "offline", "timeout": 120]], ["backup": ["keep": 2]], ["power": "start"],
                    ["wait_for": ["state": "running"]],
                ],
            ])
        let outcomes = try await panel.serve { address in
            try await ClientAPI.withClientAPI(
                at: .init(clientAPI: address.url), key: BearerToken(panel.options.key),
                options: ClientAPIOptions(version: "1.0"), clock: time.clock()
            ) { client in
                let runner = PanelTaskRunner(client: client, clock: time.clock())
                var outcomes: [StepOutcome] = []
                for step in try await runner.steps(of: task, run: .nightly) {
                    outcomes.append(await runner.perform(step, run: .nightly))
                }
                return outcomes
            }
        }
        #expect(outcomes.count == 14)
        #expect(outcomes.allSatisfy { $0.result == .succeeded })
        #expect(panel.servers.allSatisfy { $0.power(at: time.now) == .running && $0.backups.count == 1 })
        let each = ["command", "power", "backups", "power"]
        #expect(panel.writes.map(\.action) == each + each)
    }
}
