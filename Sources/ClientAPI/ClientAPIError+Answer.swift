import Diagnostics
import HTTPTransport
import PhoenixModel
import WebAddresses

extension ClientAPIError {
    /// No response to a call.
    init(_ failure: RequestFailure, call: ClientCall, address: APIAddress) {
        let mayBeDone = failure.mayBeDone && !call.isRepeatable
        switch failure.cause {
        case .cancelled: self.init(.cancelled, Self.cancelled.message, mayBeDone: mayBeDone)
        case .rateLimited(let end):
            let moment = Timestamp(seconds: end.components.seconds + (end.components.attoseconds > 0 ? 1 : 0))
            self.init(
                .rateLimited(until: end), "the panel allows this key's owner no more requests before \(moment)",
                mayBeDone: mayBeDone)
        case .transport(let error):
            self.init(
                error.kind == .unreadable ? .unexpectedAnswer : .unreachable, "\(address) \(error.message)",
                help: error.help, mayBeDone: mayBeDone)
        }
    }

    /// Why a response is no success.
    init(
        _ answer: ClientAnswer, sent: SentResponse, call: ClientCall, address: APIAddress,
        isApplicationKey: Bool, redacted redact: Redaction
    ) {
        let words = AnswerWords(
            response: sent.response, call: call, address: address, isApplicationKey: isApplicationKey, redact: redact)
        let error =
            switch answer {
            case .refused(let refusal): words.refusal(refusal)
            case .redirect: words.redirect
            case .done, .foreign: words.foreign
            }
        // What a proxy or a failed panel answers does not tell whether the panel has done it.
        let isOpen =
            switch error.code {
            case .nodeUnreachable, .panelFailed: true
            case .unreachable, .unexpectedAnswer:
                sent.mayBeDone || (sent.status >= 500 && words.isPage(answer)) || sent.isSuccess
            default: sent.mayBeDone
            }
        self.init(error.code, error.message, help: error.help, mayBeDone: isOpen && !call.isRepeatable)
    }
}

/// The sentences for responses that are no success.
private struct AnswerWords {
    let response: HTTPResponse
    let call: ClientCall
    let address: APIAddress
    let isApplicationKey: Bool
    let redact: Redaction

    func isPage(_ answer: ClientAnswer) -> Bool {
        if case .foreign = answer { true } else { false }
    }

    func refusal(_ refusal: ClientRefusal) -> ClientAPIError {
        let text = refusal.text
        return switch refusal.reason {
        case .unauthenticated where isApplicationKey: applicationKey
        case .unauthenticated:
            ClientAPIError(
                .unauthenticated, "the panel does not accept the key of the Client API",
                help: "it is mistyped, deleted or expired: create one under Account › API Credentials")
        case .applicationKey: applicationKey
        case .twoFactorRequired:
            ClientAPIError(
                .twoFactorRequired,
                "the panel requires two-factor authentication, which the owner of the key has not set up",
                help: "set it up for this user, or use the key of another one")
        case .addressNotAllowed:
            ClientAPIError(
                .addressNotAllowed, "the key may not be used from this machine's address: \(text)",
                help: "add the address to the allowed IPs of the key")
        case .permissionDenied:
            ClientAPIError(
                .permissionDenied, "the panel refuses it: \(text)",
                help: call.permission.map { "the owner of the key needs the permission \($0) on this server" })
        case .unknownRoute where !call.isAboutOneServer: notAPanel("answers that there is no Client API")
        case .unknownRoute: ClientAPIError(.notFound, "the panel does not know this request: \(text)")
        case .notFound:
            ClientAPIError(.notFound, call.isAboutOneServer ? "the panel says: \(text)" : "\(address) says: \(text)")
        case .serverState: ClientAPIError(.serverState, text)
        case .serverOffline: ClientAPIError(.serverOffline, "the server is not running: \(text)")
        case .nodeUnreachable: ClientAPIError(.nodeUnreachable, "the panel cannot reach the server's node: \(text)")
        case .nodeRefused:
            ClientAPIError(
                .nodeRefused(status: refusal.status), "the server's node refuses it (\(refusal.status)): \(text)")
        case .backupLimit: ClientAPIError(.backupLimit, text)
        case .backupLocked: ClientAPIError(.backupLocked, text)
        case .backupThrottled:
            ClientAPIError(.backupThrottled(wait: RateHeaders(response, now: .zero).retryAfter), text)
        case .rateLimited:
            ClientAPIError(.rateLimited(until: nil), "the rate limit of the key's owner is used up: \(text)")
        case .invalidRequest: ClientAPIError(.invalidRequest, "the panel does not accept the request: \(text)")
        case .maintenance: ClientAPIError(.unreachable, "the panel is in maintenance: \(text)")
        case .panelFailed:
            ClientAPIError(
                .panelFailed, "the panel failed (\(refusal.status)): \(text)", help: "the panel's log says more")
        case .other: ClientAPIError(.unexpectedAnswer, "the panel answered \(refusal.status): \(text)")
        }
    }

