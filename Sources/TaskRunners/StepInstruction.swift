import ClientAPI
import PhoenixModel

/// What one step does to one server.
enum StepInstruction: Sendable, Hashable {
    case power(PowerSignal)
    case command(String)
    /// Seconds.
    case wait(Int64)
    case waitForState(StateWait)
    case backup(BackupInstruction)
    /// By name, in order of name.
    case setVariables([String: String])
    case reinstall
    case waitForInstallation
    case statistics([Metric])
    case cleanup(CleanupInstruction)

    /// Whether doing it a second time does no harm, so that it is done again when nobody knows whether it was done. A
    /// backup is none of these: it is looked up first.
    var isHarmlessToRepeat: Bool {
        switch self {
        case .wait, .waitForState, .waitForInstallation, .statistics, .cleanup: true
        // The same value once more is the same.
        case .setVariables: true
        case .power, .command, .reinstall, .backup: false
        }
    }

    /// For people.
    var action: String {
        switch self {
        case .power(let signal): "power: \(signal.rawValue)"
        case .command(let text): "command: \(text)"
        case .wait(let seconds): "wait: \(seconds) s"
        case .waitForState(let wait): "wait for: \(wait.state.rawValue)"
        case .backup: "backup"
        case .setVariables(let variables): "variables: \(variables.keys.sorted().joined(separator: ", "))"
        case .reinstall: "reinstall"
        case .waitForInstallation: "wait for: installation"
        case .statistics: "statistics"
        case .cleanup: "cleanup"
        }
    }
}

/// A state that a server is to come to.
struct StateWait: Sendable, Hashable {
    let state: ServerResources.State
    /// Seconds.
    let timeout: Int64
    /// Whether the server was told to change its state just before, so that what the panel remembers is out of date.
    let isAfterChange: Bool
}

struct BackupInstruction: Sendable, Hashable {
    /// The template of a task, then the whole name.
    var name: String?
    var ignored: [String] = []
    var isLocked = false
    /// How many unlocked backups of the task stay; nil for all.
    var keep: Int64?
    var waits = true
}

struct CleanupInstruction: Sendable, Hashable {
    var directory = "/"
    var patterns: [String]
    var olderThanDays: Int64?
    var maximumFiles: Int64 = 1_000
    var isDryRun = false
}

/// What is recorded of a server's use.
enum Metric: String, Sendable, Hashable, CaseIterable {
    case cpu, memory, disk, network, uptime
}
