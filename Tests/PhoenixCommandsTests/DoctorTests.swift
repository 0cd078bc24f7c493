import Foundation
import PanelFixtures
import PhoenixTestSupport
import ProcessFixtures
import SocketFixtures
import Testing

@Suite("doctor and graph", .ownThread, .mustEnd)
struct DoctorTests {
    private static let one = #"{ schedule: "0 2 * * *" }"#

    @Test("a sound store is 0, and nothing is made or written")
    func sound() throws {
        try PhoenixProcess.withFolder { phoenix in
            let before = try phoenix("doctor")
            #expect(before.status == 0, "\(before.output)\(before.error)")
            #expect(before.output.contains("does not exist yet"))
            #expect(!FileManager.default.fileExists(atPath: phoenix.folder.appendingPathComponent("panel.db").path))
            try phoenix.declare(["one": Self.one])
            try phoenix.applied()
            let after = try phoenix("doctor", "-f", "p.yaml")
            #expect(after.status == 0)
            #expect(after.output.contains("sqlite:panel.db is undamaged"), "\(after.output)")
        }
    }

    @Test("a damaged store, a doubled name and bad manifests are problems: 1")
    func problems() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["one": Self.one, "two": Self.one])
            try phoenix.applied()
            try phoenix.sql(
                "UPDATE service SET description = (SELECT description FROM service WHERE id = 5) WHERE id = 6")
            let doubled = try phoenix("doctor")
            #expect(doubled.status == 1)
            #expect(
                doubled.output.contains("several objects have the ownership line of p/one (task): 5 and 6"),
                "\(doubled.output)")

            try phoenix.write("tasks: { broken", to: "p.yaml")
            let broken = try phoenix("doctor", "-f", "p.yaml")
            #expect(broken.output.contains("problem  manifests"), "\(broken.output)")

            try phoenix.write("this is no database, and never was one", to: "panel.db")
            let damaged = try phoenix("doctor", "-o", "json")
            #expect(damaged.status == 1)
            #expect(damaged.output.contains("\"standing\": \"problem\""), "\(damaged.output)")
        }
    }

    @Test("the permissions of a key are found out without writing anything")
    func permissions() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let reader = try phoenix.key("reader", may: ["read"])
            let all = try phoenix.key("all")
            try await phoenix.serve { panel in
                func doctor(_ key: String) throws -> PhoenixProcess.Result {
                    try phoenix(
                        "doctor", "--panel", panel.url, environment: ["PHOENIX_API_KEY": key, "PHOENIX_STORE": nil])
                }
                let before = try phoenix.sql("SELECT * FROM service")
                let reading = try doctor(reader)
                #expect(reading.status == 0)
                #expect(
                    reading.output.contains("it lacks services.create, services.update, services.delete"),
                    "\(reading.output)")
                try #expect(doctor(all).output.contains("it has all permissions"))
                try #expect(phoenix.sql("SELECT * FROM service") == before)
                let wrong = try doctor("phx_" + String(repeating: "a", count: 60))
                #expect(wrong.status == 1)
                #expect(wrong.output.contains("does not accept the API key"), "\(wrong.output)")
                #expect(!(reading.output + wrong.output).contains(reader))
            }
        }
    }

    @Test("damage that can still be read is found, and nothing else is then relied upon")
    func damage() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["one": Self.one])
            try phoenix.applied()
            try phoenix.sql("PRAGMA ignore_check_constraints = ON; UPDATE service SET enabled = 7 WHERE id = 5")
            let result = try phoenix("doctor")
            #expect(result.status == 1)
            #expect(result.output.contains("sqlite:panel.db is damaged: CHECK constraint failed"), "\(result.output)")
            #expect(result.output.contains("not checked  objects"))
        }
    }

    @Test("a store that cannot be there is a problem, and is not made")
    func noFolder() throws {
        try PhoenixProcess.withFolder { phoenix in
            let result = try phoenix("doctor", "--store", "sqlite:gone/panel.db", environment: ["PHOENIX_STORE": nil])
            #expect(result.status == 1)
            #expect(result.output.contains("the folder of the store does not exist: gone"), "\(result.output)")
            #expect(!FileManager.default.fileExists(atPath: phoenix.folder.appendingPathComponent("gone").path))
        }
    }

    @Test("expired keys and what the files no longer have are warnings: 0")
    func warnings() throws {
        try PhoenixProcess.withFolder { phoenix in
            _ = try phoenix.key("old")
            _ = try phoenix.key("new")
            try phoenix.sql("UPDATE api_key SET expires_at = 1 WHERE name = 'old'")
            try phoenix.declare(["one": Self.one, "two": Self.one])
            try phoenix.applied()
            try phoenix.declare(["one": Self.one])
            let result = try phoenix("doctor", "-f", "p.yaml")
            #expect(result.status == 0)
            #expect(result.output.contains("expired: old\n"), "\(result.output)")
            #expect(
                result.output.contains("p owns 1 object on the panel that the files do not declare"), "\(result.output)"
            )
        }
    }

    @Test("a panel that has the documented fields alone is only read", arguments: [true, false])
    func foreignPanel(hasTasks: Bool) async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let key = try phoenix.key()
            try phoenix.declare(hasTasks ? ["one": Self.one] : [:])
            try phoenix.applied()
            try await phoenix.serve { panel in
                try await withDocumentedOnlyPanel(upstream: panel.address) { foreign in
                    let result = try await phoenix.doctor(at: foreign.url, key: key)
                    #expect(result.status == 0, "\(result.output)")
                    #expect(
                        result.output.contains(
                            "whether it has services.create, services.update, services.delete cannot be determined"),
                        "\(result.output)")
                    #expect(!foreign.requests.isEmpty)
                    #expect(foreign.requests.allSatisfy { $0.method == "GET" })
                }
            }
        }
    }

    @Test("a clock that is wrong is a warning that says by how much")
    func clock() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let key = try phoenix.key()
            try await phoenix.serve { panel in
                let late = Fault.rewriteAnswer { $0.headers["Date"] = "Thu, 01 Jan 2015 00:00:00 GMT" }
                try await withFaultProxy(upstream: panel.address, plan: .every(1, late)) { proxy in
                    let result = try await phoenix.doctor(at: proxy.url, key: key)
                    #expect(result.status == 0)
                    #expect(
                        result.output.contains(/warning +clock +the panel's clock is \d+ s behind this machine's/),
                        "\(result.output)")
                }
                let direct = try await phoenix.doctor(at: panel.url, key: key)
                #expect(direct.output.contains("the panel's clock and this machine's clock agree"), "\(direct.output)")
            }
        }
    }

    @Test("a panel without the API, and one that nobody runs, are problems that say what to do")
    func noPanel() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            try await withUnansweredPort { address in
                let refused = try await phoenix.doctor(at: address.url, key: "phx_any")
                #expect(refused.status == 1)
                #expect(refused.output.contains("\(address.url) refused the connection"), "\(refused.output)")
                #expect(refused.output.contains("not checked  objects"))

                try await withFaultProxy(upstream: address, plan: .every(1, .gatewayPage(404))) { released in
                    let absent = try await phoenix.doctor(at: released.url, key: "phx_any")
                    #expect(absent.status == 1)
                    #expect(absent.output.contains("does not serve the Services API"), "\(absent.output)")
                    #expect(absent.output.contains("run `phoenix serve` next to the panel"))
                }
            }
        }
    }

    @Test("the processes that serve a store are named, with their clocks and what they are behind with")
    func replicas() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let key = try phoenix.key()
            try #expect(phoenix("doctor").output.contains("none serves this store"))
            try await phoenix.serve(["--listen", "127.0.0.1:0", "--replica", "node-a"]) { panel in
                let alone = try await phoenix.doctorOnceServed()
                #expect(alone.status == 0)
                #expect(alone.output.contains(/ok +replicas +node-a-\d+-\w+ \(\d\S+, for \d+s\)\n/), "\(alone.output)")
                #expect(alone.output.contains("the replicas' clocks agree with the store's"), "\(alone.output)")
                #expect(alone.output.contains(/ok +schedule +no due task is unclaimed\n/), "\(alone.output)")
                #expect(
                    try await panel.exchange("GET", "/metrics", key: key).body
                        .contains("phoenix_replica_clock_skew_seconds 0\n"))
                try phoenix.sql(
                    """
                    INSERT INTO replica VALUES ('late', '0.1.0', 0, strftime('%s') + 60, -600, 0);
                    INSERT INTO replica VALUES ('lost', '0.1.0', 0, strftime('%s') - 125, 0, 1);
                    """)
                let three = try await blockingCall { try phoenix("doctor") }
                #expect(three.status == 0)
                #expect(three.output.contains(/warning +replicas .*gone without a word: lost \(last seen 2m0\ds ago\)/))
                #expect(three.output.contains("late is 600 s behind the store\n"), "\(three.output)")
                #expect(three.output.contains("runs no tasks"))
            }
            // One that ended says so; the one that the test made up runs no tasks.
            try phoenix.sql("INSERT INTO replica VALUES ('idle', '0.1.0', 0, strftime('%s') + 60, 0, 0)")
            let after = try phoenix("doctor")
            #expect(!after.output.contains("node-a"))
            #expect(after.output.contains("nothing runs until `phoenix serve`"), "\(after.output)")
            try #expect(phoenix("serve", "--replica", "a b").status == 64)
        }
    }

    @Test("a Client API that does not answer is given as long as --timeout says")
    func clientAPITimeout() async throws {
        try await ScriptedPeer.withServer { peer in
            try await peer.stall()
        } _: { port in
            try await PhoenixProcess.withFolder { phoenix in
                let result = try await blockingCall {
                    try phoenix.run(
                        ["doctor", "--client-api", "http://127.0.0.1:\(port)", "--timeout", "1"],
                        environment: ["PHOENIX_CLIENT_API_KEY": "ptlc_key", "PHOENIX_STORE": nil])
                }
                #expect(result.status == 1)
                #expect(result.output.contains("did not respond within 1 s"), "\(result.output)\(result.error)")
            }
        }
    }

    @Test("two targets are wrong usage here as well")
    func usage() throws {
        try PhoenixProcess.withFolder { phoenix in
            try #expect(phoenix("doctor", "--panel", "http://127.0.0.1:1", "--store", "sqlite:a").status == 64)
            try #expect(phoenix("graph").status == 64)
        }
    }

    @Test("graph draws the examples in every form", arguments: ["text", "dot", "mermaid"])
    func graph(_ format: String) throws {
        try PhoenixProcess.withFolder { phoenix in
            let result = try phoenix("graph", "-f", PhoenixProcess.example("minecraft-network"), "-o", format)
            #expect(result.status == 0)
            #expect(result.output.contains("backup-lobby"))
        }
    }
}

extension PhoenixProcess {
    /// The same of the folder's store, once a server has said that it is there.
    fileprivate func doctorOnceServed() async throws -> Result {
        while true {
            let result = try await blockingCall { try self("doctor") }
            if !result.output.contains("none serves this store") { return result }
        }
    }

    fileprivate func doctor(at url: String, key: String) async throws -> Result {
        try await blockingCall {
            try self("doctor", "--panel", url, environment: ["PHOENIX_API_KEY": key, "PHOENIX_STORE": nil])
        }
    }
}
