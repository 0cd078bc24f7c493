import Foundation
import HTTPTransport
import PanelFixtures
import Testing
import WebAddresses

@Suite("Over a socket")
struct SocketTests {
    @Test("as many connections are used as allowed at most")
    func asManyConnectionsAreUsedAsAllowedAtMost() async throws {
        try await RawServer.run { _, _ in
            [.answer()]
        } _: { server, port in
            try await withSender("http://127.0.0.1:\(port)", { $0.connections = 3 }) { sender in
                _ = try await Array(1...20).concurrentMap(limit: 8) { _ throws(RequestFailure) in
                    try await sender.send(.sample)
                }
            }
            #expect(server.requests.count == 20)
            #expect((1...3).contains(server.connectionCount))
        }
    }

    @Test("requests say what they are told to, and carry no more")
    func requestsSayWhatTheyAreToldTo() async throws {
        try await RawServer.run { _, _ in
            [.answer(headers: ["Set-Cookie: a=b"])]
        } _: { server, port in
            try await withSender("http://127.0.0.1:\(port)") { sender in
                _ = try await sender.send(.sample)
                let call = HTTPCall("POST", "/y?z=%20", headers: [("X-A", "b")], body: [0x61], isRepeatable: false)
                _ = try await sender.send(call)
            }
            #expect(server.requests.map(\.line) == ["GET /x HTTP/1.1", "POST /y?z=%20 HTTP/1.1"])
            let names = server.requests.map { Set($0.headers.map { String($0.prefix { $0 != ":" }) }) }
            #expect(names == [["host", "user-agent"], ["host", "user-agent", "x-a", "content-length"]])
            #expect(server.requests.last?.header("user-agent") == "phoenix/1.2.3")
            #expect(server.requests.last?.body == "a")
            #expect(server.connectionCount == 1)
        }
    }

