import ClientAPI
import ClientPanelFixtures
import ClockFixtures
import HTTPTransport
import PhoenixModel
import Scheduling
import TaskRunners

/// A stand-in panel, and a runner that works on it, in a time that only waiting moves on.
struct Bench {
    let time = ManualTime()
    let panel: StandInPanel
    let runner: PanelTaskRunner
    let client: ClientAPI

    init(_ servers: [StandInServer] = [StandInServer(1)], options: StandInOptions = StandInOptions()) throws {
        let time = time
        panel = StandInPanel(servers, options: options, now: { time.now })
        client = ClientAPI(
            address: try .init(clientAPI: "https://panel.example.com"), key: try BearerToken(options.key),
            options: ClientAPIOptions(version: "1.0"), transport: StandInTransport(panel: panel), clock: time.clock())
        runner = PanelTaskRunner(client: client, clock: time.clock())
    }

    func steps(_ type: String, _ data: ValueMap, run: RunIdentity = .nightly) async throws(RunnerError) -> [PlannedStep]
    {
        try await runner.steps(of: .task(type, data), run: run)
    }

    /// Does a whole task, as a scheduler would: what follows a failed step of the same server is not done.
    @discardableResult
    func run(_ type: String, _ data: ValueMap, run: RunIdentity = .nightly) async throws -> [StepOutcome] {
        var outcomes: [StepOutcome] = []
        var givenUp: Set<String> = []
        for step in try await steps(type, data, run: run) where !givenUp.contains(step.target.id) {
            let outcome = await runner.perform(step, run: run)
            outcomes.append(outcome)
            if outcome.result != .succeeded, !step.continuesOnFailure { givenUp.insert(step.target.id) }
        }
        return outcomes
    }

    /// What was asked to be changed: `power`, `backups`…
    var writes: [String] { panel.writes.map { "\($0.method) \($0.action)" } }

    /// The names of the backups of the first server that are there.
    var backups: [String] { panel.servers[0].backups.filter { !$0.isDeleted }.map(\.name) }
}

extension RunIdentity {
    static let nightly = RunIdentity(
        id: 7, serviceID: 3, serviceName: "nightly", time: Timestamp(seconds: 1_800_000_000))

    /// Another run of the same task.
    static func nightly(_ id: Int64) -> RunIdentity {
        RunIdentity(id: id, serviceID: 3, serviceName: "nightly", time: Timestamp(seconds: 1_800_000_000 + id))
    }
}

extension Value {
    static func task(_ type: String, _ data: ValueMap) -> Value { ["type": .string(type), "data": .map(data)] }
}

extension StandInOptions {
    /// Without the limit of two backups in ten minutes.
    static var unthrottled: Self {
        var options = Self()
        options.backupThrottle = nil
        return options
    }
}
