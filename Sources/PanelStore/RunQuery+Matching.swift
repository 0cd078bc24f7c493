import PhoenixModel

extension RunQuery {
    /// What databases say with a WHERE clause.
    func matches(_ run: RunRecord) -> Bool {
        (serviceID ?? run.serviceID) == run.serviceID && (state ?? run.state) == run.state
            && (result == nil || result == run.result) && (since.map { $0 <= run.time } ?? true)
            && (until.map { $0 >= run.time } ?? true)
    }
}

extension RunHistoryQuery {
    /// What databases say with a WHERE clause.
    func matches(_ run: RunRecord) -> Bool {
        (serviceID ?? run.serviceID) == run.serviceID && (state ?? run.state) == run.state
            && (results.isEmpty || run.result.map(results.contains) ?? false) && (since.map { $0 <= run.time } ?? true)
            && (until.map { $0 >= run.time } ?? true) && (after.map { (run.time, run.id) < ($0.time, $0.id) } ?? true)
    }
}
