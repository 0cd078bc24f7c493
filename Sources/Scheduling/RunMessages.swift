import PanelStore
import PhoenixModel

/// What people are told about a run, by the `notify` entries of its task.
struct RunMessages: Sendable {
    /// Makes an id that nobody makes again.
    let makeID: @Sendable () -> String

    private struct Event {
        /// Its word in `on`.
        let name: String
        let text: String
    }

    /// The messages about a finished run; `previous` is how the run before it that really ran has ended.
    func messages(
        about run: RunRecord, of service: ServiceRecord, previous: RunResult?, at moment: Timestamp
    ) -> [OutboxMessage] {
        let entries = NotifyEntry.all(in: service.notify)
        if entries.isEmpty { return [] }
        let events = events(run, service, previous: previous)
        return entries.flatMap { entry in
            events.filter { entry.events.contains($0.name) }.map { message($0, by: entry, run, service, at: moment) }
        }
    }

    private func events(_ run: RunRecord, _ service: ServiceRecord, previous: RunResult?) -> [Event] {
        let name = "'\(service.name)'"
        let reason = run.reason.map { ": \($0)" } ?? ""
        switch run.result {
        case nil, .skipped: return []
        case .succeeded:
            let count = "\(run.targets.succeeded) server\(run.targets.succeeded == 1 ? "" : "s")"
            let succeeded = Event(name: "succeeded", text: "\(name) succeeded on \(count)")
            let isRecovery = previous == .failed || previous == .partial
            return isRecovery
                ? [succeeded, Event(name: "recovered", text: "\(name) has succeeded again")] : [succeeded]
        case .partial: return [Event(name: "partial", text: "\(name) has succeeded only in part\(reason)")]
        case .failed: return [Event(name: "failed", text: "\(name) has failed\(reason)")]
        case .missed:
            let times = run.scheduledFor.map { first in
                run.missed.map { " \($0.count) times, from \(first) to \($0.last)" } ?? " at \(first)"
            }
            return [Event(name: "missed", text: "\(name) was not run\(times ?? "")\(reason)")]
        }
    }

    private func message(
        _ event: Event, by entry: NotifyEntry, _ run: RunRecord, _ service: ServiceRecord, at moment: Timestamp
    ) -> OutboxMessage {
        let name = "run.\(event.name)"
        return OutboxMessage(
            id: makeID(), serviceID: service.id, kind: entry.kind, address: entry.address, secret: entry.secret,
            event: name,
            payload: [
                "event": .string(name), "occurred_at": .string("\(moment)"),
                "service": [
                    "id": .string("\(service.id)"), "name": .string(service.name),
                    "type": .string(service.kind.rawValue),
                ],
                "run": run.payload,
            ], text: event.text, createdAt: moment)
    }
}

extension RunRecord {
    /// The run as the API answers it, without its steps.
    var payload: Value {
        var run: ValueMap = [
            "id": .string("\(id)"), "service_id": .string("\(serviceID)"), "service_name": .string(serviceName),
            "trigger": .string(trigger.rawValue),
        ]
        run["scheduled_for"] = scheduledFor.map { .string("\($0)") }
        run["missed"] = missed.map { ["count": .integer(Int64($0.count)), "last": .string("\($0.last)")] }
        run["state"] = .string(state.rawValue)
        run["result"] = result.map { .string($0.rawValue) }
        run["reason"] = reason.map { .string($0) }
        run["queued_at"] = .string("\(queuedAt)")
        run["started_at"] = startedAt.map { .string("\($0)") }
        run["finished_at"] = finishedAt.map { .string("\($0)") }
        run["worker"] = worker.map { .string($0) }
        run["targets"] = [
            "total": .integer(Int64(targets.total)), "succeeded": .integer(Int64(targets.succeeded)),
            "failed": .integer(Int64(targets.failed)), "skipped": .integer(Int64(targets.skipped)),
            "unknown": .integer(Int64(targets.unknown)),
        ]
        return .map(run)
    }
}
