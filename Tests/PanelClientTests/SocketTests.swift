import Foundation
import PanelFixtures
import PhoenixModel
import Testing

@testable import PanelClient

/// Runs `body` with a panel over real sockets, whose waits between tries take no time.
private func withPanel<Result>(
    _ url: String, _ change: (inout PanelClientOptions) throws -> Void = { _ in },
    _ body: (HTTPPanel) async throws -> Result
) async throws -> Result {
    var options = PanelClientOptions(version: "1.2.3")
    try change(&options)
    let address = try PanelAddress(url)
    let key = try APIKey(HTTPPanel.sampleKey)
    return try await AsyncHTTPTransport.withTransport(to: address, options: options) { transport in
        try await body(
            HTTPPanel(address: address, key: key, options: options, transport: transport, time: ManualTime().client()))
    }
}

@Suite("Over a socket")
struct SocketTests {
    @Test func `a panel is read, over as many connections as there may be requests at once`() async throws {
        let api = FakeAPI(.tasks(1_950))
        try await RawServer.run { request, _ in
            let parts = request.line.split(separator: " ")
            let answer = api.answer(HTTPRequest(method: String(parts[0]), url: "http://x\(parts[1])", headers: []))
            return [.answer("200 OK", String(decoding: answer.body, as: UTF8.self))]
        } _: { server, port in
            var options = PanelClientOptions(version: "1.2.3")
            options.parallelism = 3
            let live = try await HTTPPanel.withPanel(
                at: PanelAddress("http://127.0.0.1:\(port)"), key: APIKey("k"), options: options
            ) { panel in
                #expect(panel.target == PanelTarget(name: "http://127.0.0.1:\(port)", isEmbedded: false))
                return try await panel.readAll()
            }
            #expect(live.objects == api.objects)
            #expect(server.requests.count == 20)
            #expect((1...3).contains(server.connectionCount))
        }
    }

    @Test func `requests say what they are, and carry no more`() async throws {
        try await RawServer.run { _, _ in
            [.answer(headers: ["Set-Cookie: a=b"])]
        } _: { server, port in
            try await withPanel("http://127.0.0.1:\(port)") { panel in
                _ = try await panel.readAll()
                _ = try await panel.readAll()
            }
            let request = try #require(server.requests.last)
            #expect(request.line == "GET /api/v1/services?per_page=100&page=1 HTTP/1.1")
            let names = Set(request.headers.map { String($0.prefix { $0 != ":" }) })
            #expect(names == ["host", "accept", "authorization", "user-agent"])
            #expect(request.header("authorization") == "Bearer \(HTTPPanel.sampleKey)")
            #expect(request.header("user-agent") == "phoenix/1.2.3")
            #expect(server.connectionCount == 1)
        }
    }

