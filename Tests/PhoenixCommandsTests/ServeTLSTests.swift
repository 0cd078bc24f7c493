import Foundation
import PanelFixtures
import PhoenixTestSupport
import Testing

@Suite(
    "phoenix serve with TLS", .ownThread, .mustEnd,
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")))
struct ServeTLSTests {
    private static let options = ["--listen", "127.0.0.1:0", "--tls-cert", "cert.pem", "--tls-key", "key.pem"]
    private static let manifest = "project: p\nservices:\n  wings: { name: Wings Daemon }\n"

    private func withCertificate(_ body: (PhoenixProcess) async throws -> Void) async throws {
        try await PhoenixProcess.withFolder { phoenix in
            try phoenix.makeCertificate("cert.pem", key: "key.pem")
            try await body(phoenix)
        }
    }

    @Test("a client that trusts the certificate gets in, another one does not")
    func serves() async throws {
        try await withCertificate { phoenix in
            let key = try phoenix.key()
            try phoenix.write(Self.manifest, to: "p.yaml")
            let ended = try await phoenix.serve(Self.options) { panel in
                #expect(panel.url.hasPrefix("https://127.0.0.1:"))
                let plan = ["plan", "-f", "p.yaml", "--detailed-exitcode", "--panel", panel.url]
                let environment = ["PHOENIX_API_KEY": key]
                let trusting = try phoenix.run(plan + ["--ca-file", "cert.pem"], environment: environment)
                #expect(trusting.status == 0, "\(trusting.error)")
                let wary = try phoenix.run(plan, environment: environment)
                #expect(wary.status == 1)
                #expect(wary.codes == ["PHX0808"])
                #expect(wary.error.contains("certificate"))
            }
            #expect(ended.status == 0)
        }
    }

    @Test("plain HTTP on its port gets no answer")
    func plainText() async throws {
        try await withCertificate { phoenix in
            let ended = try await phoenix.serve(Self.options) { panel in
                let answer = try await exchange("GET", "/healthz", with: panel.address)
                #expect(!answer.statusLine.contains("HTTP"))
            }
            #expect(ended.status == 0)
        }
    }

    @Test("with TLS it serves every address")
    func everyAddress() async throws {
        try await withCertificate { phoenix in
            let ended = try await phoenix.serve(["--listen", "0.0.0.0:0"] + Self.options.dropFirst(2)) { panel in
                #expect(panel.url.hasPrefix("https://0.0.0.0:"))
            }
            #expect(ended.status == 0)
        }
    }

    @Test(
        "files that cannot be used are an error that names them",
        arguments: [
            ("nowhere.pem", "key.pem", "nowhere.pem"), ("cert.pem", "nowhere.pem", "nowhere.pem"),
            ("text.pem", "key.pem", "text.pem"), ("cert.pem", "text.pem", "text.pem"),
            ("cert.pem", "other-key.pem", "do not belong together"),
        ])
    func unusable(certificate: String, key: String, named: String) async throws {
        try await withCertificate { phoenix in
            try phoenix.makeCertificate("other-cert.pem", key: "other-key.pem")
            try phoenix.write("no PEM\n", to: "text.pem")
            let refused = try await phoenix.refusedServe(
                "--listen", "127.0.0.1:0", "--tls-cert", certificate, "--tls-key", key)
            #expect(refused.status == 1)
            #expect(refused.codes == ["PHX0820"])
            #expect(refused.error.contains(named), "\(refused.error)")
        }
    }
}

extension PhoenixProcess {
    /// A certificate for 127.0.0.1 that vouches for itself.
    fileprivate func makeCertificate(_ certificate: String, key: String) throws {
        let made = try shell(
            """
            exec /usr/bin/openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
            -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -keyout \(key) -out \(certificate)
            """)
        try #require(made.status == 0, "\(made.error)")
    }
}
