import NIOCore
import NIOPosix
import NIOSSL

/// A connection to a server, of which only so much is read. It is used by one task.
final class ProbeConnection {
    private let host: String
    private let channel: any Channel
    private var received: AsyncThrowingStream<ByteBuffer, any Error>.AsyncIterator
    /// What was received and not read yet.
    private var waiting = ByteBuffer()
    private(set) var isEncrypted = false

    /// All that a server may send: many times what any answer has.
    private static let limit = 256 << 10

    private init(host: String, channel: any Channel, received: AsyncThrowingStream<ByteBuffer, any Error>) {
        self.host = host
        self.channel = channel
        self.received = received.makeAsyncIterator()
    }

    /// Runs `body` with a new connection and closes it afterwards, without waiting for the other side.
    static func withConnection<Result>(
        to server: ProbeConfiguration.Server, timeout: Duration, _ body: (ProbeConnection) async throws -> Result
    ) async throws -> Result {
        let (stream, received) = AsyncThrowingStream<ByteBuffer, any Error>.makeStream()
        // The receiver is there before the connection: a server may greet and hang up at once.
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.nanoseconds(Int64(timeout / .nanoseconds(1))))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ByteReceiver(received, limit: limit))
                }
            }
            .connect(host: server.host, port: server.port).get()
        defer { channel.close(promise: nil) }
        return try await withTaskCancellationHandler {
            try await body(ProbeConnection(host: server.host, channel: channel, received: stream))
        } onCancel: {
            // What waits for the channel waits no longer.
            channel.close(promise: nil)
        }
    }

    /// Whether a password may be sent as it is: nobody between here and there can read it.
    var mayCarryPassword: Bool { isEncrypted || (channel.remoteAddress?.isLoopback ?? false) }

    func write(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get() }

    /// The next bytes, exactly so many.
    func read(_ count: Int) async throws -> [UInt8] {
        guard count <= Self.limit else { throw ProbeFailure.tooLong }
        while waiting.readableBytes < count { try await receive() }
        return waiting.readBytes(length: count) ?? []
    }

    /// The next line without the end of it, of no more than `limit` bytes with it.
    func readLine(limit: Int) async throws -> [UInt8] {
        while true {
            let view = waiting.readableBytesView.prefix(limit)
            if let end = view.firstIndex(of: UInt8(ascii: "\n")) {
                var line = waiting.readBytes(length: end - view.startIndex + 1) ?? []
                line.removeLast()
                if line.last == UInt8(ascii: "\r") { line.removeLast() }
                return line
            }
            guard waiting.readableBytes < limit else { throw ProbeFailure.tooLong }
            try await receive()
        }
    }

    /// Goes on encrypted. Who is at the other end is not verified: database servers make their certificates themselves.
    func startTLS() async throws {
        // What came in the clear would be taken for something that came encrypted.
        guard waiting.readableBytes == 0 else { throw ProbeFailure.unreadable("sent data before the TLS handshake") }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        let context = try NIOSSLContext(configuration: configuration)
        // A name is only sent where it is one; an address is none.
        let name = (try? SocketAddress(ipAddress: host, port: 0)) == nil ? host : nil
        let channel = channel
        try await channel.eventLoop.submit {
            let handler = try NIOSSLClientHandler(context: context, serverHostname: name)
            try channel.pipeline.syncOperations.addHandler(handler, position: .first)
        }.get()
        isEncrypted = true
    }

    private func receive() async throws {
        guard var bytes = try await received.next() else { throw ProbeFailure.closed }
        waiting.discardReadBytes()
        waiting.writeBuffer(&bytes)
    }
}

extension SocketAddress {
    fileprivate var isLoopback: Bool {
        guard let text = ipAddress else { return false }
        return text == "::1" || (text.hasPrefix("127.") && !text.contains(":"))
    }
}