    @Test(
        arguments: [
            [.stall], [.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\""), .stall],
            [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"dat\r\n"), .stall],
        ] as [[RawServer.Step]])
    func `a panel that never finishes is given up in time`(steps: [RawServer.Step]) async throws {
        try await RawServer.run { _, _ in
            steps
        } _: { server, port in
            let error = try await withPanel("http://127.0.0.1:\(port)", { $0.requestTimeout = .milliseconds(150) }) {
                panel in
                await panelError { try await panel.readAll() }
            }
            #expect(error?.code == .unreachable)
            #expect(error?.message == "http://127.0.0.1:\(port) did not answer within 0.15 s")
            #expect(server.requests.count == 2)
        }
    }

    @Test(
        arguments: [
            [.reset], [.close], [.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\""), .reset],
            [.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\": []}"), .close],
            [.send("HTTP/1.1 200"), .close],
            [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"dat\r\n"), .close],
        ] as [[RawServer.Step]])
    func `an answer that breaks off is asked for again`(steps: [RawServer.Step]) async throws {
        try await RawServer.run { _, number in
            number == 1 ? steps : [.answer()]
        } _: { server, port in
            _ = try await withPanel("http://127.0.0.1:\(port)") { panel in try await panel.readAll() }
            #expect(server.requests.count == 2)
        }
    }

    @Test func `a create whose answer breaks off is not sent again`() async throws {
        try await RawServer.run { _, _ in
            [.send("HTTP/1.1 201 Created\r\n"), .reset]
        } _: { server, port in
            let error = try await withPanel("http://127.0.0.1:\(port)") { panel in
                await panelError { try await panel.create(.task(), idempotencyKey: "k") }
            }
            #expect(error?.code == .unreachable)
            #expect(server.requests.count == 1)
            #expect(server.requests.first?.body.contains("managed-by: phoenix skyblock/backup") == true)
        }
    }

    @Test func `what is no HTTP is an error`() async throws {
        try await RawServer.run { _, _ in
            [.send("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
        } _: { _, port in
            let error = try await withPanel("http://127.0.0.1:\(port)") { panel in
                await panelError { try await panel.readAll() }
            }
            #expect(error?.message.contains("no HTTP") == true)
        }
    }

    @Test func `an answer that is too long is not read`() async throws {
        try await RawServer.run { _, _ in
            [.send("HTTP/1.1 200 OK\r\nContent-Length: 33554433\r\n\r\n"), .stall]
        } _: { server, port in
            let error = try await withPanel("http://127.0.0.1:\(port)") { panel in
                await panelError { try await panel.readAll() }
            }
            #expect(
                error == PanelError(.unexpectedAnswer, "http://127.0.0.1:\(port) answered more than 32 MiB at once"))
            #expect(server.requests.count == 1)
        }
    }

    @Test func `a redirect is not followed`() async throws {
        try await RawServer.run { _, _ in
            [.answer("302 Found", "", headers: ["Location: http://127.0.0.1:1/login?token=abc"])]
        } _: { server, port in
            let error = try await withPanel("http://127.0.0.1:\(port)") { panel in
                await panelError { try await panel.readAll() }
            }
            #expect(
                error?.message.hasSuffix("redirects (302) to http://127.0.0.1:1/login, which is not followed") == true)
            #expect(server.requests.count == 1)
        }
    }

    @Test func `a port where nobody listens is named`() async throws {
        try await withUnansweredPort { address in
            for host in ["127.0.0.1", "localhost"] {
                let error = try await withPanel("http://\(host):\(address.port)") { panel in
                    await panelError { try await panel.readAll() }
                }
                #expect(error?.code == .unreachable)
                #expect(error?.message == "http://\(host):\(address.port) refused the connection")
            }
        }
    }

    @Test func `a host that has no address is named`() async throws {
        let error = try await withPanel("http://panel.invalid") { panel in
            await panelError { try await panel.readAll() }
        }
        #expect(
            error?.message == "http://panel.invalid cannot be found: no address is known for the host 'panel.invalid'")
    }

    @Test func `a cancelled task waits for nobody`() async throws {
        let (asked, ask) = AsyncStream.makeStream(of: Void.self)
        try await RawServer.run { _, _ in
            ask.yield()
            return [.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"), .stall]
        } _: { server, port in
            try await withPanel("http://127.0.0.1:\(port)", { $0.requestTimeout = .seconds(600) }) { panel in
                let call = Task { await panelError { try await panel.readAll() } }
                for await _ in asked { break }
                call.cancel()
                #expect(await call.value == .cancelled)
            }
            #expect(server.requests.count == 1)
        }
    }
}

@Suite("Over TLS")
struct TLSTests {
    private func failure(_ certificate: TestCertificates.Server, ca: String? = nil) async throws -> PanelError? {
        try await RawServer.run(tls: certificate) { _, _ in
            [.answer()]
        } _: { server, port in
            let error = try await withPanel("https://localhost:\(port)", { $0.caFile = ca }) { panel in
                await panelError { try await panel.readAll() }
            }
            #expect(server.requests.count == (error == nil ? 1 : 0))
            return error
        }
    }

    /// Runs `body` with a file that has the authority of the tests in it.
    private func withAuthority<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let file = FileManager.default.temporaryDirectory.appending(path: "phoenix-ca-\(UUID()).pem")
        try TestCertificates.authority.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        return try await body(file.path)
    }

    @Test func `an authority of a file is trusted`() async throws {
        let error = try await withAuthority { try await failure(.localhost, ca: $0) }
        #expect(error == nil)
    }

    @Test func `an unknown authority is named as the reason`() async throws {
        let error = try #require(try await failure(.localhost))
        #expect(error.code == .unreachable)
        #expect(error.message.hasSuffix("has a TLS certificate of an authority that this system does not know"))
        #expect(error.help == "--ca-file FILE names the authorities to trust (PEM)")
    }

    @Test func `an expired certificate is named as the reason`() async throws {
        let error = try #require(try await withAuthority { try await failure(.expired, ca: $0) })
        #expect(error.message.hasSuffix("has a TLS certificate that expired at 2021-01-01T00:00:00Z"))
    }

    @Test func `a certificate for another host is named as the reason`() async throws {
        let error = try #require(try await withAuthority { try await failure(.other, ca: $0) })
        #expect(error.message.hasSuffix("has a TLS certificate for another host name than localhost"))
    }

    @Test func `a server without TLS is named as the reason`() async throws {
        try await RawServer.run { _, _ in
            [.answer("400 Bad Request", "")]
        } _: { _, port in
            let error = try await withPanel("https://localhost:\(port)") { panel in
                await panelError { try await panel.readAll() }
            }
            #expect(error?.code == .unreachable)
            #expect(error?.message == "https://localhost:\(port) does not speak TLS on port \(port)")
        }
    }

    @Test func `a file without certificates is refused`() async throws {
        let error = await panelError { try await failure(.localhost, ca: "/dev/null") }
        #expect(error?.code == .invalid)
        #expect(error?.message == "the certificate authorities in '/dev/null' cannot be read")
    }
}

