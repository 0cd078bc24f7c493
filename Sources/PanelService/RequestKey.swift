import Crypto
import PhoenixModel
import ServicesAPI

/// An `Idempotency-Key` with whose it is.
package struct RequestKey: Sendable, Hashable {
    /// The API key it came with; the same text under two API keys is two keys.
    package let scope: String
    package let key: String

    package init(scope: String, key: String) {
        self.scope = scope
        self.key = key
    }

    static let length = 1...255
    /// How long the first answer is given again: a day.
    static let lifetime: Int64 = 86_400

    /// What a request is recognised by: the same for bodies that differ in the order of their keys alone. The body itself
    /// may hold write-only values, and is not kept.
    static func digest(of body: Value) -> String {
        SHA256.hash(data: Array(body.jsonText(sortedKeys: true).utf8)).description
    }

    func check() throws(ServiceError) {
        guard Self.length.contains(key.utf8.count) else { throw .refused([.badKeyLength]) }
    }
}

extension ServiceProblem {
    fileprivate static let badKeyLength = Self(
        .badRequest, "Idempotency-Key must have 1 to 255 bytes", meta: ["source_field": "Idempotency-Key"])

    static let keyUsedForOtherBody = Self(
        .validationFailed, "this Idempotency-Key was used for another request; send a new one",
        meta: ["source_field": "Idempotency-Key", "reason": "key_reused"])
}
