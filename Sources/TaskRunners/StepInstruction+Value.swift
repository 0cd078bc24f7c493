import ClientAPI
import PhoenixModel

extension StepInstruction {
    /// As a store keeps it, for whatever process goes on with the run.
    var value: Value {
        switch self {
        case .power(let signal): ["do": "power", "signal": .string(signal.rawValue)]
        case .command(let text): ["do": "command", "text": .string(text)]
        case .wait(let seconds): ["do": "wait", "seconds": .integer(seconds)]
        case .waitForState(let wait):
            [
                "do": "wait_for", "state": .string(wait.state.rawValue), "timeout": .integer(wait.timeout),
                "after_change": .bool(wait.isAfterChange),
            ]
        case .backup(let backup):
            [
                "do": "backup", "name": backup.name.map(Value.string) ?? .null,
                "ignored": .list(backup.ignored.map(Value.string)), "locked": .bool(backup.isLocked),
                "keep": backup.keep.map(Value.integer) ?? .null, "wait": .bool(backup.waits),
            ]
        case .setVariables(let variables):
            [
                "do": "variables",
                "values": .map(ValueMap(variables.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
            ]
        case .reinstall: ["do": "reinstall"]
        case .waitForInstallation: ["do": "wait_for_installation"]
        case .statistics(let metrics):
            ["do": "statistics", "metrics": .list(metrics.map { .string($0.rawValue) })]
        case .cleanup(let cleanup):
            [
                "do": "cleanup", "directory": .string(cleanup.directory),
                "patterns": .list(cleanup.patterns.map(Value.string)),
                "older_than_days": cleanup.olderThanDays.map(Value.integer) ?? .null,
                "max_files": .integer(cleanup.maximumFiles), "dry_run": .bool(cleanup.isDryRun),
            ]
        }
    }

    /// nil for what no version of phoenix has written that does the same: it must not be guessed at.
    init?(_ value: Value) {
        guard let reader = KeyReader(value), let instruction = try? Self.read(reader) else { return nil }
        // A key that is not known here may change what is meant.
        guard instruction.value == value else { return nil }
        self = instruction
    }

    private static func read(_ reader: KeyReader) throws(UnreadableKey) -> StepInstruction? {
        switch try reader.requiredText("do") {
        case "power": PowerSignal(rawValue: try reader.requiredText("signal")).map { .power($0) }
        case "command": .command(try reader.requiredText("text"))
        case "wait": .wait(try reader.requiredInteger("seconds"))
        case "wait_for": try wait(reader).map { .waitForState($0) }
        case "backup": .backup(try BackupInstruction(reader))
        case "variables": .setVariables(try reader.texts("values"))
        case "reinstall": .reinstall
        case "wait_for_installation": .waitForInstallation
        case "statistics": .statistics(try reader.textList("metrics").compactMap { Metric(rawValue: $0) })
        case "cleanup": .cleanup(try CleanupInstruction(reader))
        default: nil
        }
    }

    private static func wait(_ reader: KeyReader) throws(UnreadableKey) -> StateWait? {
        guard let state = ServerResources.State(rawValue: try reader.requiredText("state")) else { return nil }
        return StateWait(
            state: state, timeout: try reader.requiredInteger("timeout"),
            isAfterChange: try reader.flag("after_change") ?? false)
    }
}

extension BackupInstruction {
    /// From the data of a task, a step of a sequence, or an instruction.
    init(_ reader: KeyReader) throws(UnreadableKey) {
        self.init(
            name: try reader.text("name"), ignored: try reader.textList("ignored"),
            isLocked: try reader.flag("locked") ?? false, keep: try reader.integer("keep"),
            waits: try reader.flag("wait") ?? true)
    }
}

extension CleanupInstruction {
    /// From the data of a task, or an instruction.
    init(_ reader: KeyReader) throws(UnreadableKey) {
        self.init(
            directory: try reader.text("directory") ?? "/", patterns: try reader.textList("patterns"),
            olderThanDays: try reader.integer("older_than_days"),
            maximumFiles: try reader.integer("max_files") ?? 1_000, isDryRun: try reader.flag("dry_run") ?? false)
    }
}
