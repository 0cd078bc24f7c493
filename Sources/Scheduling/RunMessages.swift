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
            events.filter { entry.events.contains($0.name) }.map { event in
                OutboxMessage(
                    id: makeID(), event: "run.\(event.name)", of: service, run: run, by: entry, text: event.text,
                    at: moment)
            }
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
}
