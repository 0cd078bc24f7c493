import PanelStore
import PanelStorePostgres
import PhoenixModel
import PhoenixTestSupport
import PostgresFixtures
import ProcessFixtures
import SocketFixtures
import Testing

@Suite("A write on PostgreSQL whose connection breaks", .needs("postgres"), .mustEnd)
struct PostgresOutcomeTests {
    /// Statements are sent with their text each time, so that the proxy finds it.
    private func withStore(_ body: (PostgresServer, TCPProxy, PostgresPanelStore) async throws -> Void) async throws {
        try await PostgresServer.withServer { server in
            try await TCPProxy.withProxy(to: server.port) { proxy in
                let store = try await server.open(url: server.url(port: proxy.port) + "?pooling=transaction")
                try await body(server, proxy, store)
                await store.close()
            }
        }
    }

    @Test("after its commit was sent is answered as done, and done once")
    func committed() async throws {
        try await withStore { server, proxy, store in
            let begun = Count()
            // As a whole statement: isolation levels have the word in them, too.
            proxy.loseAnswer(to: "\0COMMIT\0")
            let record = try await store.write { transaction in
                _ = begun.next()
                return try await transaction.insert(.task("a"))
            }
            #expect(begun.value == 1)
            #expect(try await store.read { try await $0.service(record.id) }?.name == "a")
            #expect(try await server.number("SELECT count(*) FROM service") == 5)
        }
    }

    @Test("before that is done again from its start")
    func lostBefore() async throws {
        try await withStore { server, proxy, store in
            let begun = Count()
            _ = try await store.write { transaction in
                let count = begun.next()
                let record = try await transaction.insert(.task("a"))
                if count == 1 { proxy.closeAll() }
                try await transaction.remember(
                    RememberedAnswer(
                        scope: "s", key: "k", request: "", answer: "", serviceID: record.id, expiresAt: .sample))
            }
            #expect(begun.value == 2)
            #expect(try await server.number("SELECT count(*) FROM service") == 5)
        }
    }

    @Test("and whose server ends all sessions is done again from its start")
    func terminated() async throws {
        try await withStore { server, _, store in
            let begun = Count()
            _ = try await store.write { transaction in
                let count = begun.next()
                _ = try await transaction.insert(.task("a"))
                if count <= 2 {
                    try await server.run(
                        """
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()
                        """)
                }
                _ = try await transaction.insert(.task("b"))
            }
            #expect(begun.value == 3)
            #expect(try await server.number("SELECT count(*) FROM service") == 6)
        }
    }
}