    private var applicationKey: ClientAPIError {
        ClientAPIError(
            .applicationKey, "the key is an application key, with which the Client API cannot be used",
            help: "create a key under Account › API Credentials, not in the admin area")
    }

    private func notAPanel(_ what: String) -> ClientAPIError {
        ClientAPIError(
            .notAPanel, "\(address) \(what)",
            help: "is this the URL of a Pterodactyl, Pelican or PhoenixPanel panel?")
    }

    /// A page for people, or something else that no Client API answers.
    var foreign: ClientAPIError {
        if !call.isAboutOneServer, let body = try? Value(json: response.body[...], maximumDepth: 8), body.isOfCalagopus
        {
            return .calagopus(address)
        }
        let line = Excerpt.firstLine(of: response.body, redacted: redact)
        let text = "answered \(response.status) \(line.isEmpty ? "without a text" : "with '\(line)'")"
        switch response.status {
        case 403:
            return ClientAPIError(
                .blocked, "something before the panel refuses this machine: \(address) \(text)",
                help: """
                    a web application firewall, or the panel's block of VPNs and data centres (PROTECTCORD_ENABLED); \
                    admit this machine's address there
                    """)
        case 404 where !call.isAboutOneServer: return notAPanel(text)
        case 401: return ClientAPIError(.blocked, "something before the panel asks for a login: \(address) \(text)")
        case 429: return ClientAPIError(.rateLimited(until: nil), "\(address) \(text)")
        case 502, 503, 504:
            return ClientAPIError(
                .unreachable, "\(address) \(text)", help: "the panel, or a proxy in front of it, is not ready")
        case 500...: return ClientAPIError(.panelFailed, "\(address) \(text)")
        default: return notAPanel(text).with(call.isAboutOneServer ? .unexpectedAnswer : .notAPanel)
        }
    }

    var redirect: ClientAPIError {
        let location = response.header("Location") ?? ""
        guard let url = try? WebAddress(location) else {
            let path = Excerpt.line(String(location.prefix { $0 != "?" }), limit: 100)
            return notAPanel("redirects (\(response.status)) to '\(path)'")
        }
        let host = Excerpt.line(HostAndPort(host: url.host, port: url.port).description, limit: 100)
        if address.origin.scheme == .http, url.scheme == "https", url.host == address.origin.host {
            return ClientAPIError(
                .notAPanel, "\(address) requires https", help: "use https://\(host)\(address.path)")
        }
        let isLogin = url.path.hasSuffix("/auth/login")
        return ClientAPIError(
            .notAPanel,
            "\(address) redirects (\(response.status)) to \(url.scheme)://\(host)\(Excerpt.line(url.path, limit: 100))",
            help: isLogin ? "a proxy in front of the panel changes the requests" : "use the actual URL of the panel")
    }
}

extension ClientAPIError {
    /// A panel of another family, which has an API of its own at the same paths.
    static func calagopus(_ address: APIAddress) -> Self {
        Self(
            .notAPanel, "\(address) answers as a panel of Calagopus does, which has another API",
            help: "phoenix works on Pterodactyl, Pelican and PhoenixPanel")
    }

    fileprivate func with(_ code: Code) -> Self { Self(code, message, help: help, mayBeDone: mayBeDone) }
}

extension Value {
    /// What Calagopus answers at paths that both have: errors that are texts, and an account as a `user`.
    var isOfCalagopus: Bool {
        guard case .map(let map) = self else { return false }
        if case .list(let errors)? = map["errors"] {
            return !errors.isEmpty && errors.allSatisfy { if case .string = $0 { true } else { false } }
        }
        guard case .map(let user)? = map["user"] else { return false }
        return map["attributes"] == nil && user["uuid"] != nil && user["username"] != nil
    }
}
