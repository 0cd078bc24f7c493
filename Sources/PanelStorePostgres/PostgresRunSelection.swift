import PanelStore
import PhoenixModel

/// One page of runs, newest first, and how many the list has in all.
struct PostgresRunSelection {
    let page: SQLStatement
    let count: PostgresStatement

    init(_ query: RunQuery) {
        var conditions = query.conditions(in: .postgres)
        count =
            query.since == nil && query.until == nil
            ? Self.count(query)
            : PostgresStatement("SELECT count(*) FROM run \(conditions.clause())", conditions.values.parameters)
        let (limit, offset) = (conditions.parameter(.init(query.limit)), conditions.parameter(.init(query.offset)))
        // Ids are counted off in an index first, so that the rows before the page are not read.
        page = SQLStatement(
            """
            SELECT \(RunRow.columns) FROM run WHERE id = ANY (ARRAY(
                SELECT id FROM run \(conditions.clause()) ORDER BY id DESC LIMIT \(limit) OFFSET \(offset)
            )) ORDER BY id DESC
            """, conditions.values)
    }

    /// The id before which the stretch ends that has the run after so many newest ones, how many of those it has, and how
    /// many runs there are in all stretches.
    static let place = """
        WITH counts AS (
            SELECT stretch, sum(runs)::bigint AS runs FROM (
                SELECT stretch, runs FROM run_stretch
                UNION ALL SELECT stretch, runs FROM run_change WHERE stretch IS NOT NULL
                UNION ALL SELECT id >> \(PostgresSchema.runStretch), 1 FROM run WHERE state <> 'finished'
            ) AS parts GROUP BY stretch
        ), ends AS (
            SELECT stretch, runs, sum(runs) OVER (ORDER BY stretch DESC)::bigint AS upto FROM counts
        )
        SELECT (stretch + 1) << \(PostgresSchema.runStretch), $1 - (upto - runs),
            (SELECT sum(runs)::bigint FROM counts)
        FROM ends WHERE upto > $1 ORDER BY stretch DESC LIMIT 1
        """

    /// From counts that are kept, and of the few runs that are not finished.
    private static func count(_ query: RunQuery) -> PostgresStatement {
        let (states, results) = query.counted
        return PostgresStatement(
            """
            SELECT (coalesce((
                SELECT sum(runs) FROM run_count WHERE service_id = $1 AND result = ANY ($2::text[])
            ), 0) + coalesce((
                SELECT sum(runs) FROM run_change
                WHERE (service_id = $1 OR $1 = \(PostgresSchema.allRuns)) AND result = ANY ($2::text[])
            ), 0) + (
                SELECT count(*) FROM run WHERE state <> 'finished'
                AND (service_id = $1 OR $1 = \(PostgresSchema.allRuns)) AND state = ANY ($3::text[])
            ))::bigint
            """,
            [
                .integer(query.serviceID ?? PostgresSchema.allRuns), .texts(results.map(\.rawValue)),
                .texts(states.map(\.rawValue)),
            ])
    }
}
