/// Why a call of the Client API has no result.
package struct ClientAPIError: Error, Sendable, Hashable {
    package enum Code: Sendable, Hashable {
        /// A setting cannot be used.
        case invalidOptions
        /// No response; or one of a proxy that cannot reach the panel; or the panel is in maintenance.
        case unreachable
        /// The rate limit of the key's owner, until a moment since 1970; nil where the panel does not say.
        case rateLimited(until: Duration?)
        /// So many backups of this server are enough for so long; nil where the panel does not say.
        case backupThrottled(wait: Duration?)
        /// The server has as many backups as it may have.
        case backupLimit
        case backupLocked
        case unauthenticated
        /// An application key, with which the Client API cannot be used.
        case applicationKey
        case twoFactorRequired
        /// The key may not be used from this machine's address.
        case addressNotAllowed
        /// Something before the API refuses this machine with a page for people.
        case blocked
        /// Whatever is there does not serve the Client API.
        case notAPanel
        case permissionDenied
        /// No such server, or nothing of this name on it, or none that this key can see.
        case notFound
        /// Suspended, installing, being transferred, on a node in maintenance…
        case serverState
        /// The server does not run, so that it takes no commands.
        case serverOffline
        /// The panel cannot reach the node of the server.
        case nodeUnreachable
        /// The node has refused it, with this status.
        case nodeRefused(status: Int)
        /// The panel has refused the values of the request.
        case invalidRequest
        /// The panel itself failed.
        case panelFailed
        /// A response that means nothing here.
        case unexpectedAnswer
        case cancelled
    }

    package let code: Code
    /// For people: one sentence without its full stop, without the key, and without what a terminal would obey.
    package let message: String
    /// What to do about it.
    package let help: String?
    /// Whether the panel may have done what it was asked all the same. Never true for a call that may be repeated.
    package let mayBeDone: Bool

    package init(_ code: Code, _ message: String, help: String? = nil, mayBeDone: Bool = false) {
        self.code = code
        self.message = message
        self.help = help
        self.mayBeDone = mayBeDone
    }

    static func invalidOptions(_ message: String, help: String? = nil) -> Self {
        Self(.invalidOptions, message, help: help)
    }

    package static let cancelled = Self(.cancelled, "the request was cancelled")
}

extension ClientAPIError: CustomStringConvertible {
    package var description: String { help.map { "\(message) (\($0))" } ?? message }
}
