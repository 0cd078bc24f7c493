/// Why there is no response to a call.
package struct RequestFailure: Error, Sendable, Hashable {
    package enum Cause: Error, Sendable, Hashable {
        case transport(TransportError)
        /// The server refuses more requests until a moment, since 1970, which is too far off to be waited for.
        case rateLimited(until: Duration)
        /// The task was cancelled.
        case cancelled
    }

    package let cause: Cause
    /// Whether the server may have carried the call out.
    package let mayBeDone: Bool

    package init(cause: Cause, mayBeDone: Bool) {
        self.cause = cause
        self.mayBeDone = mayBeDone
    }
}
