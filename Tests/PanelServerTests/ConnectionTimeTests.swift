import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import Testing

@testable import PanelServer

/// Here, time is what the test says. A request has 10 s to arrive, a connection may wait 100 s for one, and a client has
/// 30 s to read a response.
@Suite("The time that a connection has")
struct ConnectionTimeTests {
    private static let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let unfinished = "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{"

    private let channel = EmbeddedChannel()

    init() throws {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false, withErrorHandling: false)
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        try pipeline.addHandler(
            ConnectionGuard(requestTime: .seconds(10), idleTime: .seconds(100), responseTime: .seconds(30)) {
                detail, _ in
                (HTTPResponse(status: .badRequest), ByteBuffer(string: detail))
            })
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    private func send(_ text: String) throws { try channel.writeInbound(ByteBuffer(string: text)) }

    private func answer() throws {
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
    }

    private func pass(_ seconds: Int64) { channel.embeddedEventLoop.advanceTime(by: .seconds(seconds)) }

    /// What was written since the last look.
    private func written() throws -> String {
        var text = ""
        while let data = try channel.readOutbound(as: IOData.self) {
            if case .byteBuffer(let buffer) = data { text += String(buffer: buffer) }
        }
        return text
    }

    private var isLate: Bool {
        get throws { try written().hasPrefix("HTTP/1.1 400 ") && !channel.isActive }
    }

    @Test("ends without a word when nothing comes")
    func silence() throws {
        pass(99)
        #expect(channel.isActive)
        pass(1)
        #expect(!channel.isActive)
        #expect(try written().isEmpty)
    }

    @Test("is that of a request from its first byte on", arguments: [0, 50])
    func begun(after wait: Int64) throws {
        pass(wait)
        try send("G")
        pass(9)
        #expect(channel.isActive)
        try send("ET / HTTP/1.1\r\n")
        pass(1)
        #expect(try isLate)
    }

    @Test("is not limited while a request is answered")
    func answering() throws {
        try send(Self.request)
        pass(1_000)
        try send("GET / HT")
        pass(1_000)
        #expect(channel.isActive)
        try answer()
        #expect(try written().hasPrefix("HTTP/1.1 200 "))
        pass(10)
        #expect(try isLate)
    }

    @Test("is longer between requests, and starts with each answer")
    func idle() throws {
        for _ in 1...3 {
            try send(Self.request)
            try answer()
            pass(99)
            #expect(channel.isActive)
        }
        _ = try written()
        pass(1)
        #expect(!channel.isActive)
        #expect(try written().isEmpty)
    }

    @Test("is that of a request again when one begins", arguments: [1, 5, 50, 99])
    func secondRequest(after wait: Int64) throws {
        try send(Self.request)
        try answer()
        _ = try written()
        pass(wait)
        try send(Self.unfinished)
        pass(9)
        #expect(channel.isActive)
        pass(1)
        #expect(try isLate)
    }

    @Test("ends without a second answer where the first came before the request was whole")
    func earlyAnswer() throws {
        try send(Self.unfinished)
        try answer()
        #expect(try written().hasPrefix("HTTP/1.1 200 "))
        pass(10)
        #expect(try written().isEmpty)
        #expect(!channel.isActive)
    }

    @Test("is that of reading a response, however much is asked meanwhile")
    func unreadResponse() throws {
        let socket = UnreadSocket()
        try channel.pipeline.syncOperations.addHandler(socket, position: .first)
        try send(Self.request)
        channel.pipeline.write(HTTPResponsePart.head(HTTPResponse(status: .ok)), promise: nil)
        channel.pipeline.writeAndFlush(HTTPResponsePart.end(nil), promise: nil)
        pass(29)
        try send(Self.request)
        #expect(channel.isActive)
        pass(1)
        #expect(!channel.isActive)
        #expect(try written().isEmpty)
    }

    @Test("is that of a connection without a request where a body came to its end after the response")
    func lateEnd() throws {
        try send(Self.unfinished)
        try answer()
        try send("12345678")
        pass(99)
        #expect(channel.isActive)
        pass(1)
        #expect(!channel.isActive)
    }

    @Test("requests are parsed one at a time, in whatever pieces they come", arguments: [1, 2, 7, 1_000])
    func oneAtATime(size: Int) throws {
        let body = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nGET /\n\r\nx"
        let chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n\n\n\r\n0\r\n\r\n"
        var bytes = Array((Self.request + body + Self.request + chunked).utf8)[...]
        var heads = 0
        while !bytes.isEmpty {
            try channel.writeInbound(ByteBuffer(bytes: bytes.prefix(size)))
            bytes = bytes.dropFirst(size)
        }
        while let part = try channel.readInbound(as: HTTPRequestPart.self) {
            if case .head = part { heads += 1 }
            guard case .end = part else { continue }
            #expect(try channel.readInbound(as: HTTPRequestPart.self) == nil)
            try answer()
        }
        #expect(heads == 4)
        #expect(channel.isActive)
    }
}

/// Takes what is written and never gives it on.
private final class UnreadSocket: ChannelOutboundHandler {
    typealias OutboundIn = IOData

    private var promises: [EventLoopPromise<Void>] = []

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if let promise { promises.append(promise) }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        for promise in promises { promise.fail(ChannelError.ioOnClosedChannel) }
        context.close(mode: mode, promise: promise)
    }
}
