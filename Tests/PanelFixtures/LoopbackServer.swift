import NIOCore
import NIOHTTP1
import NIOPosix

/// Serves HTTP on a port of this host, a free one for 0, while `body` runs.
///
/// When `body` ends, in whatever way, every connection is closed and every reply cancelled before this returns.
package func withLoopbackServer<Result>(
    port: Int = 0,
    isolation: isolated (any Actor)? = #isolation,
    reply: @escaping @Sendable (ProxiedRequest) async throws -> WireReply,
    _ body: (ServerAddress) async throws -> Result
) async throws -> Result {
    let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .serverChannelOption(.backlog, value: 256)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
        .bind(host: "127.0.0.1", port: port) { channel in
            channel.eventLoop.makeCompletedFuture { try LoopbackConnection(channel, reply: reply) }
        }
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await accept(listener) }
        defer { group.cancelAll() }
        guard let port = listener.channel.localAddress?.port else { throw ChannelError.unknownLocalAddress }
        return try await body(ServerAddress(port: port))
    }
}

private func accept(_ listener: NIOAsyncChannel<LoopbackConnection, Never>) async throws {
    try await withThrowingDiscardingTaskGroup { connections in
        try await listener.executeThenClose { accepted in
            for try await connection in accepted {
                connections.addTask { await connection.serve() }
            }
        }
        connections.cancelAll()
    }
}
