import PanelStore
import PhoenixModel

/// A stretch of a history of runs, by the index `run_time`, or of some results by `run_result_time`: neither counts nor
/// sorts more than it answers.
struct RunHistorySelection {
    let statement: SQLStatement

    init(_ query: RunHistoryQuery) {
        // `+`: the indexes of unfinished runs have the few that are chosen, which are sorted then; by time SQLite would
        // look for them among all runs.
        let time = query.state.map { $0 != .finished } ?? false ? "+\(RunRow.time)" : RunRow.time
        var conditions = query.conditions(in: .sqlite, time: time)
        if !query.results.isEmpty {
            let words = query.results.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
            conditions.require("result IN (\(words))")
        }
        if let place = query.after {
            let (moment, id) = (conditions.parameter(.init(place.time)), conditions.parameter(.integer(place.id)))
            conditions.require("\(time) <= \(moment) AND (\(time) < \(moment) OR id < \(id))")
        }
        let limit = conditions.parameter(.init(query.limit))
        statement = SQLStatement(
            """
            SELECT \(RunRow.columns) FROM run \(conditions.clause())
            ORDER BY \(time) DESC, id DESC LIMIT \(limit)
            """, conditions.values)
    }
}
