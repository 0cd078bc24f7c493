import PanelFixtures
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("phoenix keys", .ownThread, .mustEnd)
struct KeysTests {
    @Test("create prints the key alone, and that it is shown once")
    func create() throws {
        try PhoenixProcess.withFolder { phoenix in
            let made = try phoenix("keys", "create", "--name", "ci", "--permission", "services.read")
            #expect(made.status == 0)
            #expect(made.output.wholeMatch(of: /phx_[A-Za-z0-9]{59,}\n/) != nil, "\(made.output)")
            #expect(made.error.contains("cannot be shown again"))
            let other = try phoenix.key("other")
            #expect(made.output != other + "\n")
        }
    }

    @Test("list shows everything but secrets", arguments: ["table", "json"])
    func list(format: String) throws {
        try PhoenixProcess.withFolder { phoenix in
            let key = try phoenix.key("ci", may: ["read", "delete"])
            let listed = try phoenix("keys", "list", "-o", format)
            #expect(listed.status == 0)
            // Of `phx_`, an id of 16 characters and a secret, only the id may be seen.
            let id = key.dropFirst(4).prefix(16)
            for shown in ["ci", String(id), "services.delete", "services.read"] {
                #expect(listed.output.contains(shown), "\(listed.output)")
            }
            #expect(!listed.output.contains("services.update"))
            #expect(!listed.output.contains(key.dropFirst(20).prefix(6)))
        }
    }

    @Test("what a lifetime comes to is listed")
    func lifetime() throws {
        try PhoenixProcess.withFolder { phoenix in
            let options = ["--permission", "services.read"]
            try #expect(phoenix.run(["keys", "create", "--name", "short", "--expires", "1m"] + options).status == 0)
            try #expect(phoenix.run(["keys", "create", "--name", "long"] + options).status == 0)
            let keys = try listedKeys(phoenix)
            let short = try #require(keys["short"])
            let created = try #require(short["created_at"]?.plainText.flatMap { Timestamp(rfc3339: $0) })
            let expires = try #require(short["expires_at"]?.plainText.flatMap { Timestamp(rfc3339: $0) })
            #expect(expires.seconds - created.seconds == 60)
            #expect(keys["long"]?["expires_at"] == .null)
            #expect(try phoenix("keys", "list").output.contains("\(expires)"))
        }
    }

    @Test("a revoked key ends at once, in a server that runs")
    func revoke() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let (kept, ended) = (try phoenix.key("kept"), try phoenix.key("ended"))
            try await phoenix.serve { panel in
                func status(_ key: String) async throws -> String {
                    try await panel.exchange("GET", "/api/v1/services", key: key).statusLine
                }
                #expect(try await status(ended) == "HTTP/1.1 200 OK")
                let revoked = try phoenix("keys", "revoke", "ended")
                #expect(revoked.status == 0)
                #expect(revoked.error == "revoked 'ended'\n")
                #expect(try await status(ended) == "HTTP/1.1 401 Unauthorized")
                #expect(try await status(kept) == "HTTP/1.1 200 OK")
                // And one that is made while it runs counts at once.
                #expect(try await status(phoenix.key("new")) == "HTTP/1.1 200 OK")
            }
            #expect(try listedKeys(phoenix).keys.sorted() == ["kept", "new"])
        }
    }

    @Test("when a key was used last is listed")
    func lastUse() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let used = try phoenix.key("used")
            _ = try phoenix.key("idle")
            try await phoenix.serve { panel in
                _ = try await panel.exchange("GET", "/api/v1/services", key: used)
            }
            let keys = try listedKeys(phoenix)
            #expect(keys["used"]?["last_used_at"]?.plainText != nil)
            #expect(keys["idle"]?["last_used_at"] == .null)
        }
    }

    @Test("a name is taken only once, and only a key that is there can be revoked")
    func names() throws {
        try PhoenixProcess.withFolder { phoenix in
            _ = try phoenix.key("ci")
            let again = try phoenix("keys", "create", "--name", "ci", "--permission", "services.read")
            #expect(again.status == 1)
            #expect(again.codes == ["PHX0821"])
            #expect(again.output == "")
            let revoked = try phoenix("keys", "revoke", "co")
            #expect(revoked.status == 1)
            #expect(revoked.codes == ["PHX0821"])
            #expect(try listedKeys(phoenix).count == 1)
        }
    }

    @Test(
        "wrong usage is 64",
        arguments: [
            ["create"], ["create", "--name", "ci"], ["create", "--permission", "services.read"],
            ["create", "--name", "ci", "--permission", "services.reed"],
            ["create", "--name", "ci", "--permission", "services.read", "--expires", "1"],
            ["create", "--name", "ci", "--permission", "services.read", "--expires", "0d"],
            ["create", "--name", "ci", "--permission", "services.read", "--expires", "1y"],
            ["list", "-o", "yaml"], ["revoke"], ["list", "--store", "panel.db"],
        ])
    func usage(arguments: [String]) throws {
        try PhoenixProcess.withFolder { phoenix in
            let result = try phoenix.run(["keys"] + arguments)
            #expect(result.status == 64, "\(result.error)")
            #expect(result.output == "")
        }
    }

    /// What `keys list -o json` says, by name.
    private func listedKeys(_ phoenix: PhoenixProcess) throws -> [String: ValueMap] {
        let listed = try phoenix("keys", "list", "-o", "json")
        guard case .map(let page) = try Value(json: listed.output), case .list(let keys) = page["data"] else {
            return [:]
        }
        return keys.reduce(into: [:]) { byName, key in
            if case .map(let fields) = key, let name = fields["name"]?.plainText { byName[name] = fields }
        }
    }
}

extension Value {
    fileprivate var text: String? {
        if case .string(let text) = self { text } else { nil }
    }
}
