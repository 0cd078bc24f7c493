import PanelStore
import PhoenixModel

/// What people are told when a system service stops or comes back.
enum ServiceMessages {
    enum Event: String {
        case stopped, recovered
    }

    /// What a change of the status means to people; nil when it means nothing to them.
    static func event(from before: ServiceStatus?, to after: ServiceStatus) -> Event? {
        if after == .stopped { return before == .stopped ? nil : .stopped }
        return before == .stopped && (after == .running || after == .degraded) ? .recovered : nil
    }

    /// One message for each entry of `notify` that asks for the event.
    ///
    /// `since` is when the service became what it was before; `reason` is what the last check has found.
    static func messages(
        _ event: Event, of service: ServiceRecord, at moment: Timestamp, since: Timestamp, reason: String?,
        makeID: () -> String
    ) -> [OutboxMessage] {
        let text =
            switch event {
            case .stopped: "\(service.name) has stopped" + (reason.map { ": \($0)" } ?? "")
            case .recovered: "\(service.name) is running again after \(duration(moment.seconds - since.seconds))"
            }
        return NotifyEntry.all(in: service.notify).filter { $0.events.contains(event.rawValue) }.map { entry in
            OutboxMessage(
                id: makeID(), event: "service.\(event.rawValue)", of: service, by: entry, text: text, at: moment)
        }
    }

    private static func duration(_ seconds: Int64) -> String {
        switch max(0, seconds) {
        case let seconds where seconds < 120: "\(seconds) s"
        case let seconds where seconds < 7_200: "\(seconds / 60) min"
        case let seconds: "\(seconds / 3_600) h"
        }
    }
}
