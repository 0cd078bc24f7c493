import Glibc
import PanelFixtures
import PanelService
import PanelStore
import PanelStoreSQLite
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("Reads over HTTP")
struct FreshnessTests {
    @Test("see every write that was answered before, whoever made it")
    func otherProcess() async throws {
        try await withTemporaryFolder { folder in
            let path = "\(folder)/panel.db"
            let store = try await SQLitePanelStore.open(path: path, now: .sample)
            let other = ServiceOperations(
                store: try await SQLitePanelStore.open(path: path, now: .sample), now: { .sample })
            try await TestServer.run(store) { server in
                let id = try await server.create("a")
                for round in 0..<50 {
                    _ = try await server.send("GET", "/api/v1/services/\(id)")
                    _ = try await other.update(id: id, ["description": .string("round \(round)")])
                    let one = try await server.send("GET", "/api/v1/services/\(id)")
                    #expect(one["data", "description"]?.plainText == "round \(round)")
                    let list = try await server.send("GET", "/api/v1/services/scheduled")
                    #expect(list["data", "0", "description"]?.plainText == "round \(round)")
                    _ = try await server.send("PUT", "/api/v1/services/\(id)", body: #"{"description":"\#(round)"}"#)
                    #expect(
                        try await server.send("GET", "/api/v1/services/\(id)")["data", "description"]?.plainText
                            == "\(round)")
                }
            }
        }
    }

    @Test("answer nothing from memory once the store's file is gone", arguments: ["", "-wal"])
    func fileGone(_ suffix: String) async throws {
        try await withTemporaryFolder { folder in
            let path = "\(folder)/panel.db"
            var options = SQLitePanelStore.Options()
            options.fileCheckInterval = .zero
            let store = try await SQLitePanelStore.open(path: path, options: options, now: .sample)
            try await TestServer.run(store) { server async throws in
                let id = try await server.create("a")
                for target in ["/api/v1/services/\(id)", "/api/v1/services"] {
                    for _ in 0..<2 { #expect(try await server.send("GET", target).status == 200) }
                }
                #expect(unlink(path + suffix) == 0)
                for target in ["/api/v1/services/\(id)", "/api/v1/services", "/readyz"] {
                    #expect(try await server.send("GET", target).status == 503, "\(target)")
                }
                let body = #"{"description":"lost"}"#
                #expect(try await server.send("PUT", "/api/v1/services/\(id)", body: body).status == 503)
            }
        }
    }

    @Test("show the next run as it is when they are answered", arguments: StoreKind.allCases)
    func nextRun(_ kind: StoreKind) async throws {
        try await TestServer.run(on: kind) { server in
            let body = #"{"name":"a","schedule":"* * * * *","task":{"type":"backup","data":{"servers":["all"]}}}"#
            let created = try await server.send("POST", "/api/v1/services/scheduled", body: body)
            let first = try #require(created["data", "next_run"]?.plainText)
            for target in ["/api/v1/services/5", "/api/v1/services/5"] {
                #expect(try await server.send("GET", target)["data", "next_run"]?.plainText == first)
            }
            server.wait(120)
            let later = try await server.send("GET", "/api/v1/services/5")["data", "next_run"]?.plainText ?? ""
            #expect(later > first)
            #expect(try await server.send("GET", "/api/v1/services")["data", "4", "next_run"]?.plainText == later)
        }
    }

    @Test("show what runs and probes have changed, at once", arguments: StoreKind.allCases)
    func runs(_ kind: StoreKind) async throws {
        try await TestServer.run(on: kind) { server in
            let id = try await server.create("a")
            let number = try #require(Int64(id))
            func shown(_ id: String, _ key: String) async throws -> [String?] {
                // The second time it comes from memory where it can.
                _ = try await server.send("GET", "/api/v1/services/\(id)")
                let one = try await server.send("GET", "/api/v1/services/\(id)")["data", key]
                let list = try await server.send("GET", "/api/v1/services")["data", "\((Int(id) ?? 0) - 1)", key]
                return [one?.plainText, list?.plainText]
            }
            #expect(try await shown(id, "status") == ["scheduled", "scheduled"])
            try await server.store.addRun(of: number, result: nil, state: .running)
            #expect(try await shown(id, "status") == ["running", "running"])
            try await server.store.write { store in
                try await store.setObservedStatus(of: number, to: nil)
                try await store.noteRun(of: number, at: .sample, result: .partial)
                try await store.setNextRun(of: number, to: Timestamp(seconds: 1_900_000_000))
                try await store.setObservedStatus(of: 1, to: .stopped)
            }
            #expect(try await shown(id, "status") == ["scheduled", "scheduled"])
            #expect(try await shown(id, "last_result") == ["partial", "partial"])
            #expect(try await shown(id, "last_run") == ["\(Timestamp.sample)", "\(Timestamp.sample)"])
            #expect(try await shown(id, "next_run") == ["2030-03-17T17:46:40Z", "2030-03-17T17:46:40Z"])
            #expect(try await shown("1", "status") == ["stopped", "stopped"])
        }
    }
}
