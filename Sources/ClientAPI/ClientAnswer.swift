package import Diagnostics
package import HTTPTransport
package import PhoenixModel

/// One response of a panel, taken for what it is, whatever its status line says.
package enum ClientAnswer: Sendable {
    /// It was done. The JSON of the body; nil without a body.
    case done(Value?)
    /// The panel refuses, in its own format.
    case refused(ClientRefusal)
    /// It leads elsewhere.
    case redirect
    /// What the Client API never answers: a page for people, or nothing that can be read.
    case foreign

    package init(_ response: HTTPResponse, redacted redact: Redaction = Redaction(of: [])) {
        let body = Self.withoutByteOrderMark(response.body)
        if body.isEmpty, response.isSuccess {
            self = .done(nil)
        } else if (300..<400).contains(response.status) {
            self = .redirect
        } else if let value = try? Value(json: body, maximumDepth: Self.maximumDepth) {
            if let refusal = ClientRefusal(value, status: response.status, redacted: redact) {
                self = .refused(refusal)
            } else if case .map(let map) = value, map["errors"] != nil {
                self = .foreign
            } else {
                self = response.isSuccess ? .done(value) : .foreign
            }
        } else {
            self = .foreign
        }
    }

    private static let maximumDepth = 32

    /// The panels' English texts begin with a byte order mark, which comes before the JSON of each validation error.
    private static func withoutByteOrderMark(_ body: [UInt8]) -> ArraySlice<UInt8> {
        var body = body[...]
        while body.starts(with: [0xEF, 0xBB, 0xBF]) { body = body.dropFirst(3) }
        return body
    }
}

extension ClientAnswer {
    /// What a response of a panel says of another attempt.
    static let verdict: ResponseVerdict.Classifier = { response, headers in
        // Most are no refusals, and need not be read twice.
        if response.isSuccess, !ByteSearch.contains("\"errors\"" as StaticString, in: response.body) { return .final }
        if case .refused(let refusal) = ClientAnswer(response) {
            return switch refusal.reason {
            case .rateLimited: .rateLimited(wait: headers.retryAfter ?? headers.untilReset)
            // A panel in maintenance does no work.
            case .maintenance: .temporary(mayBeDone: false, wait: headers.retryAfter)
            default: .final
            }
        }
        // A page: a proxy, or a panel that could not say it better.
        return response.isSuccess ? .final : .byStatus(response, headers)
    }
}
