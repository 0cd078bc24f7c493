/// One attempt at a call that may go better another time, or that has no answer at all.
struct AttemptFailure: Sendable {
    enum Cause: Sendable {
        case answer(HTTPAnswer)
        case transport(TransportError)
    }

    let cause: Cause
    /// Whether another attempt may help.
    let isTemporary: Bool
    /// Whether the panel may have done what was asked.
    let mayBeDone: Bool
    /// What the panel has asked to wait.
    let retryAfter: Duration?

    /// nil for an answer that another attempt would not change.
    init?(_ answer: HTTPAnswer, _ headers: RateHeaders) {
        switch answer.status {
        case 429:
            mayBeDone = false
            retryAfter = headers.retryAfter ?? headers.untilReset
        case 503:
            // The panel's own refusal comes before any work; a proxy's may come at any time.
            mayBeDone = ErrorAnswer(answer.body) == nil
            retryAfter = headers.retryAfter
        case 502, 504:
            mayBeDone = true
            retryAfter = headers.retryAfter
        default: return nil
        }
        cause = .answer(answer)
        isTemporary = true
    }

    init(_ error: TransportError) {
        cause = .transport(error)
        mayBeDone = error.mayHaveArrived
        retryAfter = nil
        isTemporary =
            switch error.kind {
            case .notConnected, .lost, .timedOut: true
            case .notTrusted, .unreadable, .cancelled: false
            }
    }

    var isRateLimit: Bool {
        guard case .answer(let answer) = cause else { return false }
        return answer.status == 429
    }

    var hasNoConnection: Bool { isTransport(.notConnected) }
    var isTimeout: Bool { isTransport(.timedOut) }

    private func isTransport(_ kind: TransportError.Kind) -> Bool {
        guard case .transport(let error) = cause else { return false }
        return error.kind == kind
    }
}
