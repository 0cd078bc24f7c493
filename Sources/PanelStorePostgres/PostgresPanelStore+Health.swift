package import PanelStore
import PhoenixModel

extension PostgresPanelStore {
    /// Reads every row of every table, and what is stored beside it.
    package func health() async throws -> StoreHealth {
        let deadline = ContinuousClock.now + .seconds(3_600)
        do {
            return try await pool.withConnection(until: deadline) { connection in
                var health = StoreHealth()
                let tables = try await connection.run(
                    """
                    SELECT quote_ident(relname) FROM pg_class
                    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' ORDER BY relname
                    """, until: deadline
                ).map { try $0.text(0) }
                for table in tables {
                    do throws(PostgresError) {
                        let look = PostgresStatement("SELECT sum(length(\(table)::text)) FROM \(table)")
                        _ = try await connection.run(look, until: deadline)
                    } catch {
                        guard error.kind == .fault(.damaged) else { throw error }
                        health.damage.append("\(table): \(error.message)")
                    }
                }
                let size = try await connection.run(
                    """
                    SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class
                    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
                    """, until: deadline)
                health.size = try size[0].optionalInteger(0)
                return health
            }
        } catch let error as PostgresError {
            throw error.storeError(at: pool.location)
        }
    }
}
