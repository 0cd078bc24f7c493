import PhoenixModel

/// The row of a replica: its columns by place.
package enum ReplicaRow {
    /// In the order of `record(_:)` and `values(_:)`.
    package static let columns = "name, version, started_at, last_seen, clock_skew, runs_tasks"

    package static func values(_ replica: ReplicaRecord) -> [ColumnValue] {
        [
            .init(replica.name), .init(replica.version), .init(replica.startedAt), .init(replica.lastSeen),
            .init(replica.clockSkew), .init(replica.runsTasks),
        ]
    }

    package static func record(_ row: some ColumnReading) throws -> ReplicaRecord {
        ReplicaRecord(
            name: try row.text(0), version: try row.text(1), startedAt: try row.timestamp(2),
            lastSeen: try row.timestamp(3), clockSkew: try row.integer(4), runsTasks: try row.boolean(5))
    }
}
