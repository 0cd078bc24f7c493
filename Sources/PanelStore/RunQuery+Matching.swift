import PhoenixModel

extension RunQuery {
    /// What databases say with a WHERE clause.
    func matches(_ run: RunRecord) -> Bool {
        let time = run.scheduledFor ?? run.queuedAt
        return (serviceID ?? run.serviceID) == run.serviceID && (state ?? run.state) == run.state
            && (result == nil || result == run.result) && (since.map { $0 <= time } ?? true)
            && (until.map { $0 >= time } ?? true)
    }
}
