import HTTPTypes
import WebAddresses

/// Whether a post comes from the server's own pages. Browsers say so themselves, in `Sec-Fetch-Site` or, where they are
/// older or the server has no TLS, in `Origin`. What says neither is no browser that is signed in.
struct SameOrigin {
    /// Addresses of the server beside the one that a request names, `https://phoenix.example.com`.
    private let origins: [String]

    /// `publicURL`: the address that browsers use, where it is known.
    init(publicURL: String?) {
        origins = publicURL.flatMap { try? WebAddress($0) }.flatMap { WebOrigin($0)?.description }.map { [$0] } ?? []
    }

    /// `authority`: the host and port that the request names.
    func holds(for headers: HTTPFields, to authority: String?) -> Bool {
        if let site = headers[.secFetchSite] { return site == "same-origin" }
        guard let origin = headers[.origin] else { return false }
        if origins.contains(origin) { return true }
        guard let authority else { return false }
        return origin == "http://\(authority)" || origin == "https://\(authority)"
    }
}

extension HTTPField.Name {
    static let secFetchSite = known("Sec-Fetch-Site")
    static let fragment = known("X-Phoenix-Fragment")
    static let contentSecurityPolicy = known("Content-Security-Policy")
    static let referrerPolicy = known("Referrer-Policy")
    static let contentTypeOptions = known("X-Content-Type-Options")
    static let frameOptions = known("X-Frame-Options")
    static let openerPolicy = known("Cross-Origin-Opener-Policy")

    private static func known(_ text: String) -> Self {
        guard let name = Self(text) else { preconditionFailure("'\(text)' is no name of a header") }
        return name
    }
}
