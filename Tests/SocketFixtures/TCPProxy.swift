import NIOCore
import NIOPosix
import Synchronization

/// Stands between a client and a server on the loopback, and does what a network does when it fails.
package final class TCPProxy: Sendable {
    private struct State {
        var swallows = false
        var cutText: [UInt8]?
        var channels: [any Channel] = []
    }

    private let state = Mutex(State())
    private let listening = Mutex(0)

    /// The port of the loopback where it takes connections.
    package var port: Int { listening.withLock { $0 } }

    /// Nothing goes through any more, in either way, while all connections stay open and are taken.
    package func swallow() { state.withLock { $0.swallows = true } }

    /// Undoes `swallow()`. What was swallowed is gone.
    package func pass() { state.withLock { $0.swallows = false } }

    /// The next time that a client sends this, it goes to the server, and as soon as the server has answered both
    /// connections end: the answer is lost.
    package func loseAnswer(to text: String) { state.withLock { $0.cutText = Array(text.utf8) } }

    /// Ends all connections.
    package func closeAll() {
        let channels = state.withLock { state in
            defer { state.channels = [] }
            return state.channels
        }
        for channel in channels { channel.close(promise: nil) }
    }

    /// Runs `body` with a proxy before the server on this port of the loopback.
    package static func withProxy<T>(to port: Int, _ body: (TCPProxy) async throws -> T) async throws -> T {
        let proxy = TCPProxy()
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { client in proxy.connect(client, to: port) }
            .bind(host: "127.0.0.1", port: 0).get()
        proxy.listening.withLock { $0 = server.localAddress?.port ?? 0 }
        func end() async {
            try? await server.close()
            proxy.closeAll()
        }
        do {
            let result = try await body(proxy)
            await end()
            return result
        } catch {
            await end()
            throw error
        }
    }

    private func connect(_ client: any Channel, to port: Int) -> EventLoopFuture<Void> {
        state.withLock { $0.channels.append(client) }
        let pair = Pair()
        return ClientBootstrap(group: client.eventLoop)
            .channelInitializer { server in
                server.eventLoop.makeCompletedFuture {
                    try server.pipeline.syncOperations.addHandler(
                        Forwarder(proxy: self, pair: pair, other: client, isFromClient: false))
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .flatMap { server in
                client.eventLoop.makeCompletedFuture {
                    try client.pipeline.syncOperations.addHandler(
                        Forwarder(proxy: self, pair: pair, other: server, isFromClient: true))
                }
            }
    }

    fileprivate var swallows: Bool { state.withLock { $0.swallows } }

    /// Whether the answer to these bytes is to be lost.
    fileprivate func cuts(_ bytes: ByteBuffer) -> Bool {
        state.withLock { state in
            guard let text = state.cutText, Array(bytes.readableBytesView).contains(text) else { return false }
            state.cutText = nil
            return true
        }
    }

    /// What the two sides of one connection know of each other.
    fileprivate final class Pair: Sendable {
        private let cut = Mutex(false)
        var isCut: Bool { cut.withLock { $0 } }
        func cutNext() { cut.withLock { $0 = true } }
    }
}

private final class Forwarder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let proxy: TCPProxy
    private let pair: TCPProxy.Pair
    private let other: any Channel
    private let isFromClient: Bool

    init(proxy: TCPProxy, pair: TCPProxy.Pair, other: any Channel, isFromClient: Bool) {
        self.proxy = proxy
        self.pair = pair
        self.other = other
        self.isFromClient = isFromClient
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !proxy.swallows else { return }
        let bytes = unwrapInboundIn(data)
        if isFromClient, proxy.cuts(bytes) { pair.cutNext() }
        guard isFromClient || !pair.isCut else {
            other.close(promise: nil)
            return context.close(promise: nil)
        }
        other.writeAndFlush(bytes, promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        // A network that swallows everything swallows this too.
        if !proxy.swallows { other.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
