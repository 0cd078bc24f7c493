import NIOCore
import NIOPosix
import NIOSSL
package import WebAddresses

/// From when until when a TLS certificate is valid, in seconds since 1970: asked for once verification has failed, to say why.
package struct CertificateValidity: Sendable, Hashable {
    package let start: Int64
    package let end: Int64

    /// Of the certificate that a server presents; nil when none can be had. Nothing is sent over that connection.
    package static func presented(at origin: WebOrigin, _ timeout: Duration) async -> CertificateValidity? {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let found = loop.makePromise(of: CertificateValidity?.self)
        // Whatever ends the connection, there is a result.
        let limit = loop.scheduleTask(in: TimeAmount(timeout)) { found.succeed(nil) }
        defer { limit.cancel() }
        do {
            let context = try NIOSSLContext(configuration: .makeClientConfiguration())
            let channel = try await ClientBootstrap(group: loop)
                .connectTimeout(TimeAmount(timeout))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        // A name is only sent where it is one; an address is none.
                        let name = (try? SocketAddress(ipAddress: origin.host, port: 0)) == nil ? origin.host : nil
                        let handler = try NIOSSLClientHandler(
                            context: context, serverHostname: name,
                            customVerificationCallback: { chain, verified in
                                found.succeed(chain.first.map(Self.init))
                                verified.succeed(.failed)
                            })
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                }
                .connect(host: origin.host, port: origin.port).get()
            channel.closeFuture.whenComplete { _ in found.succeed(nil) }
            return try await found.futureResult.get()
        } catch {
            found.succeed(nil)
            return nil
        }
    }

    private init(_ certificate: NIOSSLCertificate) {
        start = Int64(certificate.notValidBefore)
        end = Int64(certificate.notValidAfter)
    }

    package init(start: Int64, end: Int64) {
        self.start = start
        self.end = end
    }
}
