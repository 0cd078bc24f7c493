import PanelStore
import PhoenixModel

extension PostgresTransaction {
    /// Writes what waits.
    func write(_ pending: Pending) async throws {
        if pending.contains(.runs), !newRuns.isEmpty { try await writeRuns() }
        if pending.contains(.services), !serviceNotes.isEmpty { try await writeServiceNotes() }
        if pending.contains(.messages), !newMessages.isEmpty { try await writeMessages() }
    }

    /// Writes all that waits, and counts the changes of this transaction.
    func finish(folding: Bool) async throws {
        try await write(.all)
        if hasChangedServices || hasChangedKeys {
            try await run(
                "INSERT INTO change (services, keys) VALUES ($1, $2)",
                [.integer(hasChangedServices ? 1 : 0), .integer(hasChangedKeys ? 1 : 0)])
        }
        guard folding else { return }
        try await run(Self.foldChanges)
        try await run(Self.foldRunChanges, [.integer(Self.foldedAtOnce), .integer(PostgresSchema.allRuns)])
    }

    /// Whether something was changed that is counted by rows that are to be summed up.
    var hasChangedCounts: Bool { hasChangedServices || hasChangedKeys || hasChangedRunCounts }

    private static let foldedAtOnce: Int64 = 20_000

    /// Only one sums up at a time; the others pass by.
    private static let turn = "SELECT name FROM phoenix_lock WHERE name = 'fold' FOR NO KEY UPDATE SKIP LOCKED"

    private static let foldChanges = """
        WITH turn AS MATERIALIZED (\(turn)), gone AS (
            DELETE FROM change WHERE EXISTS (SELECT 1 FROM turn) RETURNING services, keys
        )
        UPDATE change_count
        SET services = change_count.services + gone.services, keys = change_count.keys + gone.keys
        FROM (
            SELECT coalesce(sum(services), 0)::bigint AS services, coalesce(sum(keys), 0)::bigint AS keys FROM gone
        ) AS gone WHERE gone.services > 0 OR gone.keys > 0
        """

    private static let foldRunChanges = """
        WITH turn AS MATERIALIZED (\(turn)), gone AS (
            DELETE FROM run_change WHERE EXISTS (SELECT 1 FROM turn)
            AND id = ANY (ARRAY(SELECT id FROM run_change ORDER BY id LIMIT $1))
            RETURNING service_id, result, runs, stretch
        ), stretched AS (
            INSERT INTO run_stretch (stretch, runs)
            SELECT stretch, sum(runs)::bigint FROM gone WHERE stretch IS NOT NULL GROUP BY stretch ORDER BY stretch
            ON CONFLICT (stretch) DO UPDATE SET runs = run_stretch.runs + excluded.runs
        )
        INSERT INTO run_count (service_id, result, runs)
        SELECT service_id, result, sum(runs)::bigint FROM (
            SELECT service_id, result, runs FROM gone UNION ALL SELECT $2::bigint, result, runs FROM gone
        ) AS changes GROUP BY service_id, result ORDER BY service_id, result
        ON CONFLICT (service_id, result) DO UPDATE SET runs = run_count.runs + excluded.runs
        """

    func note(_ serviceID: Int64, _ change: (inout ServiceNote) -> Void) {
        change(&serviceNotes[serviceID, default: ServiceNote()])
    }

    private func writeServiceNotes() async throws {
        let rows = serviceNotes.map { $0.value.values(for: $0.key) }
        serviceNotes = [:]
        let values = PostgresValue.columns(of: rows, count: ServiceNote.types.count)
        if try await run(ServiceNote.update, values).affectedCount > 0 { hasChangedServices = true }
    }
}
