import PanelStore
import PhoenixModel

/// What becomes of a service's row beside its configuration, as far as it is to be changed.
struct ServiceNote {
    var nextRun: Timestamp??
    var lastRun: (at: Timestamp, result: RunResult)?
    var observedStatus: ServiceStatus??

    static let types = ["bigint", "boolean", "bigint", "boolean", "bigint", "text", "boolean", "text"]

    /// In the order of `types`.
    func values(for id: Int64) -> [ColumnValue] {
        [
            .integer(id), .init(nextRun != nil), .init(nextRun ?? nil), .init(lastRun != nil), .init(lastRun?.at),
            .init(lastRun?.result.rawValue), .init(observedStatus != nil), .init((observedStatus ?? nil)?.rawValue),
        ]
    }

    /// Locks the rows in the order of their ids, as everybody does, and changes those that are to become other ones.
    static let update = """
        WITH note AS (
            SELECT * FROM unnest(\(PostgresSQL.arrayPlaceholders(types)))
                AS note (id, moves, next_run, has_run, last_run, last_result, has_status, status)
        ), mine AS MATERIALIZED (
            SELECT id FROM service WHERE id = ANY ($1::bigint[]) ORDER BY id FOR NO KEY UPDATE
        )
        UPDATE service SET
            next_run = CASE WHEN moves THEN note.next_run ELSE service.next_run END,
            last_run = CASE WHEN has_run THEN note.last_run ELSE service.last_run END,
            last_result = CASE WHEN has_run THEN note.last_result ELSE service.last_result END,
            observed_status = CASE WHEN has_status THEN note.status ELSE service.observed_status END
        FROM note, mine
        WHERE service.id = note.id AND mine.id = note.id AND (
            moves AND service.next_run IS DISTINCT FROM note.next_run
            OR has_run AND (service.last_run, service.last_result)
                IS DISTINCT FROM (note.last_run, note.last_result)
            OR has_status AND service.observed_status IS DISTINCT FROM note.status
        )
        """
}
