import HTTPTypes
import PanelService
import PanelStore
import PhoenixModel
import ServicesAPI

/// Who a request comes from, by the key in its `Authorization` header.
struct Authenticator: Sendable {
    let keys: KeyRing
    /// Failed authentication, by address.
    let failures: RateLimiter

    /// The stored key of a request; `version` is the store's, taken after the request came.
    /// - Throws: `unauthenticated`; `rate_limited` for an address that failed too often, which may still come with a key
    ///   that is right.
    func authenticate(
        _ headers: HTTPFields, hasKeyInQuery: @autoclosure () -> Bool, address: String, version: DataVersion?
    ) async throws(ServiceError) -> APIKeyRecord {
        if let key = Self.bearerKey(headers), let record = try await keys.find(key, at: version) { return record }
        let quota = failures.count(address)
        if quota.isExceeded { throw .refused([.tooManyFailures(quota.reset)]) }
        throw .refused([.unauthenticated(hasHeader: headers.contains(.authorization), hasKeyInQuery: hasKeyInQuery())])
    }

    /// nil also for several headers, of which nobody knows which is meant.
    private static func bearerKey(_ headers: HTTPFields) -> APIKey? {
        let values = headers[values: .authorization]
        guard values.count == 1, let space = values[0].utf8.firstIndex(of: UInt8(ascii: " ")) else { return nil }
        let scheme = values[0][..<space]
        guard scheme == "Bearer" || scheme.lowercased() == "bearer" else { return nil }
        let text = values[0][space...].dropFirst()
        return APIKey(text) ?? APIKey(text.trimmed())
    }
}

extension ServiceProblem {
    fileprivate static func unauthenticated(hasHeader: Bool, hasKeyInQuery: Bool) -> Self {
        let detail =
            if hasHeader {
                "the API key is unknown, revoked or expired"
            } else if hasKeyInQuery {
                "send the API key in the header 'Authorization: Bearer KEY', not in the query"
            } else {
                "an API key is required in the header 'Authorization: Bearer KEY'"
            }
        return Self(.unauthenticated, detail)
    }

    private static func tooMany(_ what: String, _ reset: Int64) -> Self {
        Self(.rateLimited, "\(what); try again in \(reset) seconds", meta: ["retry_after": .integer(reset)])
    }

    static func tooManyFailures(_ reset: Int64) -> Self { tooMany("too many failed attempts to authenticate", reset) }

    static func tooManyRequests(_ reset: Int64) -> Self { tooMany("too many requests with this key", reset) }

    static func missingPermission(_ permission: Permission) -> Self {
        Self(
            .permissionDenied, "your API key lacks the permission \(permission.rawValue)",
            meta: ["permission": .string(permission.rawValue)])
    }
}
