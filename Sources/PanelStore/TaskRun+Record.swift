package import PhoenixModel

extension TaskRun {
    /// A record as a panel reports it, without its steps.
    package init(_ record: RunRecord) {
        self.init(
            id: String(record.id), serviceID: String(record.serviceID), serviceName: record.serviceName,
            trigger: record.trigger, state: record.state, queuedAt: record.queuedAt)
        scheduledFor = record.scheduledFor
        missed = record.missed
        result = record.result
        reason = record.reason
        startedAt = record.startedAt
        finishedAt = record.finishedAt
        worker = record.worker
        targets = record.targets
    }
}
