package import PhoenixModel

extension OutboxMessage {
    /// What an entry of `notify` is told about its service, and about a run of it.
    ///
    /// `event` is named as messages name it: `run.failed`, `service.stopped`.
    package init(
        id: String, event: String, of service: ServiceRecord, run: RunRecord? = nil, by entry: NotifyEntry,
        text: String, at moment: Timestamp
    ) {
        var payload: ValueMap = [
            "event": .string(event), "occurred_at": .string("\(moment)"),
            "service": [
                "id": .string("\(service.id)"), "name": .string(service.name), "type": .string(service.kind.rawValue),
            ],
        ]
        payload["run"] = run.map { TaskRun($0).object }
        self.init(
            id: id, serviceID: service.id, kind: entry.kind, address: entry.address, secret: entry.secret,
            event: event, payload: .map(payload), text: text, createdAt: moment)
    }
}
