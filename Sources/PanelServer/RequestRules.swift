import NIOCore
import NIOHTTP1

/// What a head must be beyond what the parser asks for. It is looked at while its version and repeated headers are still
/// there.
final class RequestRules: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    /// Why a request is not taken. The connection must end: what follows on it cannot be trusted to be a request.
    struct Refusal: Error {
        let detail: String
    }

    private var hasRefused = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if hasRefused { return }
        guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        if let detail = Self.problem(of: head) {
            hasRefused = true
            return context.fireErrorCaught(Refusal(detail: detail))
        }
        if Self.endsConnection(head) { head.headers.replaceOrAdd(name: "Connection", value: "close") }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    private static func problem(of head: HTTPRequestHead) -> String? {
        let hosts = head.headers["Host"].count
        if hosts > 1 { return "the request has more than one Host header" }
        if hosts == 0, !head.version.isOld { return "the request has no Host header" }
        let codings = head.headers[canonicalForm: "Transfer-Encoding"]
        guard codings.allSatisfy({ $0.lowercased() == "chunked" }) else {
            return "the only transfer encoding that is understood is chunked"
        }
        return nil
    }

    /// Whether no further request may follow (RFC 9112, section 9.3). HTTP/1.0 keeps connections only where both sides
    /// say so, which this one does not.
    private static func endsConnection(_ head: HTTPRequestHead) -> Bool {
        head.version.isOld || head.headers[canonicalForm: "Connection"].contains { $0.lowercased() == "close" }
    }
}

extension HTTPVersion {
    fileprivate var isOld: Bool { (major, minor) < (1, 1) }
}
