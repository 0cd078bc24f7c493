/// What befalls one request on its way through a `FaultProxy`.
package enum Fault: Sendable {
    /// Nothing: it is forwarded, and the answer comes back as it is.
    case pass
    /// Forwarded after this time, even when the client no longer waits by then.
    case delay(Duration)
    /// Not forwarded; answered with what the closure makes of it.
    case respond(@Sendable (ProxiedRequest) -> ProxiedAnswer)
    /// Not forwarded; the connection is reset without a byte.
    case resetBeforeForwarding
    /// Forwarded; of the answer comes the head and half of the body, then the connection is reset.
    case resetMidAnswer
    /// Forwarded, so that the server has done it; then the connection is closed without a byte.
    case loseAnswer
    /// Forwarded; of the answer comes the head and half of the body, then nothing until the client goes away.
    case stallBody
    /// Not forwarded; nothing comes until the client goes away.
    case stallHead
    /// Forwarded; the closure changes the answer before it comes.
    case rewriteAnswer(@Sendable (inout ProxiedAnswer) -> Void)
}

extension Fault {
    /// Which fault it is, without its details.
    package enum Kind: Sendable, Hashable {
        case pass, delay, respond, resetBeforeForwarding, resetMidAnswer, loseAnswer, stallBody, stallHead
        case rewriteAnswer
    }

    package var kind: Kind {
        switch self {
        case .pass: .pass
        case .delay: .delay
        case .respond: .respond
        case .resetBeforeForwarding: .resetBeforeForwarding
        case .resetMidAnswer: .resetMidAnswer
        case .loseAnswer: .loseAnswer
        case .stallBody: .stallBody
        case .stallHead: .stallHead
        case .rewriteAnswer: .rewriteAnswer
        }
    }

    /// Whether the client is left without the server's own answer, and so has reason to ask again.
    var withholdsAnswer: Bool {
        switch self {
        case .pass, .delay, .rewriteAnswer: false
        case .respond, .resetBeforeForwarding, .resetMidAnswer, .loseAnswer, .stallBody, .stallHead: true
        }
    }
}
