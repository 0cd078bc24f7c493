import Glibc
import NIOCore

/// Stands before the parser and gives it one request at a time.
///
/// What a client sends beyond the request that is being responded to stays here as the bytes it is, and as long as there
/// is any, nothing more is read from the socket: requests that were parsed would take many times as much memory. It also
/// says when the first bytes of a head come, of which the parser makes nothing yet, and looks at what the parser does not
/// tell: the name of the protocol.
final class RequestGate: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = Never
    typealias OutboundOut = Never

    /// The event that goes up the pipeline before bytes do.
    struct BytesArrived: Sendable {}

    /// How long a request goes on after its head.
    enum Body {
        case none
        case length(Int)
        case chunked
    }

    /// The next bytes belong to this.
    private enum Expectation {
        case head
        case body(Body)
    }

    /// More than a socket gives in one turn, which comes here only when a client ends its side with so much unread.
    private static let heldLimit = 512 << 10
    /// A chunked body ends where only the parser knows: so much of the next requests may be parsed with its end.
    private static let chunkedPiece = 1_024

    private var held = ByteBuffer()
    private var expectation = Expectation.head
    private var requestLine = RequestLine()
    /// Requests whose heads have come and whose responses are not yet on their way to their end.
    private var openCount = 0
    private var isLast = false
    private var hasEnded = false
    private var isPassing = false
    private var isReadWanted = false
    private var isInputClosed = false
    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    /// The parser has read a head, and this comes after it. What comes after the last request is dropped.
    func requestBegan(_ body: Body, isLast: Bool) {
        openCount += 1
        self.isLast = isLast
        expectation = .body(body)
        requestLine = RequestLine()
    }

    /// The parser has read a request to its end.
    func requestEnded() {
        expectation = .head
        hasEnded = isLast
    }

    /// A response is written in full: the next request may come.
    func responseEnded() {
        openCount -= 1
        guard let context else { return }
        if held.readableBytes > 0 || isInputClosed {
            pass(context)
            context.fireChannelReadComplete()
        }
        if mayRead, isReadWanted {
            isReadWanted = false
            context.read()
        }
    }

    private var isOpen: Bool {
        switch expectation {
        case .head: openCount == 0
        case .body: openCount <= 1
        }
    }

    /// To stop reading and to begin again costs a system call each: it is done for those alone who send ahead.
    private var mayRead: Bool { isOpen || held.readableBytes == 0 }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if held.readableBytes > 0 {
            held.writeBuffer(&bytes)
            pass(context)
        } else {
            // Mostly all of it goes on at once. What stays is kept without the buffer that it was read into.
            held = bytes
            pass(context)
            if held.readableBytes > 0 { held = ByteBuffer(bytes: held.readableBytesView) }
        }
        if held.readableBytes > Self.heldLimit { context.close(promise: nil) }
    }

    func read(context: ChannelHandlerContext) {
        if mayRead { context.read() } else { isReadWanted = true }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // The end must not overtake what came before it.
        guard case ChannelEvent.inputClosed = event, held.readableBytes > 0 else {
            return context.fireUserInboundEventTriggered(event)
        }
        isInputClosed = true
    }

    private func pass(_ context: ChannelHandlerContext) {
        guard !isPassing else { return }
        if hasEnded { held = ByteBuffer() }
        isPassing = true
        defer { isPassing = false }
        while isOpen, !hasEnded, held.readableBytes > 0 {
            context.fireUserInboundEventTriggered(BytesArrived())
            guard let piece = nextPiece() else {
                held = ByteBuffer()
                return context.fireErrorCaught(RequestRules.Refusal(detail: "the request is not HTTP/1.1 or HTTP/1.0"))
            }
            context.fireChannelRead(wrapInboundOut(piece))
        }
        if held.readableBytes == 0 { held = ByteBuffer() }
        if isInputClosed, held.readableBytes == 0 {
            isInputClosed = false
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
    }

    /// As much as may be parsed before it is clear whether more may be; nil for a head of another protocol.
    private func nextPiece() -> ByteBuffer? {
        let count: Int
        switch expectation {
        case .head:
            count = held.withUnsafeReadableBytes { Self.headEnd(in: $0) } ?? held.readableBytes
            let isHTTP = held.withUnsafeReadableBytes {
                requestLine.take(UnsafeRawBufferPointer(rebasing: $0[..<count]))
            }
            guard isHTTP else { return nil }
        case .body(.none): count = held.readableBytes
        case .body(.length(let length)):
            count = min(length, held.readableBytes)
            expectation = .body(.length(length - count))
        case .body(.chunked): count = min(Self.chunkedPiece, held.readableBytes)
        }
        return held.readSlice(length: max(count, 1))
    }

    /// After the first empty line.
    private static func headEnd(in bytes: UnsafeRawBufferPointer) -> Int? {
        guard let start = bytes.baseAddress else { return nil }
        var offset = 0
        while offset < bytes.count, let found = memchr(start + offset, 0x0A, bytes.count - offset) {
            let next = UnsafeRawPointer(found) - start + 1
            if next < bytes.count, bytes[next] == 0x0A { return next + 1 }
            if next + 1 < bytes.count, bytes[next] == 0x0D, bytes[next + 1] == 0x0A { return next + 2 }
            offset = next
        }
        return nil
    }
}
