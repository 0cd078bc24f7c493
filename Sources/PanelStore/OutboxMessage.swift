package import PhoenixModel

/// A message to somebody, to be delivered at least once.
package struct OutboxMessage: Sendable, Hashable {
    /// The same at every try; unique.
    package let id: String
    /// Ascending in the order of insertion; given by the store, 0 before.
    package var sequence: Int64 = 0
    package let serviceID: Int64
    /// `webhook` or `discord`.
    package let kind: String
    /// Messages to one address are delivered in their order. It is a secret, as it may hold a token.
    package let address: String
    /// What webhooks are signed with.
    package let secret: String?
    /// `run.failed`, `service.stopped` and the like.
    package let event: String
    /// `{event, occurred_at, service, run?}` as a webhook has it, without `id`, `count` and `text`.
    package let payload: Value
    /// One sentence or two for people.
    package let text: String
    package let createdAt: Timestamp
    /// It is not tried before.
    package var nextTry: Timestamp
    package var attempts = 0
    /// Why the last try failed.
    package var lastFailure: String?

    package init(
        id: String, serviceID: Int64, kind: String, address: String, secret: String?, event: String, payload: Value,
        text: String, createdAt: Timestamp
    ) {
        self.id = id
        self.serviceID = serviceID
        self.kind = kind
        self.address = address
        self.secret = secret
        self.event = event
        self.payload = payload
        self.text = text
        self.createdAt = createdAt
        nextTry = createdAt
    }
}
