import PanelStore
import PhoenixModel

/// What was read of tasks along with them, so that it need not be asked for one by one. It holds as long as their rows
/// are this transaction's, and nothing was changed of it.
struct KnownOfTasks {
    /// Whether the time that a task is due at is covered by a run.
    var coverage: [Int64: (due: Timestamp, isCovered: Bool)] = [:]
    var unfinished: [Int64: [RunRecord]] = [:]
    var dependencies: [Int64: [Int64]] = [:]

    /// Something was changed about a task's runs.
    mutating func forgetRuns(of serviceID: Int64) {
        coverage[serviceID] = nil
        unfinished[serviceID] = nil
    }

    mutating func forgetRuns() {
        coverage = [:]
        unfinished = [:]
    }
}
