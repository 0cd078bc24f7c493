import PanelFixtures
import PanelServer
import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

@Suite("Connections")
struct ConnectionTests {
    private static func head(_ server: TestServer, _ target: String = "/api/v1/services/1", _ more: String = "")
        -> String
    {
        "GET \(target) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(server.key.text)\r\n\(more)\r\n"
    }

    @Test("several requests on one connection are answered in order")
    func pipelining() async throws {
        try await TestServer.run { server in
            let ids = try await withRawConnection(to: server.address) { connection in
                try await connection.send(
                    (1...4).map { Self.head(server, "/api/v1/services/\($0)", $0 == 4 ? "Connection: close\r\n" : "") }
                        .joined())
                let (text, ending) = try await connection.receiveAll()
                #expect(ending == .end)
                return text.matches(of: /"data":\{"id":"(\d+)"/).map { String($0.1) }
            }
            #expect(ids == ["1", "2", "3", "4"])
        }
    }

    @Test("a client that sends no more after its request is answered")
    func halfClosed() async throws {
        try await TestServer.run { server in
            let (text, ending) = try await withRawConnection(to: server.address) { connection in
                try await connection.send(Self.head(server))
                connection.finish()
                return try await connection.receiveAll()
            }
            #expect(RawAnswer(text).status == 200)
            #expect(ending == .end)
        }
    }

    @Test(
        "what is no HTTP is answered as the API answers errors, and ends the connection",
        arguments: [
            "GARBAGE\r\n\r\n", "GET /\u{1} HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nbad header\r\n\r\n",
            "GET / HTTP/9.9\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}",
        ])
    func garbage(_ text: String) async throws {
        try await TestServer.run { server in
            let (received, ending) = try await withRawConnection(to: server.address) { connection in
                try await connection.send(text)
                return try await connection.receiveAll()
            }
            let answer = RawAnswer(received)
            #expect(answer.status == 400, "\(received)")
            #expect(answer.isDocumentedError)
            #expect(answer.headers["connection"] == "close")
            for name in ["x-request-id", "x-ratelimit-remaining", "cache-control"] {
                #expect(answer.headers[name] != nil, "\(name)")
            }
            #expect(ending != .silence)
            #expect(server.log.count == 1)
        }
    }

    @Test("headers without end are refused", arguments: ["one", "many"])
    func headerFlood(_ kind: String) async throws {
        try await TestServer.run { server in
            let flood =
                kind == "one"
                ? "X: \(String(repeating: "x", count: 100_000))\r\n"
                : (0..<2_000).map { "X-\($0): x\r\n" }.joined()
            let received = try await withRawConnection(to: server.address) { connection in
                // The server may stop reading before all is sent.
                try? await connection.send(Self.head(server, "/api/v1/services", flood))
                return try await connection.receiveAll().text
            }
            let answer = RawAnswer(received)
            #expect(answer.status == 400 || received.isEmpty, "\(received)")
            #expect(try await server.send("GET", "/healthz").status == 200)
        }
    }

    @Test("a client that waits to be told goes on at once")
    func expectation() async throws {
        try await TestServer.run { server in
            let body = #"{"description":"x"}"#
            let text = try await withRawConnection(to: server.address) { connection in
                try await connection.send(
                    "PUT /api/v1/services/1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(server.key.text)\r\n"
                        + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
                        + "Expect: 100-continue\r\n\r\n")
                #expect(try await connection.receive(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
                try await connection.send(body)
                return try await connection.receive(through: "}}")
            }
            #expect(RawAnswer(text).status == 200)
        }
    }

    @Test(
        "a connection ends after the answer where nothing else was agreed on",
        arguments: ["GET /healthz HTTP/1.0\r\n\r\n", "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n"])
    func closes(_ request: String) async throws {
        try await TestServer.run { server in
            let (text, ending) = try await withRawConnection(to: server.address) { connection in
                try await connection.send(request)
                return try await connection.receiveAll()
            }
            #expect(RawAnswer(text).status == 200)
            #expect(ending == .end)
        }
    }

    @Test(
        "what nobody can be sure to understand is refused",
        arguments: [
            ("GET /healthz HTTP/1.1\r\n\r\n", "no Host"),
            ("GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "more than one Host"),
            ("GET /healthz HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", "more than one Host"),
            (
                "PUT /api/v1/services/1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "transfer encoding"
            ),
            ("PUT /api/v1/services/1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n", "transfer encoding"),
            ("GET /healthz HTTP/1.1\r\nHost: a b/@\r\n\r\n", "does not name a host"),
            ("GET /healthz RTSP/1.0\r\nHost: a\r\n\r\n", "not HTTP"),
            ("\r\nGET /healthz ICE/1.0\r\nHost: a\r\n\r\n", "not HTTP"),
        ])
    func ambiguous(_ request: String, _ detail: String) async throws {
        try await TestServer.run { server in
            let (text, ending) = try await withRawConnection(to: server.address) { connection in
                try await connection.send(request)
                return try await connection.receiveAll()
            }
            let answer = RawAnswer(text)
            #expect(answer.status == 400)
            #expect(answer.isDocumentedError)
            #expect(answer.body.contains(detail))
            #expect(ending != .silence)
        }
    }

    @Test("a request to go on with another protocol is answered in this one", arguments: ["GET", "POST"])
    func upgrade(_ method: String) async throws {
        try await TestServer.run { server in
            let (text, ending) = try await withRawConnection(to: server.address) { connection in
                let upgrade = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"
                try await connection.send(
                    "\(method) /healthz HTTP/1.1\r\nHost: a\r\n\(upgrade)Content-Length: 0\r\n\r\n"
                        + "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
                return try await connection.receiveAll()
            }
            #expect(RawAnswer(text).status == (method == "GET" ? 200 : 405))
            #expect(RawAnswer(text).headers["connection"] == "close")
            #expect(text.matches(of: /HTTP\/1\.1 \d/).count == 1)
            #expect(ending == .end)
        }
    }

    /// Until the server reads no further and ends the connection.
    private static func sendUntilRefused(_ text: String, to address: ServerAddress) async throws {
        try await withRawConnection(to: address) { connection in
            do {
                while true { try await connection.send(text) }
            } catch is RawConnection.Failure {}
        }
    }

    @Test("clients that read nothing lose their connections, and others are served")
    func unreadResponses() async throws {
        var options = PanelServerOptions.local
        options.responseTime = .seconds(3)
        options.connections = 4
        try await TestServer.run(options: options) { server in
            let flood = String(repeating: Self.head(server, "/openapi.json"), count: 2_000)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...8 {
                    group.addTask { try await Self.sendUntilRefused(flood, to: server.address) }
                }
                try await group.waitForAll()
            }
            #expect(try await server.send("GET", "/healthz").status == 200)
        }
    }

    @Test("a request that does not arrive in time ends", arguments: ["head", "body"])
    func slowLoris(_ part: String) async throws {
        var options = PanelServerOptions.local
        options.requestTime = .seconds(3)
        try await TestServer.run(options: options) { server in
            let (text, ending) = try await withRawConnection(to: server.address) { connection in
                try await connection.send(
                    part == "head"
                        ? "GET /healthz HTTP/1.1\r\nHost: a\r\n"
                        : "PUT /api/v1/services/1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(server.key.text)\r\n"
                            + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")
                return try await connection.receiveAll()
            }
            #expect(ending != .silence)
            let answer = RawAnswer(text)
            #expect(answer.status == 400)
            #expect(answer.isDocumentedError)
            #expect(answer.body.contains("in time"))
        }
    }
}
