import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
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
        return try await HTTPClient.withHTTPClient(eventLoopGroup: loop, configuration: configuration) { client in
            try await body(Self(client: client, origin: origin, options: options, proxy: proxy))
        }
    }

    /// The one thread of all transports, which hands over what has come: several would take turns with those that work.
    private static let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1)

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
        let response: HTTPResponse?
        do {
            response = try await withThrowingTaskGroup(of: HTTPResponse?.self) { group in
                defer { group.cancelAll() }
                group.addTask { try await exchange(request, timeout: timeout) }
                group.addTask {
                    try await Task.sleep(for: timeout)
                    return nil
                }
                return try await group.next() ?? nil
            }
        } catch {
            if Task.isCancelled { throw TransportError(kind: .cancelled, message: "was no longer waited for") }
            throw await explanation(of: error, timeout: timeout)
        }
        guard let response else { throw .timedOut(after: timeout) }
        return response
    }

    private func exchange(_ request: HTTPRequest, timeout: Duration) async throws -> HTTPResponse {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = HTTPMethod(rawValue: request.method)
        for (name, value) in request.headers { outgoing.headers.add(name: name, value: value) }
        if let body = request.body { outgoing.body = .bytes(body) }
        let response = try await client.execute(outgoing, timeout: TimeAmount(timeout))
        let isRead = options.readsBodyOfSuccess || !(200..<300).contains(response.status.code)
        let body = isRead ? try await body(of: response) : []
        // A body that a cancelled task has collected may end early.
        try Task.checkCancellation()
        return HTTPResponse(
            status: Int(response.status.code), headers: response.headers.map { (name: $0.name, value: $0.value) },
            body: body)
    }

    /// The whole body, copied once, into as much memory as the server announces.
    private func body(of response: HTTPClientResponse) async throws -> [UInt8] {
        let limit = options.longestResponse
        let announced = response.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
        guard announced <= limit else { throw NIOTooManyBytesError(maxBytes: limit) }
        var body: [UInt8] = []
        body.reserveCapacity(max(0, announced))
        for try await part in response.body {
            guard part.readableBytes <= limit - body.count else { throw NIOTooManyBytesError(maxBytes: limit) }
            part.withUnsafeReadableBytes { body.append(contentsOf: $0) }
        }
        return body
    }
}

extension TimeAmount {
    init(_ duration: Duration) {
        self = .nanoseconds(
            duration.components.seconds * 1_000_000_000 + duration.components.attoseconds / 1_000_000_000)
    }
}
