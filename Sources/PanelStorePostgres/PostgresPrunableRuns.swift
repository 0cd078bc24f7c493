import PanelStore
import PhoenixModel

/// The runs that need not be kept.
struct PostgresPrunableRuns {
    let transaction: PostgresTransaction
    let retention: RunRetention

    private struct Place: Comparable {
        let finishedAt: Int64
        let id: Int64

        static func < (left: Self, right: Self) -> Bool { (left.finishedAt, left.id) < (right.finishedAt, right.id) }
    }

    /// Those that finished first, in this order.
    func ids(limit: Int) async throws -> [Int64] {
        guard limit > 0 else { return [] }
        var runs: [Place] = []
        var firstKept: [Int64: Int64] = [:]
        for result in RunResult.allCases { runs += try await self.runs(of: result, limit: limit, &firstKept) }
        return runs.sorted().prefix(limit).map(\.id)
    }

    /// Those of one result. The order is that of their ends, not that of their ids: a clock that was wrong for a while
    /// must not hold up what comes after it.
    private func runs(of result: RunResult, limit: Int, _ firstKept: inout [Int64: Int64]) async throws -> [Place] {
        var runs: [Place] = []
        var place = Place(finishedAt: .min, id: .min)
        while runs.count < limit {
            let rows = try await transaction.run(
                """
                SELECT id, service_id, finished_at FROM run
                WHERE result = $1 AND finished_at < $2 AND (finished_at, id) > ($3, $4)
                ORDER BY finished_at, id LIMIT $5
                """,
                [
                    .text(result.rawValue), .integer(retention.end(of: result).seconds), .integer(place.finishedAt),
                    .integer(place.id), .integer(Int64(limit)),
                ], after: .runs)
            try await learnFirstKept(of: Set(rows.map { try $0.integer(1) }).subtracting(firstKept.keys), &firstKept)
            for row in rows {
                place = Place(finishedAt: try row.integer(2), id: try row.integer(0))
                if place.id < firstKept[try row.integer(1)] ?? .min, runs.count < limit { runs.append(place) }
            }
            if rows.count < limit { break }
        }
        return runs
    }

    /// The first ids of tasks' newest runs that are kept however old they are; the lowest number where all are.
    private func learnFirstKept(of tasks: Set<Int64>, _ firstKept: inout [Int64: Int64]) async throws {
        guard !tasks.isEmpty else { return }
        guard retention.keptPerTask > 0 else {
            for task in tasks { firstKept[task] = .max }
            return
        }
        let rows = try await transaction.run(
            """
            SELECT task_id, first.id FROM unnest($1::bigint[]) AS task (task_id) LEFT JOIN LATERAL (
                SELECT id FROM run WHERE service_id = task_id ORDER BY id DESC LIMIT 1 OFFSET $2
            ) AS first ON true
            """, [.integers(tasks), .integer(Int64(retention.keptPerTask - 1))])
        for row in rows { firstKept[try row.integer(0)] = try row.optionalInteger(1) ?? .min }
    }
}