    @Test(
        "a server that never finishes is given up in time",
        arguments: [
            [.stall], [.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\""), .stall],
            [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"dat\r\n"), .stall],
        ] as [[RawServer.Step]])
    func aServerThatNeverFinishesIsGivenUpInTime(steps: [RawServer.Step]) async throws {
        try await RawServer.run { _, _ in
            steps
        } _: { server, port in
            let error = try await withSender("http://127.0.0.1:\(port)", { $0.requestTimeout = .seconds(3) }) {
                sender in
                await failure { () throws(RequestFailure) in try await sender.send(.sample) }
            }
            #expect(error?.transportError?.message == "did not respond within 3 s")
            #expect(error?.mayBeDone == true)
            #expect(server.requests.count == 2)
        }
    }

    @Test(
        "a response that breaks off is asked for again",
        arguments: [
            [.reset], [.close], [.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\""), .reset],
            [.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\": []}"), .close],
            [.send("HTTP/1.1 200"), .close],
            [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"dat\r\n"), .close],
        ] as [[RawServer.Step]])
    func aResponseThatBreaksOffIsAskedForAgain(steps: [RawServer.Step]) async throws {
        try await RawServer.run { _, number in
            number == 1 ? steps : [.answer()]
        } _: { server, port in
            _ = try await withSender("http://127.0.0.1:\(port)") { sender in try await sender.send(.sample) }
            #expect(server.requests.count == 2)
        }
    }

    @Test("what must not be repeated is not sent again when its response breaks off")
    func whatMustNotBeRepeatedIsNotSentAgainWhenItsResponseBreaksOff() async throws {
        try await RawServer.run { _, _ in
            [.send("HTTP/1.1 201 Created\r\n"), .reset]
        } _: { server, port in
            let error = try await withSender("http://127.0.0.1:\(port)") { sender in
                await failure { () throws(RequestFailure) in try await sender.send(.create) }
            }
            #expect(error?.transportError?.kind == .lost && error?.mayBeDone == true)
            #expect(server.requests.map(\.body) == ["{}"])
        }
    }

    @Test("what is not HTTP is an error")
    func whatIsNotHTTPIsAnError() async throws {
        try await RawServer.run { _, _ in
            [.send("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
        } _: { _, port in
            let error = try await withSender("http://127.0.0.1:\(port)") { sender in
                await failure { () throws(RequestFailure) in try await sender.send(.sample) }
            }
            #expect(error?.transportError?.message.contains("not HTTP") == true)
        }
    }

    @Test("a response that is too long is not read")
    func aResponseThatIsTooLongIsNotRead() async throws {
        try await RawServer.run { _, _ in
            [.send("HTTP/1.1 200 OK\r\nContent-Length: 33554433\r\n\r\n"), .stall]
        } _: { server, port in
            let error = try await withSender("http://127.0.0.1:\(port)") { sender in
                await failure { () throws(RequestFailure) in try await sender.send(.sample) }
            }
            #expect(
                error?.transportError
                    == TransportError(kind: .unreadable, message: "sent more than 32 MiB in one response")
            )
            #expect(server.requests.count == 1)
        }
    }

    @Test("a redirect is not followed")
    func aRedirectIsNotFollowed() async throws {
        try await RawServer.run { _, _ in
            [.answer("302 Found", "", headers: ["Location: http://127.0.0.1:1/login?token=abc"])]
        } _: { server, port in
            let sent = try await withSender("http://127.0.0.1:\(port)") { try await $0.send(.sample) }
            #expect(sent.status == 302)
            #expect(sent.response.header("location") == "http://127.0.0.1:1/login?token=abc")
            #expect(server.requests.count == 1)
        }
    }

    @Test("a port where nobody listens is named")
    func aPortWhereNobodyListensIsNamed() async throws {
        try await withUnansweredPort { address in
            for host in ["127.0.0.1", "localhost"] {
                let error = try await withSender("http://\(host):\(address.port)") { sender in
                    await failure { () throws(RequestFailure) in try await sender.send(.sample) }
                }
                #expect(error?.transportError?.message == "refused the connection")
                #expect(error?.mayBeDone == false)
            }
        }
    }

    @Test("a host that has no address is named")
    func aHostThatHasNoAddressIsNamed() async throws {
        let error = try await withSender("http://panel.invalid") { sender in
            await failure { () throws(RequestFailure) in try await sender.send(.sample) }
        }
        #expect(
            error?.transportError?.message == "cannot be found: no address is known for the host 'panel.invalid'")
    }

    @Test("a cancelled task waits for nobody")
    func aCancelledTaskWaitsForNobody() async throws {
        let (asked, ask) = AsyncStream.makeStream(of: Void.self)
        try await RawServer.run { _, _ in
            ask.yield()
            return [.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"), .stall]
        } _: { server, port in
            try await withSender("http://127.0.0.1:\(port)", { $0.requestTimeout = .seconds(600) }) { sender in
                let call = Task { await failure { () throws(RequestFailure) in try await sender.send(.sample) } }
                for await _ in asked { break }
                call.cancel()
                #expect(await call.value?.cause == .cancelled)
            }
            #expect(server.requests.count == 1)
        }
    }
}

@Suite("Over TLS")
struct TLSTests {
    private func problem(_ certificate: TestCertificates.Server, ca: String? = nil) async throws -> TransportError? {
        try await RawServer.run(tls: certificate) { _, _ in
            [.answer()]
        } _: { server, port in
            let error = try await withSender("https://localhost:\(port)", { $0.caFile = ca }) { sender in
                await failure { () throws(RequestFailure) in try await sender.send(.sample) }
            }
            #expect(server.requests.count == (error == nil ? 1 : 0))
            return error?.transportError
        }
    }

