import PhoenixModel

/// The row of a step of a run: its columns by place.
package enum RunStepRow {
    /// In the order of `record(_:)` and `values(_:)`.
    package static let columns = """
        position, server_id, server_name, node, action, instruction, state, result, reason, started_at, finished_at, \
        attempts
        """

    package static func values(_ step: RunStepRecord) -> [ColumnValue] {
        [
            .init(step.position), .init(step.target.id), .init(step.target.name), .init(step.target.node),
            .init(step.action), .init(step.instruction?.jsonText()), .init(step.state.rawValue),
            .init(step.result?.rawValue), .init(step.reason), .init(step.startedAt), .init(step.finishedAt),
            .init(step.attempts),
        ]
    }

    package static func record(_ row: some ColumnReading) throws -> RunStepRecord {
        RunStepRecord(
            position: try row.count(0),
            target: RunTarget(id: try row.text(1), name: try row.text(2), node: try row.text(3)),
            action: try row.text(4), instruction: try row.optionalJSON(5), state: try row.word(6),
            result: try row.optionalWord(7), reason: try row.optionalText(8), startedAt: try row.optionalTimestamp(9),
            finishedAt: try row.optionalTimestamp(10), attempts: try row.count(11))
    }
}
