import Diagnostics
import HTTPTransport
import PhoenixModel

/// The body with which panels refuse a request: `{"errors": [{"code", "status", "detail", "meta"?}]}`.
package struct ClientRefusal: Sendable, Hashable {
    package struct Problem: Sendable, Hashable {
        /// The name of the panel's exception, as it came; the panel's word, and not for people.
        let code: String
        let detail: String
        let status: Int?
    }

    let problems: [Problem]
    /// The status that the body tells: what the status line says may be wrong.
    package let status: Int

    /// nil for everything else.
    init?(_ body: Value, status: Int, redacted redact: Redaction) {
        guard case .map(let map) = body, case .list(let errors)? = map["errors"] else { return nil }
        problems = errors.compactMap { Problem($0, redact) }
        guard let first = problems.first else { return nil }
        self.status = first.status ?? status
    }

    /// All details in one line.
    package var text: String {
        let shown = problems.prefix(Self.shownProblems).map(\.sentence)
        let more = problems.count > shown.count ? ["and \(problems.count - shown.count) more"] : []
        return (shown + more).joined(separator: "; ")
    }

    private static let shownProblems = 5
}

extension ClientRefusal {
    /// What the panel means.
    package enum Reason: Sendable, Hashable {
        case unauthenticated, applicationKey, twoFactorRequired, addressNotAllowed, permissionDenied
        case unknownRoute, notFound
        case serverState, serverOffline, nodeUnreachable, nodeRefused
        case backupLimit, backupLocked, backupThrottled, rateLimited
        case invalidRequest, maintenance, panelFailed, other
    }

    /// The names of exceptions decide: Wings' statuses are passed through, and others are lost on the way.
    package var reason: Reason {
        guard let problem = problems.first else { return .other }
        switch problem.code {
        case "AuthenticationException": return .unauthenticated
        case "TwoFactorAuthRequiredException": return .twoFactorRequired
        case "AccessDeniedHttpException", "AuthorizationException", "HttpForbiddenException":
            return forbidden(problem.detail)
        case "NotFoundHttpException", "ModelNotFoundException":
            return problem.detail.hasPrefix("The route ") ? .unknownRoute : .notFound
        case "DaemonConnectionException": return status == 504 ? .nodeUnreachable : .nodeRefused
        case "ServerStateConflictException": return .serverState
        case "TooManyBackupsException": return .backupLimit
        case "BackupLockedException": return .backupLocked
        case "TooManyRequestsHttpException": return .backupThrottled
        case "ThrottleRequestsException": return .rateLimited
        case "HttpException" where status == 502: return .serverOffline
        default: return byStatus
        }
    }

    private func forbidden(_ detail: String) -> Reason {
        if detail.contains("application API key") { return .applicationKey }
        return detail.contains("IP address") ? .addressNotAllowed : .permissionDenied
    }

    private var byStatus: Reason {
        switch status {
        case 400, 405, 413, 415, 422: .invalidRequest
        case 401: .unauthenticated
        case 403: .permissionDenied
        case 404: .notFound
        case 409: .serverState
        case 429: .rateLimited
        case 503: .maintenance
        case 500...: .panelFailed
        default: .other
        }
    }
}

extension ClientRefusal.Problem {
    /// The detail without its full stop.
    fileprivate var sentence: String { detail.last == "." ? String(detail.dropLast()) : detail }

    fileprivate init?(_ value: Value, _ redact: Redaction) {
        guard case .map(let map) = value, let code = map["code"]?.plainText else { return nil }
        self.code = code
        status =
            switch map["status"] {
            case .string(let text)?: Int(text)
            case .integer(let number)?: Int(number)
            default: nil
            }
        let detail = map["detail"]?.plainText ?? ""
        self.detail = Excerpt.line(redact(detail.isEmpty ? code : detail), limit: 300)
    }
}
