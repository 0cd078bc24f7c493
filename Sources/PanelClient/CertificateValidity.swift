import NIOCore
import NIOPosix
import NIOSSL
import PhoenixModel

/// From when until when a TLS certificate is valid: asked for once verification has failed, to say why.
struct CertificateValidity: Sendable, Hashable {
    let start: Timestamp
    let end: Timestamp

    /// Of the certificate that a panel presents; nil when none can be had. Nothing is sent over that connection.
    static func presented(at address: PanelAddress, _ timeout: Duration) async -> CertificateValidity? {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let found = loop.makePromise(of: CertificateValidity?.self)
        // Whatever ends the connection, there is an answer.
        let limit = loop.scheduleTask(in: TimeAmount(timeout)) { found.succeed(nil) }
        defer { limit.cancel() }
        do {
            let context = try NIOSSLContext(configuration: .makeClientConfiguration())
            let channel = try await ClientBootstrap(group: loop)
                .connectTimeout(TimeAmount(timeout))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        // A name is only sent where it is one; an address is none.
                        let name = (try? SocketAddress(ipAddress: address.host, port: 0)) == nil ? address.host : nil
                        let handler = try NIOSSLClientHandler(
                            context: context, serverHostname: name,
                            customVerificationCallback: { chain, verified in
                                found.succeed(chain.first.map(Self.init))
                                verified.succeed(.failed)
                            })
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                }
                .connect(host: address.host, port: address.port).get()
            channel.closeFuture.whenComplete { _ in found.succeed(nil) }
            return try await found.futureResult.get()
        } catch {
            found.succeed(nil)
            return nil
        }
    }

    private init(_ certificate: NIOSSLCertificate) {
        start = Timestamp(seconds: Int64(certificate.notValidBefore))
        end = Timestamp(seconds: Int64(certificate.notValidAfter))
    }

    init(start: Timestamp, end: Timestamp) {
        self.start = start
        self.end = end
    }
}
