import PanelStore
import PhoenixModel

/// A stretch of a history of runs, by the index `run_time`; of some results each by `run_result_time`, put together.
struct PostgresHistorySelection {
    let statement: SQLStatement

    init(_ query: RunHistoryQuery) {
        let time = RunRow.time
        var conditions = query.conditions(in: .postgres)
        if let place = query.after {
            let (moment, id) = (conditions.parameter(.init(place.time)), conditions.parameter(.integer(place.id)))
            conditions.require("(\(time), id) < (\(moment), \(id))")
        }
        let end = "ORDER BY \(time) DESC, id DESC LIMIT \(conditions.parameter(.init(query.limit)))"
        func part(_ further: [String]) -> String {
            "SELECT \(RunRow.columns) FROM run \(conditions.clause(and: further)) \(end)"
        }
        let parts = query.results.map(\.rawValue).sorted().map { "(\(part(["result = '\($0)'"])))" }
        let sql = parts.isEmpty ? part([]) : "SELECT * FROM (\(parts.joined(separator: " UNION ALL "))) AS run \(end)"
        statement = SQLStatement(sql, conditions.values)
    }
}
