package import PhoenixModel

extension RunQuery {
    /// What `matches` says.
    package func conditions(in dialect: SQLDialect) -> SQLConditions {
        var conditions = SQLConditions(dialect)
        conditions.require(serviceID: serviceID, state: state, since: since, until: until)
        if let result { conditions.require("result = \(conditions.parameter(.init(result.rawValue)))") }
        return conditions
    }

    /// The states of unfinished runs and the results of finished ones that are counted for the whole list, whatever
    /// their time.
    package var counted: (states: [RunState], results: [RunResult]) {
        let states = result == nil ? [RunState.queued, .running].filter { $0 == state ?? $0 } : []
        let results = (state ?? .finished) == .finished ? result.map { [$0] } ?? RunResult.allCases : []
        return (states, results)
    }
}

extension RunHistoryQuery {
    /// What `matches` says, but for the results and the place, which databases find in different ways. `time` is what
    /// the bounds are held against.
    package func conditions(in dialect: SQLDialect, time: String = RunRow.time) -> SQLConditions {
        var conditions = SQLConditions(dialect)
        conditions.require(serviceID: serviceID, state: state, since: since, until: until, time: time)
        return conditions
    }
}

extension SQLConditions {
    fileprivate mutating func require(
        serviceID: Int64?, state: RunState?, since: Timestamp?, until: Timestamp?, time: String = RunRow.time
    ) {
        if let serviceID { require("service_id = \(parameter(.integer(serviceID)))") }
        // As it stands in the conditions of indexes.
        if let state { require("state = '\(state.rawValue)'") }
        if let since { require("\(time) >= \(parameter(.init(since)))") }
        if let until { require("\(time) <= \(parameter(.init(until)))") }
    }
}
