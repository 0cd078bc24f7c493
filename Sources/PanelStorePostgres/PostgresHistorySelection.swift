import PanelStore
import PhoenixModel

/// A stretch of a history of runs, by the index `run_time`; of some results each by `run_result_time`, put together.
struct PostgresHistorySelection {
    let sql: String
    let values: [PostgresValue]

    init(_ query: RunHistoryQuery) {
        var conditions: [String] = []
        var values: [PostgresValue] = [.integer(Int64(query.limit))]
        func require(_ condition: (_ parameter: String) -> String, _ value: Int64) {
            values.append(.integer(value))
            conditions.append(condition("$\(values.count)"))
        }
        let time = PostgresSchema.runTime
        if let id = query.serviceID { require({ "service_id = \($0)" }, id) }
        if let state = query.state { conditions.append("state = '\(state.rawValue)'") }
        if let since = query.since { require({ "\(time) >= \($0)" }, since.seconds) }
        if let until = query.until { require({ "\(time) <= \($0)" }, until.seconds) }
        if let place = query.after {
            values += [.integer(place.time.seconds), .integer(place.id)]
            conditions.append("(\(time), id) < ($\(values.count - 1), $\(values.count))")
        }
        func part(_ further: [String]) -> String {
            let all = conditions + further
            let condition = all.isEmpty ? "" : "WHERE \(all.joined(separator: " AND "))"
            return "SELECT \(RunRow.columns) FROM run \(condition) ORDER BY \(time) DESC, id DESC LIMIT $1"
        }
        if query.results.isEmpty {
            sql = part([])
        } else {
            let parts = query.results.map(\.rawValue).sorted().map { "(\(part(["result = '\($0)'"])))" }
            sql = """
                SELECT * FROM (\(parts.joined(separator: " UNION ALL "))) AS run
                ORDER BY \(time) DESC, id DESC LIMIT $1
                """
        }
        self.values = values
    }
}
