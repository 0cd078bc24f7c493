package import PhoenixModel

/// The first answer to a create that carried an idempotency key, kept to be given again.
package struct RememberedAnswer: Sendable, Hashable {
    /// Whose key it is: the same key of two clients are two keys.
    package let scope: String
    package let key: String
    /// Equal for equal bodies; tells nothing of a body, which may have secrets in it.
    package let request: String
    /// The answer's body, without what is write-only.
    package let answer: String
    /// The object that was created. The answer is forgotten along with it.
    package let serviceID: Int64
    package let expiresAt: Timestamp

    package init(
        scope: String, key: String, request: String, answer: String, serviceID: Int64, expiresAt: Timestamp
    ) {
        self.scope = scope
        self.key = key
        self.request = request
        self.answer = answer
        self.serviceID = serviceID
        self.expiresAt = expiresAt
    }
}
