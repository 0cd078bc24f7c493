import PanelFixtures
import PanelServer
import PanelService
import PanelStore
import PanelStoreSQLite
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

@Suite("API keys")
struct KeyTests {
    @Test(
        "who has no key that is known gets in nowhere",
        arguments: ["", "x", "phx_", "phx_" + String(repeating: "A", count: 59), String(repeating: "A", count: 5_000)])
    func unknownKeys(_ key: String) async throws {
        try await TestServer.run { server in
            for target in ["/api/v1/services", "/api/v1/services/1", "/api/v1/services/99"] {
                let answer = try await server.send("GET", target, key: key)
                #expect(answer.status == 401)
                #expect(answer.codes == ["unauthenticated"])
                #expect(answer.headers["www-authenticate"] == "Bearer")
            }
        }
    }

    @Test("a key with one other character is no key")
    func alteredKey() async throws {
        try await TestServer.run { server in
            let text = server.key.text
            let altered = text.dropLast() + (text.hasSuffix("A") ? "B" : "A")
            try #expect(await server.send("GET", "/api/v1/services", key: String(altered)).status == 401)
            #expect(try await server.send("GET", "/api/v1/services").status == 200)
        }
    }

    @Test("another scheme is no key, but bearer may be written in any case")
    func schemes() async throws {
        try await TestServer.run { server in
            let text = server.key.text
            for (header, status) in [
                ("Basic \(text)", 401), (text, 401), ("bearer \(text)", 200), ("BEARER  \(text)", 200),
            ] {
                let answer = try await server.send(
                    "GET", "/api/v1/services", key: "", headers: ["Authorization: \(header)"])
                #expect(answer.status == status, "\(header)")
            }
        }
    }

    @Test("a key in the query is not taken, and says where it belongs")
    func keyInQuery() async throws {
        try await TestServer.run { server in
            let answer = try await server.send("GET", "/api/v1/services?api_key=\(server.key.text)", key: "")
            #expect(answer.status == 401)
            #expect(answer.body.contains("not in the query"))
            #expect(!answer.body.contains(server.key.text))
        }
    }

    @Test("a key lacks what it was not given, and learns nothing of what exists")
    func permissions() async throws {
        try await TestServer.run { server in
            let reader = try await server.keys.make("reader", [.read]).text
            let writer = try await server.keys.make("writer", [.create, .update, .delete]).text
            for (method, target, permission) in [
                ("POST", "/api/v1/services/scheduled", "services.create"),
                ("PUT", "/api/v1/services/1", "services.update"), ("PUT", "/api/v1/services/99", "services.update"),
                ("DELETE", "/api/v1/services/99", "services.delete"),
                ("POST", "/api/v1/services/99/run", "services.update"),
                ("POST", "/api/v1/services/99/runs/1/stop", "services.update"),
            ] {
                let answer = try await server.send(method, target, key: reader, body: "not even JSON")
                #expect(answer.status == 403)
                #expect(answer.codes == ["permission_denied"])
                #expect(answer["errors", "0", "meta", "permission"]?.plainText == permission)
            }
            for target in [
                "/api/v1/services", "/api/v1/services/1", "/api/v1/services/99", "/api/v1/services/1/health",
                "/api/v1/runs", "/api/v1/services/99/runs", "/api/v1/services/99/runs/1",
            ] {
                #expect(try await server.send("GET", target, key: writer).status == 403)
            }
            // Also when somebody else was just answered the same.
            #expect(try await server.send("GET", "/api/v1/services", key: reader).status == 200)
            #expect(try await server.send("GET", "/api/v1/services", key: writer).status == 403)
        }
    }

    @Test("a key ends when it expires")
    func expiry() async throws {
        try await TestServer.run { server in
            let key = try await server.keys.make("short", [.read], lifetime: 60).text
            server.wait(59)
            #expect(try await server.send("GET", "/api/v1/services", key: key).status == 200)
            server.wait(1)
            #expect(try await server.send("GET", "/api/v1/services", key: key).status == 401)
        }
    }

    @Test("a revoked key ends at once, also when another process revokes it")
    func revocation() async throws {
        try await withTemporaryFolder { folder in
            let path = "\(folder)/panel.db"
            let store = try await SQLitePanelStore.open(path: path, now: .sample)
            let other = try await SQLitePanelStore.open(path: path, now: .sample)
            try await TestServer.run(store) { server in
                let elsewhere = KeyRing(store: other, now: { .sample })
                for round in 0..<20 {
                    let key = try await elsewhere.make("k", [.read]).text
                    #expect(try await server.send("GET", "/api/v1/services", key: key).status == 200, "\(round)")
                    _ = try await elsewhere.revoke(name: "k")
                    #expect(try await server.send("GET", "/api/v1/services", key: key).status == 401, "\(round)")
                }
            }
        }
    }

