/// What a response says of another attempt. APIs that say it in their own ways give their own classifier.
package enum ResponseVerdict: Sendable, Hashable {
    /// Another attempt would not change it.
    case final
    /// Another attempt may go better, after the time that the server has asked to wait. `mayBeDone` says whether the
    /// call may have been carried out all the same.
    case temporary(mayBeDone: Bool, wait: Duration?)
    /// The server has refused it by its rate limit, before any work. Other calls wait too.
    case rateLimited(wait: Duration?)

    package typealias Classifier = @Sendable (HTTPResponse, RateHeaders) -> ResponseVerdict

    /// What the status says by itself (RFC 9110, section 15; RFC 6585, section 4).
    package static func byStatus(_ response: HTTPResponse, _ headers: RateHeaders) -> Self {
        switch response.status {
        case 429: .rateLimited(wait: headers.retryAfter ?? headers.untilReset)
        case 502, 503, 504: .temporary(mayBeDone: true, wait: headers.retryAfter)
        default: .final
        }
    }
}
