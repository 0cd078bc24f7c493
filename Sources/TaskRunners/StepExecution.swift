import ClientAPI
import Clocks
import PhoenixModel
import Scheduling

/// Does one step to one server.
struct StepExecution: Sendable {
    let client: ClientAPI
    let clock: WallClock
    let target: RunTarget
    let run: RunIdentity
    let throttling = Throttling()

    var patience: Patience { Patience(clock: clock, throttling: throttling) }

    func perform(_ instruction: StepInstruction) async throws(ClientAPIError) -> StepOutcome {
        let (client, id) = (client, target.id)
        switch instruction {
        case .power(let signal):
            try await patience { () async throws(ClientAPIError) in try await client.send(signal, to: id) }
        case .command(let text):
            try await patience { () async throws(ClientAPIError) in try await client.sendCommand(text, to: id) }
        case .wait(let seconds): try await patience.sleep(.seconds(seconds))
        case .waitForState(let wait): return try await waitForState(wait)
        case .backup(let backup): return try await makeBackup(backup, mayExist: false)
        case .setVariables(let variables):
            for (name, value) in variables.sorted(by: { $0.key < $1.key }) {
                try await patience { () async throws(ClientAPIError) in
                    try await client.setVariable(name, to: value, on: id)
                }
            }
        case .reinstall:
            try await patience { () async throws(ClientAPIError) in try await client.reinstall(id) }
        case .waitForInstallation: return try await waitForInstallation()
        case .statistics(let metrics): return try await recordStatistics(metrics)
        case .cleanup(let cleanup): return try await cleanUp(cleanup)
        }
        return StepOutcome(.succeeded)
    }

    /// Looks what has become of a step that was begun, perhaps by another process.
    func settle(_ instruction: StepInstruction) async throws(ClientAPIError) -> StepOutcome {
        if case .backup(let backup) = instruction { return try await makeBackup(backup, mayExist: true) }
        if instruction.isHarmlessToRepeat { return try await perform(instruction) }
        return StepOutcome(
            .unknown, "phoenix was interrupted while it did this: it may have been done, and it is not repeated",
            attempts: 0)
    }

    private func recordStatistics(_ metrics: [Metric]) async throws(ClientAPIError) -> StepOutcome {
        let (client, id) = (client, target.id)
        let resources = try await patience { () async throws(ClientAPIError) in try await client.resources(of: id) }
        var sample: [String: Double] = [:]
        for metric in metrics {
            switch metric {
            case .cpu: sample["cpu_percent"] = resources.cpu
            case .memory: sample["memory_bytes"] = resources.memory
            case .disk: sample["disk_bytes"] = resources.disk
            case .network:
                sample["network_received_bytes"] = resources.received
                sample["network_sent_bytes"] = resources.sent
            case .uptime: sample["uptime_seconds"] = resources.uptime.map { $0 / 1_000 }
            }
        }
        return StepOutcome(.succeeded, sample: sample)
    }
}
