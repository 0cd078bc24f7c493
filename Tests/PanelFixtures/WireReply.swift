/// What a client gets to see for one request.
package enum WireReply: Sendable {
    case answer(ProxiedAnswer)
    /// The head and half of the body, then a reset.
    case truncated(ProxiedAnswer)
    /// The head and half of the body, then nothing until the client goes away.
    case stalled(ProxiedAnswer)
    /// Nothing until the client goes away.
    case silence
    /// The end of the connection without a byte.
    case close
    /// A reset without a byte.
    case reset
}
