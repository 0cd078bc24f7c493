import NIOCore
import NIOHTTP1
import NIOPosix

/// One accepted connection: a request, its reply, the next request.
struct LoopbackConnection: Sendable {
    private typealias Wire = NIOAsyncChannel<HTTPServerRequestPart, ByteBuffer>
    private typealias RequestParts = NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator

    private struct TooLarge: Error {}

    private static let largestBody = 4 << 20

    private let wire: Wire
    private let reply: @Sendable (ProxiedRequest) async throws -> WireReply

    /// On the event loop of the channel.
    init(_ channel: any Channel, reply: @escaping @Sendable (ProxiedRequest) async throws -> WireReply) throws {
        try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
        wire = try Wire(wrappingChannelSynchronously: channel)
        self.reply = reply
    }

    /// Until either side closes. A connection that breaks concerns its client alone.
    func serve() async {
        try? await wire.executeThenClose { inbound, _ in
            var parts = inbound.makeAsyncIterator()
            while let (request, isKeptAlive) = try await nextRequest(&parts) {
                switch try await reply(request) {
                case .answer(let answer):
                    let message = answer.message(to: request, closes: !isKeptAlive)
                    try await send(message.head + message.body)
                    guard isKeptAlive else { return }
                case .truncated(let answer):
                    try await send(answer.beginning(to: request))
                    return try await reset()
                case .stalled(let answer):
                    try await send(answer.beginning(to: request))
                    return try await waitForClient(&parts)
                case .silence: return try await waitForClient(&parts)
                case .close: return
                case .reset: return try await reset()
                }
            }
        }
    }

    private func nextRequest(_ parts: inout RequestParts) async throws -> (ProxiedRequest, isKeptAlive: Bool)? {
        guard case .head(let head)? = try await parts.next() else { return nil }
        let fields = head.headers.map { (name: $0.name, value: $0.value) }
        var request = ProxiedRequest(head.method.rawValue, head.uri, headers: HeaderList(fields))
        while let part = try await parts.next() {
            switch part {
            case .head: return nil
            case .body(let bytes):
                guard request.body.count + bytes.readableBytes <= Self.largestBody else { throw TooLarge() }
                request.body.append(contentsOf: bytes.readableBytesView)
            case .end: return (request, head.isKeepAlive)
            }
        }
        return nil
    }

    /// Returns when the operating system has all bytes.
    private func send(_ bytes: [UInt8]) async throws {
        let channel = wire.channel
        try await withTaskCancellationHandler {
            try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private func waitForClient(_ parts: inout RequestParts) async throws {
        while try await parts.next() != nil {}
    }

    /// Closes so that the client sees a reset (RFC 9293, section 3.10.7.4) and not an orderly end.
    private func reset() async throws {
        if let socket = wire.channel as? any SocketOptionProvider {
            try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try await wire.channel.close()
    }
}
