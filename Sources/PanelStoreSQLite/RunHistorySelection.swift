import GRDB
import PanelStore
import PhoenixModel

/// A stretch of a history of runs, by the index `run_time`, or of some results by `run_result_time`: neither counts nor
/// sorts more than it answers.
struct RunHistorySelection {
    let sql: String
    let arguments: StatementArguments

    init(_ query: RunHistoryQuery) {
        var conditions: [String] = []
        var values: [(any DatabaseValueConvertible)?] = []
        func require(_ condition: String, _ value: (any DatabaseValueConvertible)?...) {
            conditions.append(condition)
            values += value
        }
        if let id = query.serviceID { require("service_id = ?", id) }
        if let state = query.state { require("state = '\(state.rawValue)'") }
        if !query.results.isEmpty {
            let words = query.results.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
            require("result IN (\(words))")
        }
        // `+`: the indexes of unfinished runs have the few that are chosen, which are sorted then; by time SQLite would
        // look for them among all runs.
        let time = query.state.map { $0 != .finished } ?? false ? "+\(Self.time)" : Self.time
        if let since = query.since { require("\(time) >= ?", since.seconds) }
        if let until = query.until { require("\(time) <= ?", until.seconds) }
        if let place = query.after {
            require(
                "\(time) <= ? AND (\(time) < ? OR id < ?)", place.time.seconds, place.time.seconds, place.id)
        }
        let condition = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
        sql = "SELECT \(RunRow.columns) FROM run \(condition) ORDER BY \(time) DESC, id DESC LIMIT ?"
        arguments = StatementArguments(values + [query.limit])
    }

    private static let time = "coalesce(scheduled_for, queued_at)"
}
