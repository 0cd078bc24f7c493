import NIOCore
import NIOHTTP1
import WebAddresses

/// What a head must be beyond what the parser asks for. It is looked at while its version and repeated headers are still
/// there.
final class RequestRules: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    /// Why a request is not taken. The connection must end: what follows on it cannot be trusted to be a request.
    struct Refusal: Error {
        let detail: String
    }

    private let gate: RequestGate
    private var hasRefused = false

    /// `gate` is told where requests end.
    init(_ gate: RequestGate) { self.gate = gate }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if hasRefused { return }
        switch unwrapInboundIn(data) {
        case .head(var head):
            if let detail = Self.problem(of: head) {
                hasRefused = true
                return context.fireErrorCaught(Refusal(detail: detail))
            }
            let isLast = Self.endsConnection(head)
            gate.requestBegan(Self.body(after: head), isLast: isLast)
            if isLast { head.headers.replaceOrAdd(name: "Connection", value: "close") }
            context.fireChannelRead(wrapInboundOut(.head(head)))
        case .body: context.fireChannelRead(data)
        case .end:
            gate.requestEnded()
            context.fireChannelRead(data)
        }
    }

    private static func problem(of head: HTTPRequestHead) -> String? {
        let hosts = head.headers["Host"]
        if hosts.count > 1 { return "the request has more than one Host header" }
        if hosts.isEmpty, !head.version.isOld { return "the request has no Host header" }
        if let host = hosts.first, !host.utf8.allSatisfy(isHostByte) { return "the Host header does not name a host" }
        guard head.headers.contains(name: "Transfer-Encoding") else { return nil }
        let codings = head.headers["Transfer-Encoding"].map { $0.lowercased() }
        guard codings == ["chunked"] else { return "the only supported transfer encoding is chunked" }
        if head.headers.contains(name: "Content-Length") {
            return "the request has both a Transfer-Encoding and a Content-Length"
        }
        return nil
    }

    /// What may be in a name, an IP address, or the port after it (RFC 3986, section 3.2.2).
    private static func isHostByte(_ byte: UInt8) -> Bool {
        byte.isASCIILetterOrDigit || "-._~%!$&'()*+,;=[]:".utf8.contains(byte)
    }

    private static func body(after head: HTTPRequestHead) -> RequestGate.Body {
        if head.headers.contains(name: "Transfer-Encoding") { return .chunked }
        guard let length = head.headers.first(name: "Content-Length") else { return .none }
        return .length(Int(length) ?? .max)
    }

    /// Whether no further request may follow (RFC 9112, section 9.3). HTTP/1.0 keeps connections only where both sides
    /// say so, which this one does not. After a request for another protocol the parser takes no other request: it is
    /// answered as HTTP/1.1, which a client that asked for more must understand.
    private static func endsConnection(_ head: HTTPRequestHead) -> Bool {
        head.version.isOld || head.method == .CONNECT
            || head.headers[canonicalForm: "Connection"].contains { ["close", "upgrade"].contains($0.lowercased()) }
    }
}

extension HTTPVersion {
    fileprivate var isOld: Bool { (major, minor) < (1, 1) }
}
