import Diagnostics
import HTTPTransport
import PhoenixModel
import ServicesAPI
import WebAddresses

/// One response, decoded as the API has it, or taken for what it is instead.
struct ResponseDecoder {
    let response: HTTPResponse
    let call: PanelCall
    let address: APIAddress
    /// Whether the panel has already answered as the API says.
    let servesAPI: Bool
    let redact: Redaction

    /// Why the panel did not do what it was asked.
    var refusal: PanelError {
        let errors = ErrorResponse(response.body, redacted: redact)
        switch response.status {
        case 300..<400: return redirect
        case 401:
            return PanelError(
                .unauthenticated, "the panel does not accept the API key" + detail(errors),
                help: PanelError.keyHelp)
        case 403: return errors.map(forbidden) ?? page(.unexpectedAnswer, help: Self.firewallHelp)
        case 404: return notFound(errors)
        case 409: return refused(.conflict, errors)
        case 412: return refused(.preconditionFailed, errors)
        case 400, 413, 415, 422: return refused(.invalid, errors)
        case 429:
            return PanelError(
                .rateLimited, "the panel refused the request too many times: its rate limit is used up",
                help: "run the command again in a minute, or with a lower --parallelism")
        case 502, 503, 504:
            return refused(.unreachable, errors, else: "the panel, or a proxy in front of it, is not ready")
        case 500...:
            // Whether a create was carried out is unknown, and must be looked up.
            let code: PanelError.Code = call.isRepeatable ? .unexpectedAnswer : .unreachable
            guard let errors else { return page(code, help: nil) }
            return PanelError(
                code, "\(address) failed (\(response.status)): \(errors.text)", help: "the panel's log says more")
        default: return refused(.unexpectedAnswer, errors)
        }
    }

    /// The response's JSON.
    func value() throws(PanelError) -> Value {
        do {
            return try Value(json: response.body)
        } catch {
            let start = String(decoding: response.body.prefix(64), as: UTF8.self).trimmed()
            if start.hasPrefix("{") || start.hasPrefix("[") {
                throw PanelError(.unexpectedAnswer, "\(address) responded with JSON that cannot be read: \(error)")
            }
            throw page(.unexpectedAnswer, help: "is this the URL of a panel whose API is not behind a login page?")
        }
    }

    /// The one object of the response, with its `ETag`.
    func object() throws(PanelError) -> LiveObject {
        var object = try data(LiveObject.init(api:))
        object.etag = response.header("ETag").flatMap { $0.hasPrefix("\"") ? $0 : nil }
        return object
    }

    /// What `read` makes of the one object of the response.
    func data<Result>(_ read: (Value) throws(APIObjectError) -> Result) throws(PanelError) -> Result {
        guard case .map(let map) = try value(), let data = map["data"] else {
            throw PanelError(.unexpectedAnswer, "\(address) responded without 'data'")
        }
        return try decode(data, read)
    }

    /// What `read` makes of the objects of a response with a list, and what it tells of the other pages.
    func list<Element>(
        _ read: (Value) throws(APIObjectError) -> Element
    ) throws(PanelError) -> (elements: [Element], pagination: ValueMap) {
        guard case .map(let map) = try value(), case .list(let data)? = map["data"] else {
            throw PanelError(.unexpectedAnswer, "\(address) responded without a list 'data'")
        }
        var elements: [Element] = []
        elements.reserveCapacity(data.count)
        for value in data { elements.append(try decode(value, read)) }
        guard case .map(let meta)? = map["meta"], case .map(let pagination)? = meta["pagination"] else {
            return (elements, ValueMap())
        }
        return (elements, pagination)
    }

    /// The link to the next page as the panel has written it. No links at all are an empty mapping, or the empty list
    /// that PHP makes of one.
    static func nextLink(of pagination: ValueMap) -> String? {
        guard case .map(let links)? = pagination["links"], case .string(let link)? = links["next"], !link.isEmpty else {
            return nil
        }
        return link
    }

    /// What `read` makes of one object of the response.
    func decode<Result>(
        _ value: Value, _ read: (Value) throws(APIObjectError) -> Result
    ) throws(PanelError) -> Result {
        do throws(APIObjectError) {
            return try read(value)
        } catch {
            var name = ""
            if case .map(let map) = value, case .string(let id)? = map["id"] {
                name = " (id \(Excerpt.line(id, limit: 40)))"
            }
            throw PanelError(
                .unexpectedAnswer,
                "\(address) responded with \(Self.noun(of: call.route)) that cannot be read\(name): \(error)")
        }
    }

    private static func noun(of route: APIRoute) -> String {
        switch route {
        case .listRuns, .listAllRuns, .getRun, .startRun, .stopRun: "a run"
        case .getServiceHealth: "health"
        default: "a service"
        }
    }

    private func detail(_ errors: ErrorResponse?) -> String { errors.map { ": \($0.text)" } ?? "" }

    private func refused(
        _ code: PanelError.Code, _ errors: ErrorResponse?, else reason: String? = nil
    ) -> PanelError {
        if let errors { return PanelError(code, errors.text) }
        return page(code, help: reason)
    }

    /// A response that is none of the API's.
    private func page(_ code: PanelError.Code, help: String?) -> PanelError {
        let line = Excerpt.firstLine(of: response.body, redacted: redact)
        return PanelError(
            code, "\(address) answered \(response.status) \(line.isEmpty ? "without a text" : "with '\(line)'")",
            help: help)
    }

    private func forbidden(_ errors: ErrorResponse) -> PanelError {
        let permission = call.route.permission?.rawValue ?? ""
        guard errors.problems.contains(where: { $0.code == ServiceErrorCode.permissionDenied.rawValue }) else {
            return PanelError(
                .permissionDenied, "the panel refuses it: \(errors.text)",
                help: "the API key needs the permission \(permission)")
        }
        return PanelError(
            .permissionDenied, "the API key lacks the permission \(permission)",
            help: "use a key with this permission")
    }

    private static let firewallHelp = """
        a web application firewall, or the panel's block of VPNs and data centres (PROTECTCORD_ENABLED), \
        refuses this machine
        """

    private func notFound(_ errors: ErrorResponse?) -> PanelError {
        if !call.isAboutOneService || (errors == nil && !servesAPI) {
            return PanelError(
                .unexpectedAnswer,
                "\(address) does not serve the Services API: released panels document it, but respond with 404",
                help: "run `phoenix serve` next to the panel and use its URL, or check the URL")
        }
        return refused(.notFound, errors)
    }

    private var redirect: PanelError {
        let location = response.header("Location") ?? ""
        var place = "elsewhere"
        var help = "use the actual URL of the panel"
        if let url = try? WebAddress(location) {
            let host = Excerpt.line(HostAndPort(host: url.host, port: url.port).description, limit: 100)
            place = "to \(Excerpt.line(url.scheme, limit: 20))://\(host)\(Excerpt.line(url.path, limit: 100))"
            if address.origin.scheme == .http, url.scheme == "https", url.host == address.origin.host {
                help = "the panel requires https: use https://\(host)\(address.path)"
            }
        } else if location.hasPrefix("/") {
            place = "to \(Excerpt.line(String(location.prefix { $0 != "?" }), limit: 100))"
            help = "is the API behind a login page, or at another path?"
        }
        return PanelError(
            .unexpectedAnswer, "\(address) redirects (\(response.status)) \(place), which is not followed", help: help)
    }
}
