import Glibc
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore
import NIOSSL
package import PanelService
package import PhoenixModel
package import PrometheusMetrics
package import ServiceLifecycle
import UnixSignals

/// The documented API over HTTP.
package struct PanelServer: Sendable {
    /// What the metrics mean, by name.
    package static let metricsHelp = [
        "phoenix_http_request_duration_seconds": "Time that was spent on responding to requests.",
        "phoenix_http_requests_total": "Requests that were responded to.",
        "phoenix_services": "Services and scheduled tasks in the store.",
    ]

    private let options: PanelServerOptions
    private let tls: TLSConfiguration?
    private let certificateExpiry: Timestamp?
    private let now: @Sendable () -> Timestamp
    private let responder: APIResponder
    private let uses: KeyUses
    private let logger: Logger
    private let expiry: AnswerExpiry

    /// A server that is not started yet.
    /// - Parameters:
    ///   - options: where it listens, and its limits.
    ///   - services: what it serves.
    ///   - keys: who may ask.
    ///   - logger: takes requests, failures, and what the libraries beneath have to say.
    ///   - metrics: what `/metrics` answers.
    ///   - document: what `/openapi.json` answers.
    ///   - now: the time of day.
    ///   - schedulerTick: when the scheduler last looked for due tasks, by the same clock; its start before it has. nil
    ///     where there is none.
    ///   - pages: what answers the paths that the API leaves free; nil for nothing.
    /// - Throws: what is wrong with the TLS files.
    package init(
        options: PanelServerOptions, services: ServiceOperations, keys: KeyRing, logger: Logger,
        metrics: PrometheusMetricsFactory, document: Value, now: @escaping @Sendable () -> Timestamp,
        schedulerTick: @escaping @Sendable () -> Timestamp? = { nil }, pages: (any WebResponder)? = nil
    ) throws(PanelServerError) {
        self.options = options
        self.logger = logger
        self.now = now
        if let files = options.tls {
            let chain = try Self.certificateChain(files.certificate)
            tls = try Self.tlsConfiguration(chain, certificate: files.certificate, key: files.key)
            certificateExpiry = chain.map { Timestamp(seconds: Int64($0.notValidAfter)) }.min()
        } else {
            tls = nil
            certificateExpiry = nil
        }
        uses = KeyUses(keys: keys)
        expiry = AnswerExpiry(services: services)
        responder = APIResponder(
            handlers: APIHandlers(
                services: services, metrics: metrics,
                readiness: Readiness(services: services, now: now, schedulerTick: schedulerTick),
                document: APIResponse(200, document)),
            authenticator: Authenticator(
                keys: keys, failures: RateLimiter(limit: options.failedLoginsPerMinute, now: now)),
            requests: RateLimiter(limit: options.requestsPerMinute, now: now), uses: uses, cache: ResponseCache(),
            instruments: RequestInstruments(factory: metrics),
            log: RequestLog(logger: logger, logsRequests: options.logsRequests), identities: RequestIdentities(),
            bodyLimit: options.bodyBytes, pages: pages, now: now)
    }

    /// Serves until SIGTERM, SIGINT, SIGHUP (unless it is ignored, as under `nohup`) or the cancellation of the task. Then no new request is taken, and those in flight
    /// are finished; then the services beside it end, the last one first. `whenListening` is told the port, once requests can come.
    /// - Throws: why it cannot listen.
    package func run(
        stopsOnSignals: Bool = true, beside others: [any Service] = [],
        whenListening: @escaping @Sendable (_ port: Int) async -> Void
    ) async throws(PanelServerError) {
        let connections = DescriptorLimit.raise(forConnections: options.connections)
        guard connections > 0 else { throw .tooFewFiles }
        if connections < options.connections {
            logger.warning(
                "fewer connections are accepted than configured: raise the limit of open files (ulimit -n)",
                metadata: [
                    "accepted": .stringConvertible(connections), "allowed": .stringConvertible(options.connections),
                ])
        }
        let logger = frameworkLogger
        do {
            let application = Application(
                responder: responder, server: try builder(),
                configuration: ApplicationConfiguration(
                    address: .hostname(options.host, port: options.port), serverName: "phoenix", backlog: 1_024,
                    availableConnectionsDelegate: .maximum(connections, logger: logger)),
                onServerRunning: { channel in await whenListening(channel.localAddress?.port ?? 0) }, logger: logger)
            var configuration = ServiceGroupConfiguration(
                services: [uses, expiry] + certificateWatches + others + [application],
                gracefulShutdownSignals: stopsOnSignals ? Self.endSignals : [], logger: logger)
            configuration.maximumGracefulShutdownDuration = options.requestTime + .seconds(30)
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError {
            throw .cannotListen(options.host, options.port, error)
        } catch is SocketAddressError.UnknownHost {
            throw .unknownHost(options.host)
        } catch {
            throw PanelServerError("the server failed: \(String(describing: error))")
        }
        await uses.write()
    }

    private var certificateWatches: [any Service] {
        guard let file = options.tls?.certificate, let certificateExpiry else { return [] }
        return [CertificateWatch(file: file, expiry: certificateExpiry, logger: logger, now: now)]
    }

    /// A terminal that is closed ends what runs in it; `nohup` keeps it running, and so does the server then.
    private static var endSignals: [UnixSignal] {
        var action = sigaction()
        sigaction(SIGHUP, nil, &action)
        let isIgnored = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
        return [.sigterm, .sigint] + (isIgnored ? [] : [.sighup])
    }

    /// What is news to a library is of interest when one looks for a fault.
    private var frameworkLogger: Logger {
        var logger = logger
        if logger.logLevel == .info { logger.logLevel = .notice }
        return logger
    }

    private func builder() throws -> HTTPServerBuilder {
        let (options, responder) = (options, responder)
        let http = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [
                    ConnectionGuard(
                        requestTime: TimeAmount(options.requestTime), idleTime: TimeAmount(options.idleTime),
                        responseTime: TimeAmount(options.responseTime), refusal: responder.refusal)
                ],
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: options.headerBytes, maxHeaderListSize: options.headerBytes,
                    maxHeaderFieldCount: 100)))
        guard let tls else { return http }
        return try .tls(http, tlsConfiguration: tls)
    }

    private static func certificateChain(_ file: String) throws(PanelServerError) -> [NIOSSLCertificate] {
        try checkReadable(file)
        do {
            return try NIOSSLCertificate.fromPEMFile(file)
        } catch {
            throw PanelServerError(
                "\(file) is not a TLS certificate",
                help: "it must be a PEM file with the server's own certificate first")
        }
    }

    private static func checkReadable(_ file: String) throws(PanelServerError) {
        guard access(file, R_OK) != 0 else { return }
        throw PanelServerError("cannot read the TLS file \(file): \(String(cString: strerror(errno)))")
    }

    private static func tlsConfiguration(
        _ chain: [NIOSSLCertificate], certificate: String, key: String
    ) throws(PanelServerError) -> TLSConfiguration {
        try checkReadable(key)
        let privateKey: NIOSSLPrivateKey
        do {
            privateKey = try NIOSSLPrivateKey(file: key, format: .pem)
        } catch {
            throw PanelServerError("\(key) is not a TLS key", help: "it must be a PEM file without a password")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
        configuration.minimumTLSVersion = .tlsv12
        // Of TLS 1.2 only what keeps old traffic secret when the key is stolen; TLS 1.3 has nothing else.
        configuration.cipherSuites = "ECDHE+AESGCM:ECDHE+CHACHA20"
        do {
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw PanelServerError(
                "the TLS certificate \(certificate) and the key \(key) do not belong together",
                help: "make sure that both come from the same request")
        }
        return configuration
    }
}
