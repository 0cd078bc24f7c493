import GRDB
import PanelStore
import PhoenixModel

/// The runs that need not be kept.
struct PrunableRuns {
    let db: Database
    let retention: RunRetention

    /// The lowest ids, ascending.
    func ids(limit: Int) throws -> ArraySlice<Int64> {
        var ids: [Int64] = []
        var firstKept: [Int64: Int64] = [:]
        for result in RunResult.allCases {
            ids += try self.ids(of: result, limit: limit, &firstKept)
        }
        return ids.sorted().prefix(limit)
    }

    /// Those of one result. A run does not finish before it is queued: the first that was queued too late is the last
    /// to look at.
    private func ids(of result: RunResult, limit: Int, _ firstKept: inout [Int64: Int64]) throws -> [Int64] {
        let end = retention.end(of: result).seconds
        let statement = try db.cachedStatement(
            sql: "SELECT id, service_id, queued_at, finished_at FROM run WHERE result = ? ORDER BY id")
        let rows = try Row.fetchCursor(statement, arguments: [result.rawValue])
        var ids: [Int64] = []
        while ids.count < limit, let row = try rows.next(), row[2] < end {
            let serviceID: Int64 = row[1]
            let kept = try firstKept[serviceID] ?? firstKeptRun(of: serviceID)
            firstKept[serviceID] = kept
            if row[3] < end, row[0] < kept { ids.append(row[0]) }
        }
        return ids
    }

    /// The first id of a task's newest runs that are kept however old they are; the lowest number where all are.
    private func firstKeptRun(of serviceID: Int64) throws -> Int64 {
        guard retention.keptPerTask > 0 else { return .max }
        let statement = try db.cachedStatement(
            sql: "SELECT id FROM run WHERE service_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?")
        return try Int64.fetchOne(statement, arguments: [serviceID, retention.keptPerTask - 1]) ?? .min
    }
}
