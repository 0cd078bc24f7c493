import GRDB
import PanelStore
import PhoenixModel

/// One page of runs, newest first.
struct RunSelection {
    let db: Database
    let query: RunQuery

    func slice() throws -> RecordSlice<RunRecord> {
        RecordSlice(records: try records(), total: try total())
    }

    private func records() throws -> [RunRecord] {
        let (sql, arguments) = query.isPlain && query.serviceID == nil ? try plainPage() : page()
        let statement = try db.cachedStatement(sql: sql)
        return try Row.fetchCursor(statement, arguments: arguments).map { try RunRow.record($0) }.toArray()
    }

    /// The counts by stretches of ids lead to the stretch in which a page of all runs begins, so that a page deep in a
    /// million runs costs little more than the first.
    private func plainPage() throws -> (sql: String, arguments: StatementArguments) {
        let statement = try db.cachedStatement(sql: "SELECT stretch, runs FROM run_stretch ORDER BY stretch DESC")
        let stretches = try Row.fetchCursor(statement)
        var skipped = 0
        var end: Int64 = 0
        while let stretch = try stretches.next() {
            let count: Int = stretch[1]
            if skipped + count > query.offset {
                end = (stretch[0] + 1) << 10
                break
            }
            skipped += count
        }
        return (
            "SELECT \(RunRow.columns) FROM run WHERE id < ? ORDER BY id DESC LIMIT ? OFFSET ?",
            [end, query.limit, query.offset - skipped]
        )
    }

    /// Ids are counted off in an index first, so that the rows before the page are not read.
    private func page() -> (sql: String, arguments: StatementArguments) {
        var conditions = query.conditions(in: .sqlite)
        let (limit, offset) = (conditions.parameter(.init(query.limit)), conditions.parameter(.init(query.offset)))
        return (
            """
            SELECT \(RunRow.columns) FROM run WHERE id IN (
                SELECT id FROM run \(conditions.clause()) ORDER BY \(order) DESC LIMIT \(limit) OFFSET \(offset)
            ) ORDER BY id DESC
            """,
            StatementArguments(conditions.values)
        )
    }

    /// `+`: an index has the few that are chosen, which are sorted then; without it SQLite looks for them among all runs.
    private var order: String {
        let isFew = query.since != nil || query.until != nil || query.state.map { $0 != .finished } ?? false
        return isFew ? "+id" : "id"
    }

    /// From counts that are kept, unless the time chooses.
    private func total() throws -> Int {
        guard query.since == nil, query.until == nil else {
            let conditions = query.conditions(in: .sqlite)
            let statement = try db.cachedStatement(sql: "SELECT count(*) FROM run \(conditions.clause())")
            return try Int.fetchOne(statement, arguments: StatementArguments(conditions.values)) ?? 0
        }
        let statement = try db.cachedStatement(sql: "SELECT status, runs FROM run_count WHERE service_id = ?")
        let (states, results) = query.counted
        let statuses = Set(states.map(\.rawValue) + results.map(\.rawValue))
        return try Row.fetchCursor(statement, arguments: [query.serviceID ?? SQLiteSchema.allRuns])
            .reduce(0) { $0 + (statuses.contains($1[0]) ? $1[1] : 0) }
    }
}

extension Cursor {
    fileprivate func toArray() throws -> [Element] { try Array(self) }
}
