import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import PanelServer

/// Here, time is what the test says. A request has 10 s to arrive, a connection may wait 100 s for one.
@Suite("The time that a connection has")
struct ConnectionTimeTests {
    private let channel: EmbeddedChannel

    init() throws {
        let guardian = ConnectionGuard(requestTime: .seconds(10), idleTime: .seconds(100)) { detail, _ in
            (HTTPResponse(status: .badRequest), ByteBuffer(string: detail))
        }
        channel = EmbeddedChannel(handler: guardian)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    private func begin() throws {
        let head = HTTPRequest(method: .get, scheme: "http", authority: "a", path: "/")
        try channel.writeInbound(HTTPRequestPart.head(head))
    }

    private func end() throws { try channel.writeInbound(HTTPRequestPart.end(nil)) }

    private func answer() throws {
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
        while try channel.readOutbound(as: HTTPResponsePart.self) != nil {}
    }

    private func pass(_ seconds: Int64) { channel.embeddedEventLoop.advanceTime(by: .seconds(seconds)) }

    /// The status of an answer that was written since the last look.
    private func status() throws -> Int? {
        guard case .head(let head)? = try channel.readOutbound(as: HTTPResponsePart.self) else { return nil }
        return head.status.code
    }

    @Test("is that of a request from its start on, though nothing of it comes")
    func silence() throws {
        pass(9)
        #expect(channel.isActive)
        pass(1)
        #expect(try status() == 400)
        #expect(!channel.isActive)
    }

    @Test("is not limited while a request is answered")
    func answering() throws {
        try begin()
        try end()
        pass(1_000)
        #expect(channel.isActive)
        try answer()
        #expect(channel.isActive)
    }

    @Test("is longer between requests, and starts with each answer")
    func idle() throws {
        for _ in 1...3 {
            try begin()
            try end()
            try answer()
            pass(99)
            #expect(channel.isActive)
        }
        pass(1)
        #expect(!channel.isActive)
        #expect(try status() == nil)
    }

    @Test("is that of a request again when one begins", arguments: [1, 5, 50, 99])
    func secondRequest(after wait: Int64) throws {
        try begin()
        try end()
        try answer()
        pass(wait)
        try begin()
        pass(9)
        #expect(channel.isActive)
        pass(1)
        #expect(try status() == 400)
        #expect(!channel.isActive)
    }
}
