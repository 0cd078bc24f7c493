import GRDB
import PanelStore
import PhoenixModel

extension SQLiteTransaction: ReplicaTransaction {
    func replicas() throws -> [ReplicaRecord] {
        let statement = try db.cachedStatement(sql: "SELECT \(ReplicaRow.columns) FROM replica ORDER BY name")
        return try Array(Row.fetchCursor(statement).map { try ReplicaRow.record($0) })
    }

    func note(_ replica: ReplicaRecord) throws {
        try execute(
            "REPLACE INTO replica (\(ReplicaRow.columns)) VALUES (?, ?, ?, ?, ?, ?)",
            StatementArguments(ReplicaRow.values(replica)))
    }

    func removeReplica(named name: String) throws { try execute("DELETE FROM replica WHERE name = ?", [name]) }

    func removeReplicas(lastSeenBefore moment: Timestamp) throws {
        try execute("DELETE FROM replica WHERE last_seen < ?", [moment.seconds])
    }
}
