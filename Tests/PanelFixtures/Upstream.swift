import NIOCore
import NIOHTTP1
import NIOPosix

/// The server behind a proxy. Each request has a connection of its own.
struct Upstream: Sendable {
    private typealias Wire = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    /// The server closed before the answer was complete.
    private struct IncompleteAnswer: Error {}

    let address: ServerAddress

    /// Forwards a request without what concerns the client's connection; the answer comes without compression. nil when
    /// there is no connection, or no complete answer.
    func answer(to request: ProxiedRequest) async -> ProxiedAnswer? { try? await exchange(request) }

    private func exchange(_ request: ProxiedRequest) async throws -> ProxiedAnswer {
        let wire = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try Wire(wrappingChannelSynchronously: channel)
                }
            }
        return try await wire.executeThenClose { inbound, outbound in
            try await outbound.write(.head(head(of: request)))
            if !request.body.isEmpty { try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: request.body)))) }
            try await outbound.write(.end(nil))
            return try await answer(in: inbound)
        }
    }

    private func head(of request: ProxiedRequest) -> HTTPRequestHead {
        var fields = request.headers
        fields.removeConnectionFields()
        fields["Accept-Encoding"] = nil
        fields["Host"] = address.authority
        fields["Connection"] = "close"
        let writesBody = !request.body.isEmpty || ["POST", "PUT", "PATCH"].contains(request.method)
        if writesBody { fields["Content-Length"] = String(request.body.count) }
        return HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: request.method), uri: request.target,
            headers: HTTPHeaders(fields.fields.map { ($0.name, $0.value) }))
    }

    private func answer(
        in parts: NIOAsyncChannelInboundStream<HTTPClientResponsePart>
    ) async throws -> ProxiedAnswer {
        var answer: ProxiedAnswer?
        for try await part in parts {
            switch part {
            case .head(let head):
                let fields = head.headers.map { (name: $0.name, value: $0.value) }
                answer = ProxiedAnswer(Int(head.status.code), headers: HeaderList(fields))
            case .body(let bytes): answer?.body.append(contentsOf: bytes.readableBytesView)
            case .end:
                guard let answer else { throw IncompleteAnswer() }
                return answer
            }
        }
        throw IncompleteAnswer()
    }
}
