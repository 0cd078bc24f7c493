import PanelStore
import PhoenixModel

/// Messages to one address that are sent as one.
struct Delivery: Sendable {
    /// Oldest first; never empty.
    let messages: [OutboxMessage]
    /// Of the newest message: what comes later is another delivery, whatever became of this one.
    let newest: OutboxMessage

    var count: Int { messages.count }
    var id: String { newest.id }
    var attempts: Int { newest.attempts }
    var address: String { newest.address }
    var isForDiscord: Bool { newest.kind == DiscordFormat.kind }
}

extension Delivery {
    /// Makes one delivery of the messages from the first on that belong together.
    ///
    /// What was tried together stays together, so that every try of a delivery has the same id. For programs only
    /// messages of one service and one event are put together; for people all are.
    static func first(of messages: ArraySlice<OutboxMessage>) -> Delivery? {
        guard let first = messages.first else { return nil }
        let group = messages.prefix { message in
            message.attempts == first.attempts && message.kind == first.kind && message.secret == first.secret
                && (first.kind == DiscordFormat.kind
                    || message.serviceID == first.serviceID && message.event == first.event)
        }
        return group.last.map { Delivery(messages: Array(group), newest: $0) }
    }

    /// `2026-11-24T02:00:00Z`
    var occurredAt: String {
        if case .map(let payload) = newest.payload, let text = payload["occurred_at"]?.plainText { return text }
        return newest.createdAt.description
    }
}
