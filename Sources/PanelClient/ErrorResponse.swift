import Diagnostics
import HTTPTransport
import PhoenixModel

/// The body with which the API refuses a request: `{"errors": [{"code", "status", "detail", "meta"?}]}`.
struct ErrorResponse: Sendable, Hashable {
    struct Problem: Sendable, Hashable {
        let code: String
        let detail: String
    }

    let problems: [Problem]

    /// nil for everything else.
    init?(_ body: [UInt8], redacted redact: Redaction? = nil) {
        guard case .map(let map)? = try? Value(json: body), case .list(let errors)? = map["errors"] else { return nil }
        problems = errors.compactMap { Problem($0, redact) }
        if problems.isEmpty { return nil }
    }

    /// All details in one line, a field named where its detail does not name it.
    var text: String {
        let shown = problems.prefix(Self.shownProblems).map(\.detail)
        let more = problems.count > shown.count ? ["and \(problems.count - shown.count) more"] : []
        return (shown + more).joined(separator: "; ")
    }

    private static let shownProblems = 20
}

extension ErrorResponse.Problem {
    fileprivate init?(_ value: Value, _ redact: Redaction?) {
        guard case .map(let map) = value, case .string(let code)? = map["code"] else { return nil }
        self.code = code
        var text = code
        if case .string(let detail)? = map["detail"], !detail.isEmpty { text = detail }
        if case .map(let meta)? = map["meta"], case .string(let field)? = meta["source_field"], !text.contains(field) {
            text = "\(field): \(text)"
        }
        detail = Excerpt.line(redact?(text) ?? text, limit: 500)
    }
}