    @Test("an address that fails too often is told to wait, and a right key still gets in")
    func failedAuthentication() async throws {
        var options = PanelServerOptions.local
        options.failedLoginsPerMinute = 3
        try await TestServer.run(options: options) { server in
            for _ in 0..<3 { #expect(try await server.send("GET", "/api/v1/services", key: "x").status == 401) }
            let answer = try await server.send("GET", "/api/v1/services", key: "x")
            #expect(answer.status == 429)
            #expect(answer.codes == ["rate_limited"])
            #expect(answer.headers["retry-after"] == "60")
            #expect(try await server.send("GET", "/api/v1/services").status == 200)
            server.wait(60)
            #expect(try await server.send("GET", "/api/v1/services", key: "x").status == 401)
        }
    }

    @Test("a key may ask so often a minute")
    func rateLimit() async throws {
        var options = PanelServerOptions.local
        options.requestsPerMinute = 2
        try await TestServer.run(options: options) { server in
            let first = try await server.send("GET", "/api/v1/services")
            #expect(first.headers["x-ratelimit-limit"] == "2")
            #expect(first.headers["x-ratelimit-remaining"] == "1")
            #expect(first.headers["x-ratelimit-reset"] == "60")
            server.wait(20)
            let second = try await server.send("GET", "/api/v1/services")
            #expect(second.headers["x-ratelimit-remaining"] == "0")
            #expect(second.headers["x-ratelimit-reset"] == "40")
            let third = try await server.send("GET", "/api/v1/services")
            #expect(third.status == 429)
            #expect(third.headers["retry-after"] == "40")
            #expect(third.isDocumentedError)
            let other = try await server.keys.make("other", [.read]).text
            #expect(try await server.send("GET", "/api/v1/services", key: other).status == 200)
            server.wait(40)
            #expect(try await server.send("GET", "/api/v1/services").status == 200)
        }
    }

    @Test("the log has the id of a key and never the rest, wherever somebody put it")
    func log() async throws {
        try await TestServer.run { server in
            let text = server.key.text
            _ = try await server.send("GET", "/api/v1/services")
            _ = try await server.send("GET", "/api/v1/services?key=\(text)", key: "")
            _ = try await server.send("GET", "/api/v1/services/\(text)")
            _ = try await server.send("GET", "/\(text)/x")
            _ = try await server.send("GET", "/api/v1/services/%70hx%5F\(text.dropFirst(4))")
            _ = try await server.send("GET", "/api/v1/services/\(text.dropFirst(20))/health")
            _ = try await server.send("PUT", "/api/v1/services/1", body: "{\"name\":\"\(text)\"}")
            let secret = text.dropFirst(20)
            #expect(server.log.count == 7)
            #expect(server.log.allSatisfy { !$0.contains(secret) })
            #expect(server.log[0].contains("method=GET path=/api/v1/services request_id="))
            #expect(server.log[0].contains("key=\(server.key.id)"))
            #expect(server.log.allSatisfy { $0.hasSuffix("\n") && $0.filter { $0 == "\n" }.count == 1 })
        }
    }

    @Test("a key is not shown by printing it")
    func printing() {
        var generator = SystemRandomNumberGenerator()
        let key = APIKey(using: &generator)
        let secret = key.text.dropFirst(20)
        #expect(key.text.utf8.count == 63)
        for shown in ["\(key)", String(reflecting: key), "\([key])"] { #expect(!shown.contains(secret)) }
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!dumped.contains(secret))
    }

    @Test("names of keys are unique and plain")
    func names() async throws {
        try await TestServer.run { server in
            await #expect(throws: ServiceError.self) { try await server.keys.make("all", [.read]) }
            await #expect(throws: ServiceError.self) { try await server.keys.make("Not plain", [.read]) }
            let wasThere = try await server.keys.revoke(name: "nobody")
            #expect(!wasThere)
        }
    }

    @Test("the store has digests of keys, and nothing that they could be made of")
    func digests() async throws {
        try await TestServer.run { server in
            let records = try await server.keys.all()
            #expect(records.map(\.name) == ["all"])
            #expect(records[0].digest.count == 32)
            let shown = "\(records)"
            #expect(!shown.contains(server.key.text.dropFirst(20)))
        }
    }
}

extension PanelServerOptions {
    /// Any free port of this machine.
    static let local = PanelServerOptions(host: "127.0.0.1", port: 0)
}