    /// Runs `body` with a file that has the authority of the tests in it.
    private func withAuthority<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let file = FileManager.default.temporaryDirectory.appending(path: "phoenix-ca-\(UUID()).pem")
        try TestCertificates.authority.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        return try await body(file.path)
    }

    @Test("an authority of a file is trusted")
    func anAuthorityOfAFileIsTrusted() async throws {
        let error = try await withAuthority { try await problem(.localhost, ca: $0) }
        #expect(error == nil)
    }

    @Test("an unknown authority is named as the reason")
    func anUnknownAuthorityIsNamedAsTheReason() async throws {
        let error = try #require(try await problem(.localhost))
        #expect(error.kind == .notTrusted)
        #expect(error.message.hasSuffix("has a TLS certificate from an authority that this system does not trust"))
        #expect(error.help == "--ca-file FILE names the authorities to trust (PEM)")
    }

    @Test("an expired certificate is named as the reason")
    func anExpiredCertificateIsNamedAsTheReason() async throws {
        let error = try #require(try await withAuthority { try await problem(.expired, ca: $0) })
        #expect(error.message.hasSuffix("has a TLS certificate that expired at 2021-01-01T00:00:00Z"))
    }

    @Test("a certificate for another host is named as the reason")
    func aCertificateForAnotherHostIsNamedAsTheReason() async throws {
        let error = try #require(try await withAuthority { try await problem(.other, ca: $0) })
        #expect(error.message.hasSuffix("has a TLS certificate for a host name other than localhost"))
    }

    @Test("a server without TLS is named as the reason")
    func aServerWithoutTLSIsNamedAsTheReason() async throws {
        try await RawServer.run { _, _ in
            [.answer("400 Bad Request", "")]
        } _: { _, port in
            let error = try await withSender("https://localhost:\(port)") { sender in
                await failure { () throws(RequestFailure) in try await sender.send(.sample) }
            }
            #expect(error?.transportError?.message == "does not speak TLS on port \(port)")
        }
    }

    @Test("a file without certificates is refused")
    func aFileWithoutCertificatesIsRefused() async throws {
        let refusal = await #expect(throws: TransportOptionError.self) {
            try await problem(.localhost, ca: "/dev/null")
        }
        #expect(refusal?.message == "the certificate authorities in '/dev/null' cannot be read")
    }
}

@Suite("Through a proxy")
struct ProxyTests {
    @Test("plain requests go with the whole URL and the credentials of the proxy")
    func plainRequestsGoWithTheWholeURLAndTheCredentialsOfTheProxy() async throws {
        try await RawServer.run { _, _ in
            [.answer()]
        } _: { server, port in
            try await withSender(
                "http://panel.invalid",
                { $0.proxies = try ProxySettings(environment: ["http_proxy": "http://me:p%40ss@127.0.0.1:\(port)"]) }
            ) { sender in
                _ = try await sender.send(
                    HTTPCall("GET", "/x", headers: [("Authorization", "Bearer k")], isRepeatable: true))
            }
            #expect(
                server.requests.map(\.line) == [
                    "CONNECT panel.invalid:80 HTTP/1.1", "GET /x HTTP/1.1",
                ])
            #expect(server.requests.map { $0.header("proxy-authorization") } == ["Basic bWU6cEBzcw==", nil])
            #expect(server.requests.map { $0.header("authorization") } == [nil, "Bearer k"])
        }
    }

    @Test("what the proxy says is told")
    func whatTheProxySaysIsTold() async throws {
        let answers = [
            ("407 Proxy Authentication Required", "requires other credentials"),
            ("403 Forbidden", "refuses the connection"),
        ]
        for (status, message) in answers {
            try await RawServer.run { _, _ in
                [.answer(status, "")]
            } _: { server, port in
                let error = try await withSender(
                    "https://panel.invalid",
                    { $0.proxies = try ProxySettings(environment: ["HTTPS_PROXY": "me:pass@127.0.0.1:\(port)"]) }
                ) { sender in
                    await failure { () throws(RequestFailure) in try await sender.send(.sample) }
                }
                let request = try #require(server.requests.first)
                #expect(request.line == "CONNECT panel.invalid:443 HTTP/1.1")
                #expect(request.header("proxy-authorization") == "Basic bWU6cGFzcw==")
                #expect(request.header("authorization") == nil)
                #expect(error?.transportError?.message.contains(message) == true)
                #expect(error?.transportError?.message.contains("pass") == false)
            }
        }
    }
}
