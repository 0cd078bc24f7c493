/// Something that is not well about a service.
package struct ProbeIssue: Sendable, Hashable {
    package enum Severity: String, Sendable, Hashable {
        case error, warning
    }

    package let severity: Severity
    /// For programs: `auth_rejected` and the like.
    package let code: String
    /// For people, without secrets.
    package let message: String

    package static func error(_ code: String, _ message: String) -> Self {
        Self(severity: .error, code: code, message: message)
    }

    package static func warning(_ code: String, _ message: String) -> Self {
        Self(severity: .warning, code: code, message: message)
    }
}
