import Glibc
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on a port of its own that answers each request with bytes, and with whatever else can go wrong.
final class RawServer: Sendable {
    enum Step: Sendable {
        case send(String)
        case close
        /// Ends the connection as a machine does that has lost it.
        case reset
        /// Nothing more comes, and the connection stays.
        case stall
    }

    struct Request: Sendable {
        /// `GET /api/v1/services HTTP/1.1`.
        var line: String
        /// With small letters before the colon.
        var headers: [String]
        var body: String
        /// Of its connection, counted from 1.
        var connection: Int

        func header(_ name: String) -> String? {
            headers.first { $0.hasPrefix("\(name): ") }.map { String($0.dropFirst(name.utf8.count + 2)) }
        }
    }

    typealias Script = @Sendable (Request, _ number: Int) -> [Step]

    private struct State {
        var requests: [Request] = []
        var channels: [any Channel] = []
    }

    private let state = Mutex(State())
    private let script: Script

    private init(_ script: @escaping Script) { self.script = script }

    /// Every request, in the order they came.
    var requests: [Request] { state.withLock { $0.requests } }

    var connectionCount: Int { state.withLock { $0.channels.count } }

    static func run<Result>(
        tls certificate: TestCertificates.Server? = nil, _ script: @escaping Script,
        _ body: (RawServer, _ port: Int) async throws -> Result
    ) async throws -> Result {
        let server = RawServer(script)
        let context = try certificate.map {
            try NIOSSLContext(configuration: TestCertificates.serverConfiguration($0))
        }
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    }
                    let number = server.state.withLock {
                        $0.channels.append(channel)
                        return $0.channels.count
                    }
                    try channel.pipeline.syncOperations.addHandler(RawHandler(server: server, connection: number))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body(server, listener.localAddress?.port ?? 0))
        } catch {
            result = .failure(error)
        }
        try await listener.close()
        for channel in server.state.withLock({ $0.channels }) { try? await channel.close() }
        return try result.get()
    }

    fileprivate func steps(for request: Request) -> [Step] {
        let number = state.withLock {
            $0.requests.append(request)
            return $0.requests.count
        }
        return script(request, number)
    }
}

extension RawServer.Step {
    /// A whole answer.
    static func answer(_ status: String = "200 OK", _ body: String = #"{"data": []}"#, headers: [String] = []) -> Self {
        let head =
            ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)", "Content-Type: application/json"] + headers
        return .send(head.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }
}

/// Reads requests, and does what the script says.
private final class RawHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let server: RawServer
    private let connection: Int
    private var received = ""

    init(server: RawServer, connection: Int) {
        self.server = server
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += String(buffer: unwrapInboundIn(data))
        while let request = nextRequest() {
            for step in server.steps(for: request) { perform(step, context) }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func nextRequest() -> RawServer.Request? {
        // The begin of a TLS handshake, where none is expected.
        if received.hasPrefix("\u{16}") {
            received = ""
            return RawServer.Request(line: "TLS", headers: [], body: "", connection: connection)
        }
        guard let end = received.firstRange(of: "\r\n\r\n") else { return nil }
        var lines = received[..<end.lowerBound].split(separator: "\r\n").map(String.init)
        guard !lines.isEmpty else { return nil }
        let line = lines.removeFirst()
        let headers = lines.map { header in
            let name = header.prefix { $0 != ":" }
            return name.lowercased() + header.dropFirst(name.count)
        }
        var request = RawServer.Request(line: line, headers: headers, body: "", connection: connection)
        let length = request.header("content-length").flatMap { Int($0) } ?? 0
        let rest = received[end.upperBound...].utf8
        guard rest.count >= length else { return nil }
        request.body = String(decoding: rest.prefix(length), as: UTF8.self)
        received = String(decoding: rest.dropFirst(length), as: UTF8.self)
        return request
    }

    private func perform(_ step: RawServer.Step, _ context: ChannelHandlerContext) {
        switch step {
        case .send(let text): context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        case .close: context.close(promise: nil)
        case .reset:
            // Unsent bytes are dropped, which the other side sees as a reset.
            let options = context.channel as? any SocketOptionProvider
            _ = options?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            context.close(promise: nil)
        case .stall: break
        }
    }
}
