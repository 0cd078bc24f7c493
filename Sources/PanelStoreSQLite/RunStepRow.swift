import GRDB
import PanelStore
import PhoenixModel

/// The row of a step of a run: its columns by place.
enum RunStepRow {
    /// In the order of `record(_:)` and `values(_:)`.
    static let columns = """
        position, server_id, server_name, node, action, instruction, state, result, reason, started_at, finished_at, \
        attempts
        """

    static let insertion = "INSERT INTO run_step (run_id, \(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

    /// Checks the token of the run's lease and writes, at once.
    static let replacement = """
        UPDATE run_step SET (\(columns)) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
        WHERE run_id = ? AND position = ? AND EXISTS (SELECT 1 FROM run WHERE id = run_id AND lease_token = ?)
        """

    static func values(_ step: RunStepRecord) -> [(any DatabaseValueConvertible)?] {
        [
            step.position, step.target.id, step.target.name, step.target.node, step.action,
            step.instruction?.jsonText(), step.state.rawValue, step.result?.rawValue, step.reason,
            step.startedAt?.seconds, step.finishedAt?.seconds, step.attempts,
        ]
    }

    static func record(_ row: Row) throws -> RunStepRecord {
        RunStepRecord(
            position: row[0], target: RunTarget(id: row[1], name: row[2], node: row[3]), action: row[4],
            instruction: try row.optionalJSON(5), state: try row.word(6), result: try row.optionalWord(7),
            reason: row[8], startedAt: row.optionalTimestamp(9), finishedAt: row.optionalTimestamp(10),
            attempts: row[11])
    }
}
