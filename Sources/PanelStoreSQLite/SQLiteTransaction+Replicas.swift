import GRDB
import PanelStore
import PhoenixModel

extension SQLiteTransaction: ReplicaTransaction {
    func replicas() throws -> [ReplicaRecord] {
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT name, version, started_at, last_seen, clock_skew, runs_tasks FROM replica ORDER BY name
                    """))
        return try Array(
            rows.map { row in
                ReplicaRecord(
                    name: row[0], version: row[1], startedAt: row.timestamp(2), lastSeen: row.timestamp(3),
                    clockSkew: row[4], runsTasks: row[5])
            })
    }

    func note(_ replica: ReplicaRecord) throws {
        try execute(
            """
            REPLACE INTO replica (name, version, started_at, last_seen, clock_skew, runs_tasks)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                replica.name, replica.version, replica.startedAt.seconds, replica.lastSeen.seconds, replica.clockSkew,
                replica.runsTasks,
            ])
    }

    func removeReplica(named name: String) throws { try execute("DELETE FROM replica WHERE name = ?", [name]) }

    func removeReplicas(lastSeenBefore moment: Timestamp) throws {
        try execute("DELETE FROM replica WHERE last_seen < ?", [moment.seconds])
    }
}
