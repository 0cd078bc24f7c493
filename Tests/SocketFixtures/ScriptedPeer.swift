import NIOCore
import NIOPosix
package import NIOSSL
import Synchronization

/// The server's side of one connection, which plays a script.
package final class ScriptedPeer {
    private let channel: any Channel
    private var received: AsyncStream<ByteBuffer>.AsyncIterator
    private var waiting = ByteBuffer()

    package struct Closed: Error {}

    private init(_ accepted: Accepted) {
        channel = accepted.channel
        received = accepted.received.makeAsyncIterator()
    }

    package func send(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get() }
    package func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    package func read(_ count: Int) async throws -> [UInt8] {
        while waiting.readableBytes < count { try await receive() }
        return waiting.readBytes(length: count) ?? []
    }

    /// Up to an empty line: the head of an HTTP request.
    package func readHead() async throws -> String {
        while true {
            let bytes = Array(waiting.readableBytesView)
            if let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
                return String(decoding: try await read(end.upperBound), as: UTF8.self)
            }
            try await receive()
        }
    }

    /// Says nothing more and keeps the connection, until the other side closes it.
    package func stall() async throws { while true { try await receive() } }

    private func receive() async throws {
        guard var bytes = await received.next() else { throw Closed() }
        waiting.writeBuffer(&bytes)
    }

    /// Runs `body` with the port of a server on the loopback that plays the script for every connection, inside TLS
    /// where there is a context for it.
    package static func withServer<Result: Sendable>(
        tls: NIOSSLContext? = nil, _ script: @escaping @Sendable (ScriptedPeer) async throws -> Void,
        _ body: @escaping @Sendable (_ port: Int) async throws -> Result
    ) async throws -> Result {
        let (connections, accepted) = AsyncStream<Accepted>.makeStream()
        let open = OpenChannels()
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    let (stream, received) = AsyncStream<ByteBuffer>.makeStream()
                    try channel.pipeline.syncOperations.addHandler(PeerReceiver(received))
                    open.add(channel)
                    accepted.yield(Accepted(channel: channel, received: stream))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = server.localAddress?.port ?? 0
        defer {
            server.close(promise: nil)
            open.closeAll()
        }
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                await withDiscardingTaskGroup { peers in
                    for await connection in connections {
                        peers.addTask {
                            // A probe may hang up at any moment.
                            try? await script(ScriptedPeer(connection))
                            connection.channel.close(promise: nil)
                        }
                    }
                }
                return nil
            }
            group.addTask { try await body(port) }
            while let result = try await group.next() {
                if let result {
                    group.cancelAll()
                    open.closeAll()
                    return result
                }
            }
            throw Closed()
        }
    }
}

private struct Accepted: Sendable {
    let channel: any Channel
    let received: AsyncStream<ByteBuffer>
}

private final class PeerReceiver: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let received: AsyncStream<ByteBuffer>.Continuation

    init(_ received: AsyncStream<ByteBuffer>.Continuation) { self.received = received }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { received.yield(unwrapInboundIn(data)) }

    func channelInactive(context: ChannelHandlerContext) { received.finish() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// The connections of a server, so that none is left when it ends.
private final class OpenChannels: Sendable {
    private let channels = Mutex<[any Channel]>([])

    func add(_ channel: any Channel) { channels.withLock { $0.append(channel) } }

    func closeAll() { for channel in channels.withLock({ $0 }) { channel.close(promise: nil) } }
}
