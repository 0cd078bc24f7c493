import PanelStore
import PhoenixModel

/// One page of runs, newest first, and how many the list has in all.
struct PostgresRunSelection {
    let sql: String
    let values: [PostgresValue]
    let countSQL: String
    let countValues: [PostgresValue]

    init(_ query: RunQuery) {
        var conditions: [String] = []
        var values: [PostgresValue] = []
        func require(_ value: PostgresValue, _ condition: (_ parameter: String) -> String) {
            values.append(value)
            conditions.append(condition("$\(values.count)"))
        }
        if let id = query.serviceID { require(.integer(id)) { "service_id = \($0)" } }
        // As it stands in the conditions of indexes.
        if let state = query.state { conditions.append("state = '\(state.rawValue)'") }
        if let result = query.result { require(.text(result.rawValue)) { "result = \($0)" } }
        if let since = query.since { require(.integer(since.seconds)) { "\(PostgresSchema.runTime) >= \($0)" } }
        if let until = query.until { require(.integer(until.seconds)) { "\(PostgresSchema.runTime) <= \($0)" } }
        let condition = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
        // Ids are counted off in an index first, so that the rows before the page are not read.
        sql = """
            SELECT \(RunRow.columns) FROM run WHERE id = ANY (ARRAY(
                SELECT id FROM run \(condition) ORDER BY id DESC LIMIT $\(values.count + 1) OFFSET $\(values.count + 2)
            )) ORDER BY id DESC
            """
        self.values = values + [.integer(Int64(query.limit)), .integer(Int64(query.offset))]
        if query.since == nil, query.until == nil {
            (countSQL, countValues) = Self.count(query)
        } else {
            countSQL = "SELECT count(*) FROM run \(condition)"
            countValues = values
        }
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
    private static func count(_ query: RunQuery) -> (String, [PostgresValue]) {
        let states = query.result == nil ? [RunState.queued, .running].filter { $0 == query.state ?? $0 } : []
        let results = (query.state ?? .finished) == .finished ? query.result.map { [$0] } ?? RunResult.allCases : []
        return (
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
            ]
        )
    }
}
