import Glibc
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
package import PanelService
package import PhoenixModel
import ServiceLifecycle
import UnixSignals

/// The documented API over HTTP.
package struct PanelServer: Sendable {
    private let options: PanelServerOptions
    private let tls: TLSConfiguration?
    private let responder: APIResponder
    private let uses: KeyUses

    /// A server that is not started yet.
    /// - Parameters:
    ///   - options: where it listens, and its limits.
    ///   - services: what it serves.
    ///   - keys: who may ask.
    ///   - log: takes a line for each request, and failures.
    ///   - document: what `/openapi.json` answers.
    ///   - now: the time of day.
    /// - Throws: what is wrong with the TLS files.
    package init(
        options: PanelServerOptions, services: ServiceOperations, keys: KeyRing, log: ServerLog, document: Value,
        now: @escaping @Sendable () -> Timestamp
    ) throws(PanelServerError) {
        self.options = options
        tls = try options.tls.map { files throws(PanelServerError) in
            try Self.tlsConfiguration(certificate: files.certificate, key: files.key)
        }
        uses = KeyUses(keys: keys)
        let metrics = RequestMetrics()
        responder = APIResponder(
            handlers: APIHandlers(services: services, metrics: metrics, document: document),
            authenticator: Authenticator(
                keys: keys, failures: RateLimiter(limit: options.failedLoginsPerMinute, now: now)),
            requests: RateLimiter(limit: options.requestsPerMinute, now: now), uses: uses, cache: AnswerCache(),
            metrics: metrics, log: log, identities: RequestIdentities(), bodyLimit: options.bodyBytes, now: now)
    }

    /// Serves until SIGTERM, SIGINT or the cancellation of the task. Then no new request is taken, and those in flight
    /// are finished. `whenListening` is told the port, once requests can come.
    /// - Throws: why it cannot listen.
    package func run(
        stopsOnSignals: Bool = true, whenListening: @escaping @Sendable (_ port: Int) async -> Void
    ) async throws(PanelServerError) {
        // The server has a log of its own.
        let quiet = Logger(label: "phoenix") { _ in SwiftLogNoOpLogHandler() }
        do {
            let application = Application(
                responder: responder, server: try builder(),
                configuration: ApplicationConfiguration(
                    address: .hostname(options.host, port: options.port), serverName: "phoenix", backlog: 1_024,
                    availableConnectionsDelegate: .maximum(options.connections, logger: quiet)),
                onServerRunning: { channel in await whenListening(channel.localAddress?.port ?? 0) }, logger: quiet)
            var configuration = ServiceGroupConfiguration(
                services: [uses, application],
                gracefulShutdownSignals: stopsOnSignals ? [.sigterm, .sigint] : [], logger: quiet)
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

    private func builder() throws -> HTTPServerBuilder {
        let (options, responder) = (options, responder)
        let http = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [
                    ConnectionGuard(
                        requestTime: TimeAmount(options.requestTime), idleTime: TimeAmount(options.idleTime),
                        refusal: responder.refusal)
                ],
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: options.headerBytes, maxHeaderListSize: options.headerBytes,
                    maxHeaderFieldCount: 100)))
        guard let tls else { return http }
        return try .tls(http, tlsConfiguration: tls)
    }

    private static func tlsConfiguration(
        certificate: String, key: String
    ) throws(PanelServerError) -> TLSConfiguration {
        for file in [certificate, key] where access(file, R_OK) != 0 {
            throw PanelServerError("cannot read the TLS file \(file): \(String(cString: strerror(errno)))")
        }
        let chain: [NIOSSLCertificate]
        do {
            chain = try NIOSSLCertificate.fromPEMFile(certificate)
        } catch {
            throw PanelServerError(
                "\(certificate) is no TLS certificate", help: "it must be a PEM file, the server's own first")
        }
        let privateKey: NIOSSLPrivateKey
        do {
            privateKey = try NIOSSLPrivateKey(file: key, format: .pem)
        } catch {
            throw PanelServerError(
                "\(key) is no TLS key", help: "it must be a PEM file without a password")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
        configuration.minimumTLSVersion = .tlsv12
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
