import PanelStore
import PhoenixModel

extension PostgresTransaction: ReplicaTransaction {
    func replicas() async throws -> [ReplicaRecord] {
        try await run("SELECT \(ReplicaRow.columns) FROM replica ORDER BY name").map { try ReplicaRow.record($0) }
    }

    func note(_ replica: ReplicaRecord) async throws {
        let values = ReplicaRow.values(replica).parameters
        try await run(
            """
            INSERT INTO replica (\(ReplicaRow.columns)) VALUES (\(PostgresSQL.placeholders(values.count)))
            ON CONFLICT (name) DO UPDATE SET \(PostgresSQL.excluded(ReplicaRow.columns, but: ["name"]))
            """, values)
    }

    func removeReplica(named name: String) async throws {
        try await run("DELETE FROM replica WHERE name = $1", [.text(name)])
    }

    func removeReplicas(lastSeenBefore moment: Timestamp) async throws {
        try await run("DELETE FROM replica WHERE last_seen < $1", [.integer(moment.seconds)])
    }
}
