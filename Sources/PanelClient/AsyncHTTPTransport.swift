import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import PhoenixModel

/// HTTP/1.1 over a pool of kept-alive connections, with neither cookies nor redirects nor compression.
struct AsyncHTTPTransport: HTTPTransport {
    private let client: HTTPClient
    private let address: PanelAddress
    private let options: PanelClientOptions
    private let proxy: Proxy?

    /// Runs `body` with a transport to a panel, and closes its connections afterwards.
    /// - Throws: `PanelError` `.invalid` when the file of certificate authorities cannot be used; what `body` throws.
    static func withTransport<Result>(
        to address: PanelAddress, options: PanelClientOptions,
        _ body: (AsyncHTTPTransport) async throws -> Result
    ) async throws -> Result {
        let proxy = options.proxies.proxy(for: address)
        let configuration = try configuration(for: options, proxy)
        return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
            try await body(Self(client: client, address: address, options: options, proxy: proxy))
        }
    }

    private static func configuration(
        for options: PanelClientOptions, _ proxy: Proxy?
    ) throws(PanelError) -> HTTPClient.Configuration {
        var pool = HTTPClient.Configuration.ConnectionPool()
        pool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(1, options.parallelism)
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
                    .basic(username: $0.user, password: $0.password.reveal())
                })
        case .socks: .socksServer(host: proxy.host, port: proxy.port)
        }
    }

    func send(_ request: HTTPRequest, timeout: Duration) async throws(TransportError) -> HTTPAnswer {
        let answer: HTTPAnswer?
        do {
            answer = try await withThrowingTaskGroup(of: HTTPAnswer?.self) { group in
                defer { group.cancelAll() }
                group.addTask { try await exchange(request, timeout: timeout) }
                group.addTask {
                    try await Task.sleep(for: timeout)
                    return nil
                }
                return try await group.next() ?? nil
            }
        } catch {
            if Task.isCancelled { throw TransportError(kind: .cancelled, message: "was not waited for any longer") }
            throw await explanation(of: error, timeout: timeout)
        }
        guard let answer else { throw .timedOut(after: timeout) }
        return answer
    }

    private func exchange(_ request: HTTPRequest, timeout: Duration) async throws -> HTTPAnswer {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = HTTPMethod(rawValue: request.method)
        for (name, value) in request.headers { outgoing.headers.add(name: name, value: value) }
        if let body = request.body { outgoing.body = .bytes(body) }
        let answer = try await client.execute(outgoing, timeout: TimeAmount(timeout))
        let body = try await answer.body.collect(upTo: HTTPAnswer.maximumBodySize)
        // A body that a cancelled task has collected may end early.
        try Task.checkCancellation()
        return HTTPAnswer(
            status: Int(answer.status.code), headers: answer.headers.map { (name: $0.name, value: $0.value) },
            body: Array(body.readableBytesView))
    }

    private func explanation(of error: any Error, timeout: Duration) async -> TransportError {
        switch error {
        case let error as HTTPClientError: failure(error, timeout: timeout)
        case let error as NIOConnectionError: noConnection(error)
        case let error as IOError: .system(error.errnoCode, proxy: proxy)
        case ChannelError.connectTimeout: .connectTimedOut(after: options.connectTimeout, proxy: proxy)
        case NIOSSLError.handshakeFailed(let reason): await untrusted(reason)
        case is NIOSSLExtraError:
            TransportError(
                kind: .notTrusted, message: "has a TLS certificate for another host name than \(address.host)",
                help: "use the name that the certificate is for")
        case is NIOTooManyBytesError:
            TransportError(
                kind: .unreadable, message: "answered more than \(HTTPAnswer.maximumBodySize >> 20) MiB at once")
        case is HTTPParserError:
            TransportError(kind: .lost, message: "broke off the answer, or sent something that is no HTTP (\(error))")
        default: TransportError(kind: .lost, message: "did not answer (\(error))")
        }
    }

    private func failure(_ error: HTTPClientError, timeout: Duration) -> TransportError {
        switch error {
        case .deadlineExceeded, .readTimeout, .writeTimeout, .getConnectionFromPoolTimeout: .timedOut(after: timeout)
        case .connectTimeout: .connectTimedOut(after: options.connectTimeout, proxy: proxy)
        case .tlsHandshakeTimeout:
            TransportError(kind: .notConnected, message: "did not finish the TLS handshake in time")
        case .httpProxyHandshakeTimeout, .socksHandshakeTimeout, .invalidProxyResponse:
            TransportError(
                kind: .notConnected,
                message: "is out of reach: the proxy \(proxyName) does not let the connection through",
                help: "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY say which proxy is used")
        case .proxyAuthenticationRequired:
            TransportError(
                kind: .notTrusted, message: "is out of reach: the proxy \(proxyName) wants other credentials",
                help: "write them into the URL of the proxy: http://USER:PASSWORD@HOST:PORT")
        case .remoteConnectionClosed, .uncleanShutdown:
            TransportError(kind: .lost, message: "closed the connection before it had answered")
        default: TransportError(kind: .lost, message: "did not answer (\(error.shortDescription))")
        }
    }

    private func noConnection(_ error: NIOConnectionError) -> TransportError {
        // A host may have many addresses. One that refuses says more than those that no way leads to.
        let codes = error.connectionErrors.compactMap { ($0.error as? IOError)?.errnoCode }
        if codes.contains(ECONNREFUSED) { return .system(ECONNREFUSED, proxy: proxy) }
        if codes.count < error.connectionErrors.count {
            return .connectTimedOut(after: options.connectTimeout, proxy: proxy)
        }
        if let code = codes.first { return .system(code, proxy: proxy) }
        return TransportError(
            kind: .notConnected, message: "cannot be found: no address is known for the host '\(error.host)'",
            help: "check the URL and the DNS")
    }

    private func untrusted(_ reason: BoringSSLError) async -> TransportError {
        let text = "\(reason)"
        guard text.contains("CERTIFICATE_VERIFY_FAILED") else {
            return TransportError(
                kind: text.contains("eof") || text.contains("EOF") ? .notConnected : .notTrusted,
                message: text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST")
                    ? "does not speak TLS on port \(address.port)" : "failed the TLS handshake",
                help: text.contains("WRONG_VERSION_NUMBER") ? "is it http:// there, or another port?" : nil)
        }
        let validity = proxy == nil ? await CertificateValidity.presented(at: address, options.connectTimeout) : nil
        return .untrusted(validity, now: Timestamp(seconds: ClientTime.system.now().components.seconds))
    }

    private var proxyName: String { proxy.map { "\($0.host):\($0.port)" } ?? "" }
}

extension TLSConfiguration {
    /// A client's, with the system's roots and those of a PEM file.
    init(trustingFile path: String?) throws(PanelError) {
        self = .makeClientConfiguration()
        minimumTLSVersion = .tlsv12
        guard let path else { return }
        do {
            additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(path))]
        } catch {
            throw PanelError(
                .invalid, "the certificate authorities in '\(path)' cannot be read",
                help: "--ca-file names a PEM file with at least one certificate")
        }
    }
}

extension TimeAmount {
    init(_ duration: Duration) {
        self = .nanoseconds(
            duration.components.seconds * 1_000_000_000 + duration.components.attoseconds / 1_000_000_000)
    }
}
