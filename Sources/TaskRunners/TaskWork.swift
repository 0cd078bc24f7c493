import ClientAPI
import PhoenixModel

/// What a task does: to which servers, and step by step to each.
struct TaskWork: Sendable, Hashable {
    struct Step: Sendable, Hashable {
        var instruction: StepInstruction
        var continuesOnFailure = false
    }

    let selectors: [ServerSelector]
    /// Seconds between one server's end and the next one's start.
    let delayBetween: Int64
    let steps: [Step]

    /// Reads `{type, data}`, whose values have been checked when they were stored.
    init(_ task: Value) throws(UnreadableKey) {
        guard let reader = KeyReader(task), let data = try reader.object("data") else {
            throw UnreadableKey(key: "data")
        }
        var named: Set<ServerSelector> = []
        selectors = try data.textList("servers").map { ServerSelector($0) }.filter { named.insert($0).inserted }
        delayBetween = max(0, try data.integer("delay_between") ?? 0)
        steps =
            switch try reader.requiredText("type") {
            case "server_command": [Step(instruction: try Self.serverCommand(data))]
            case "backup": [Step(instruction: .backup(try BackupInstruction(data)))]
            case "update": try Self.update(data).map { Step(instruction: $0) }
            case "statistics": [Step(instruction: .statistics(try Self.metrics(data)))]
            case "cleanup": [Step(instruction: .cleanup(try CleanupInstruction(data)))]
            case "sequence": try Self.sequence(data)
            default: throw UnreadableKey(key: "type")
            }
    }

    private static func serverCommand(_ data: KeyReader) throws(UnreadableKey) -> StepInstruction {
        let command = try data.requiredText("command")
        let mode = try data.text("mode")
        guard mode != "console", let signal = PowerSignal(rawValue: String(command.trimmed())) else {
            // A command that is no signal must never be sent as one, nor the other way round.
            if mode == "power" { throw UnreadableKey(key: "command") }
            return .command(command)
        }
        return .power(signal)
    }

    private static func update(_ data: KeyReader) throws(UnreadableKey) -> [StepInstruction] {
        var steps: [StepInstruction] = []
        let variables = try data.texts("variables")
        if !variables.isEmpty { steps.append(.setVariables(variables)) }
        if try data.flag("backup_first") ?? false {
            steps.append(.backup(BackupInstruction(name: "{server} before the update {date}")))
        }
        if try data.text("method") == "reinstall" { return steps + [.reinstall, .waitForInstallation] }
        return steps + [.power(.restart)]
    }

    private static func metrics(_ data: KeyReader) throws(UnreadableKey) -> [Metric] {
        let names = try data.textList("metrics")
        return names.isEmpty ? Metric.allCases : names.compactMap { Metric(rawValue: $0) }
    }

    private static func sequence(_ data: KeyReader) throws(UnreadableKey) -> [Step] {
        var steps: [Step] = []
        // Seconds that pass for sure since the server was last told to change; nil where it was not.
        var sinceChange: Int64?
        for step in try data.objects("steps") {
            let instruction: StepInstruction
            if let command = try step.text("command") {
                instruction = .command(command)
                sinceChange = 0
            } else if let signal = try step.text("power").flatMap({ PowerSignal(rawValue: $0) }) {
                instruction = .power(signal)
                sinceChange = 0
            } else if let seconds = try step.integer("wait") {
                instruction = .wait(seconds)
                sinceChange = sinceChange.map { $0 + seconds }
            } else if let wait = try step.object("wait_for") {
                let isAfterChange = sinceChange.map { $0 <= ServerResources.freshness.components.seconds } ?? false
                guard let state = ServerResources.State(rawValue: try wait.requiredText("state")) else {
                    throw UnreadableKey(key: "state")
                }
                instruction = .waitForState(
                    StateWait(
                        state: state, timeout: try wait.integer("timeout") ?? 300, isAfterChange: isAfterChange))
                sinceChange = nil
            } else if let backup = try step.object("backup") {
                instruction = .backup(try BackupInstruction(backup))
            } else {
                throw UnreadableKey(key: "steps")
            }
            steps.append(
                Step(instruction: instruction, continuesOnFailure: try step.flag("continue_on_failure") ?? false))
        }
        return steps
    }
}
