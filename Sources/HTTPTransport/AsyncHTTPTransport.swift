import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL
package import WebAddresses

/// HTTP/1.1 over a pool of kept-alive connections, with neither cookies nor redirects nor compression.
package struct AsyncHTTPTransport: Transport {
    private let client: HTTPClient
    let origin: WebOrigin
    let options: TransportOptions
    let proxy: Proxy?

    /// Runs `body` with a transport to a server, and closes its connections afterwards.
    /// - Throws: `TransportOptionError` when the file of certificate authorities cannot be used; what `body` throws.
    package static func withTransport<Result>(
        to origin: WebOrigin, options: TransportOptions,
        _ body: (AsyncHTTPTransport) async throws -> Result
    ) async throws -> Result {
        let proxy = options.proxies.proxy(for: origin)
        var configuration = try configuration(for: options, proxy)
        if let address = options.address, address != origin.host { configuration.dnsOverride = [origin.host: address] }
        return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
            try await body(Self(client: client, origin: origin, options: options, proxy: proxy))
        }
    }

    private static func configuration(
        for options: TransportOptions, _ proxy: Proxy?
    ) throws(TransportOptionError) -> HTTPClient.Configuration {
        var pool = HTTPClient.Configuration.ConnectionPool()
        pool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(1, options.connections)
        pool.retryConnectionEstablishment = false
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: TimeAmount(options.connectTimeout)),
            connectionPool: pool, proxy: proxy.map(clientProxy), decompression: .disabled)
        configuration.httpVersion = .http1Only
        configuration.tlsConfiguration = try TLSConfiguration(trustingFile: options.caFile)
        return configuration
    }

    private static func clientProxy(_ proxy: Proxy) -> HTTPClient.Configuration.Proxy {
        switch proxy.kind {
        case .http:
            .server(
                host: proxy.host, port: proxy.port,
                authorization: proxy.credentials.map {
                    .basic(username: $0.user, password: $0.password)
                })
        case .socks: .socksServer(host: proxy.host, port: proxy.port)
        }
    }

    package func send(_ request: HTTPRequest, timeout: Duration) async throws(TransportError) -> HTTPResponse {
        do {
            var headers = HTTPHeaders()
            for (name, value) in request.headers { headers.add(name: name, value: value) }
            let outgoing = try HTTPClient.Request(
                url: request.url, method: HTTPMethod(rawValue: request.method), headers: headers,
                body: request.body.map { .byteBuffer(ByteBuffer(bytes: $0)) })
            let task = client.execute(
                request: outgoing, delegate: ResponseCollector(options), deadline: .now() + TimeAmount(timeout))
            return try await withTaskCancellationHandler {
                try await task.futureResult.get()
            } onCancel: {
                task.cancel()
            }
        } catch let enough as ResponseCollector.Enough {
            return enough.response
        } catch {
            if Task.isCancelled { throw TransportError(kind: .cancelled, message: "was no longer waited for") }
            throw await explanation(of: error, timeout: timeout)
        }
    }
}

extension TimeAmount {
    init(_ duration: Duration) {
        self = .nanoseconds(
            duration.components.seconds * 1_000_000_000 + duration.components.attoseconds / 1_000_000_000)
    }
}
