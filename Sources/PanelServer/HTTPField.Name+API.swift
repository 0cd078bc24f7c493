import HTTPTypes

extension HTTPField.Name {
    static let requestID = known("X-Request-Id")
    static let rateLimitLimit = known("X-RateLimit-Limit")
    static let rateLimitRemaining = known("X-RateLimit-Remaining")
    static let rateLimitReset = known("X-RateLimit-Reset")
    static let idempotencyKey = known("Idempotency-Key")

    private static func known(_ text: String) -> Self {
        guard let name = Self(text) else { preconditionFailure("'\(text)' is no name of a header") }
        return name
    }
}