@Suite("Through a proxy")
struct ProxyTests {
    @Test func `plain requests go with the whole URL and the credentials of the proxy`() async throws {
        try await RawServer.run { _, _ in
            [.answer()]
        } _: { server, port in
            try await withPanel(
                "http://panel.invalid",
                { $0.proxies = try ProxySettings(environment: ["http_proxy": "http://me:p%40ss@127.0.0.1:\(port)"]) }
            ) { panel in
                _ = try await panel.readAll()
            }
            #expect(
                server.requests.map(\.line) == [
                    "CONNECT panel.invalid:80 HTTP/1.1", "GET /api/v1/services?per_page=100&page=1 HTTP/1.1",
                ])
            #expect(server.requests.map { $0.header("proxy-authorization") } == ["Basic bWU6cEBzcw==", nil])
            #expect(server.requests.map { $0.header("authorization") } == [nil, "Bearer \(HTTPPanel.sampleKey)"])
        }
    }

    @Test func `what the proxy says is told`() async throws {
        let answers = [
            ("407 Proxy Authentication Required", "wants other credentials"),
            ("403 Forbidden", "does not let the connection through"),
        ]
        for (status, message) in answers {
            try await RawServer.run { _, _ in
                [.answer(status, "")]
            } _: { server, port in
                let error = try await withPanel(
                    "https://panel.invalid",
                    { $0.proxies = try ProxySettings(environment: ["HTTPS_PROXY": "me:pass@127.0.0.1:\(port)"]) }
                ) { panel in
                    await panelError { try await panel.readAll() }
                }
                let request = try #require(server.requests.first)
                #expect(request.line == "CONNECT panel.invalid:443 HTTP/1.1")
                #expect(request.header("proxy-authorization") == "Basic bWU6cGFzcw==")
                #expect(request.header("authorization") == nil)
                #expect(error?.code == .unreachable)
                #expect(error?.message.contains(message) == true)
                #expect(error?.message.contains("pass") == false)
            }
        }
    }

    @Test func `the environment says which, for whom, and for whom not`() throws {
        let proxies = try ProxySettings(environment: [
            "HTTPS_PROXY": "http://upper:1", "https_proxy": "lower:2", "ALL_PROXY": "socks5://all:3",
            "NO_PROXY": "example.com, .internal,127.0.0.1,here.org:8443,[::1]",
        ])
        func proxy(_ url: String) throws -> String? {
            try proxies.proxy(for: PanelAddress(url)).map { "\($0.kind) \($0.host):\($0.port)" }
        }
        #expect(try proxy("https://a.org") == "http lower:2")
        #expect(try proxy("http://a.org") == "socks all:3")
        for url in [
            "https://example.com", "https://panel.example.com:8443", "http://a.internal", "https://127.0.0.1",
            "https://here.org:8443", "http://[::1]:9000",
        ] {
            #expect(try proxy(url) == nil, "\(url)")
        }
        for url in ["https://notexample.com", "https://here.org", "https://128.0.0.1"] {
            #expect(try proxy(url) != nil, "\(url)")
        }
        #expect(try ProxySettings(environment: [:]).proxy(for: PanelAddress("https://a.org")) == nil)
        #expect(
            try ProxySettings(environment: ["https_proxy": "a:1", "no_proxy": "*"])
                .proxy(for: PanelAddress("https://a.org")) == nil)
    }

    @Test(arguments: [
        "ftp://proxy:1", "https://proxy:1", "socks5://user:secret@proxy:1", "http://user:secret%zz@proxy", "http://:80",
    ])
    func `one that cannot be used is refused, without its password`(value: String) {
        #expect {
            try ProxySettings(environment: ["HTTPS_PROXY": value])
        } throws: { error in
            let error = error as? PanelError
            return error?.message.hasPrefix("HTTPS_PROXY ") == true && error?.message.contains("secret") == false
        }
    }
}
