import GRDB
import PanelStore
import PhoenixModel

/// The runs that need not be kept.
struct PrunableRuns {
    let db: Database
    let retention: RunRetention

    /// Those that finished first, in this order.
    func ids(limit: Int) throws -> [Int64] {
        var runs: [(finishedAt: Int64, id: Int64)] = []
        var firstKept: [Int64: Int64] = [:]
        for result in RunResult.allCases { runs += try self.runs(of: result, limit: limit, &firstKept) }
        return runs.sorted { $0 < $1 }.prefix(limit).map(\.id)
    }

    /// Those of one result. The order is that of their ends, not that of their ids: a clock that was wrong for a while
    /// must not hold up what comes after it.
    private func runs(
        of result: RunResult, limit: Int, _ firstKept: inout [Int64: Int64]
    ) throws -> [(finishedAt: Int64, id: Int64)] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, service_id, finished_at FROM run WHERE result = ? AND finished_at < ?
                ORDER BY finished_at, id
                """)
        let rows = try Row.fetchCursor(
            statement, arguments: [result.rawValue, retention.end(of: result).seconds])
        var runs: [(finishedAt: Int64, id: Int64)] = []
        while runs.count < limit, let row = try rows.next() {
            let serviceID: Int64 = row[1]
            let kept = try firstKept[serviceID] ?? firstKeptRun(of: serviceID)
            firstKept[serviceID] = kept
            if row[0] < kept { runs.append((row[2], row[0])) }
        }
        return runs
    }

    /// The first id of a task's newest runs that are kept however old they are; the lowest number where all are.
    private func firstKeptRun(of serviceID: Int64) throws -> Int64 {
        guard retention.keptPerTask > 0 else { return .max }
        let statement = try db.cachedStatement(
            sql: "SELECT id FROM run WHERE service_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?")
        return try Int64.fetchOne(statement, arguments: [serviceID, retention.keptPerTask - 1]) ?? .min
    }
}
