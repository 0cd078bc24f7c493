import NIOCore
import NIOHTTP1
import NIOPosix
import PanelFixtures
import Synchronization

/// A server that answers with what a test says, its bodies in chunks, and remembers what it was asked.
struct ScriptedServer: Sendable {
    let address: ServerAddress
    fileprivate let script: Script

    var requests: [ProxiedRequest] { script.requests.withLock { $0 } }
}

private final class Script: Sendable {
    let requests = Mutex<[ProxiedRequest]>([])
    let answer: @Sendable (ProxiedRequest) -> ProxiedAnswer

    init(_ answer: @escaping @Sendable (ProxiedRequest) -> ProxiedAnswer) { self.answer = answer }
}

func withScriptedServer<Result>(
    isolation: isolated (any Actor)? = #isolation,
    answering answer: @escaping @Sendable (ProxiedRequest) -> ProxiedAnswer,
    _ body: (ScriptedServer) async throws -> Result
) async throws -> Result {
    let script = Script(answer)
    let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                try channel.pipeline.syncOperations.addHandler(ScriptHandler(script))
            }
        }
        .bind(host: "127.0.0.1", port: 0).get()
    let result: Result
    do {
        result = try await body(
            ScriptedServer(address: ServerAddress(port: channel.localAddress?.port ?? 0), script: script))
    } catch {
        try await channel.close()
        throw error
    }
    try await channel.close()
    return result
}

private final class ScriptHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let script: Script
    private var request: ProxiedRequest?

    init(_ script: Script) { self.script = script }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            let fields = head.headers.map { (name: $0.name, value: $0.value) }
            request = ProxiedRequest(head.method.rawValue, head.uri, headers: HeaderList(fields))
        case .body(let bytes): request?.body.append(contentsOf: bytes.readableBytesView)
        case .end:
            guard let request else { return }
            script.requests.withLock { $0.append(request) }
            write(script.answer(request), to: request, context)
        }
    }

    private func write(_ answer: ProxiedAnswer, to request: ProxiedRequest, _ context: ChannelHandlerContext) {
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status),
            headers: HTTPHeaders(answer.headers.fields.map { ($0.name, $0.value) }))
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if request.method != "HEAD" {
            for chunk in [answer.body.prefix(answer.body.count / 3), answer.body.dropFirst(answer.body.count / 3)] {
                context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: chunk)))), promise: nil)
            }
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
