import Clocks
import NIOSSL
import PhoenixTestSupport
import Probes
import ProcessFixtures
import SocketFixtures
import Testing
import WebAddresses

@Suite("A probe of a Wings daemon over TLS", .mustEnd, .needs("openssl"))
struct WingsCertificateTests {
    /// Checks a daemon whose certificate ends in so many days.
    private func result(days: Int, isTrusted: Bool = true) async throws -> ProbeResult {
        try await withTemporaryFolder { folder async throws in
            let (certificate, key) = ("\(folder)/cert.pem", "\(folder)/key.pem")
            let openssl = try ServerProcess(
                "openssl",
                [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
                    "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "\(days)", "-keyout", key,
                    "-out",
                    certificate,
                ], as: nil, folder: folder)
            #expect(await openssl.end() == 0, "\(openssl.output)")
            let tls = try NIOSSLContext(
                configuration: .makeServerConfiguration(
                    certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
                    privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))))
            return try await ScriptedPeer.withServer(tls: tls) { peer in
                _ = try await peer.readHead()
                try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{\"version\":\"1.0\"}")
                try await peer.stall()
            } _: { port in
                var limits = ProbeLimits()
                limits.check = .seconds(600)
                limits.slow = .seconds(600)
                let probes = NetworkProbes(
                    limits: limits, caFile: isTrusted ? certificate : nil, clock: .system)
                let address = try WebAddress("https://localhost:\(port)")
                return await probes.check(ProbeConfiguration(.wings(address, token: nil)))
            }
        }
    }

    @Test("is content with a certificate that is valid for a while")
    func valid() async throws {
        let result = try await result(days: 30)
        #expect(result.outcome == .healthy, "\(result.text)")
    }

    @Test("warns two weeks before a certificate ends")
    func ends() async throws {
        let result = try await result(days: 3)
        #expect(result.outcome == .degraded)
        #expect(result.codes == ["certificate_ends"])
        #expect(result.text.contains("ends in 2 days") || result.text.contains("ends in 3 days"))
    }

    @Test("finds a daemon down that it cannot trust")
    func untrusted() async throws {
        let result = try await result(days: 30, isTrusted: false)
        #expect(result.outcome == .down)
        #expect(result.codes == ["tls_failed"])
    }
}
