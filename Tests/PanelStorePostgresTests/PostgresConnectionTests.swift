import PanelStorePostgres
import PhoenixTestSupport
import PostgresFixtures
import ProcessFixtures
import SocketFixtures
import Testing

@Suite("A connection to a PostgreSQL server", .needs("postgres"), .mustEnd)
struct PostgresConnectionTests {
    @Test("sorts errors by what can be done about them")
    func errors() async throws {
        try await PostgresServer.withServer { server in
            try await server.withConnection { connection in
                _ = try await connection.run("CREATE TABLE t (n bigint CONSTRAINT once UNIQUE)", until: .soon)
                _ = try await connection.run("INSERT INTO t VALUES (1)", until: .soon)
                #expect(await connection.kind("INSERT INTO t VALUES (1)") == .refused(constraint: "once"))
                #expect(await connection.kind("SELECT * FROM missing") == .fault(.wrongStatement))
                #expect(await connection.kind("SELECT 1/0") == .fault(.wrongStatement))
                #expect(await connection.isReady)
            }
        }
    }

    @Test("tells serialization failures and deadlocks from all other errors")
    func conflicts() async throws {
        try await PostgresServer.withServer { server in
            _ = try await server.run("CREATE TABLE t (n bigint PRIMARY KEY, v bigint)")
            _ = try await server.run("INSERT INTO t VALUES (1, 0), (2, 0)")
            try await server.withConnection { one in
                try await server.withConnection { other in
                    for connection in [one, other] {
                        _ = try await connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ", until: .soon)
                        _ = try await connection.run("SELECT * FROM t", until: .soon)
                    }
                    _ = try await one.run("UPDATE t SET v = 1 WHERE n = 1", until: .soon)
                    _ = try await one.run("COMMIT", until: .soon)
                    #expect(await other.kind("UPDATE t SET v = 2 WHERE n = 1") == .retryable)
                    #expect(await other.isInTransaction)
                    #expect(await !other.isReady)
                    _ = try await other.run("ROLLBACK", until: .soon)
                    #expect(await other.isReady)

                    for (connection, number) in [(one, 1), (other, 2)] {
                        _ = try await connection.run("BEGIN", until: .soon)
                        let update = PostgresStatement(
                            "UPDATE t SET v = 3 WHERE n = $1", [.integer(Int64(number))])
                        _ = try await connection.run(update, until: .soon)
                    }
                    async let first = one.kind("UPDATE t SET v = 4 WHERE n = 2")
                    async let second = other.kind("UPDATE t SET v = 4 WHERE n = 1")
                    let kinds = await [first, second]
                    #expect(kinds.filter { $0 == .retryable }.count == 1)
                }
            }
        }
    }

    @Test("ends at its deadline when the server works for too long, and the server stops as well")
    func slowStatement() async throws {
        try await PostgresServer.withServer { server in
            try await server.withConnection { connection in
                let start = ContinuousClock.now
                let error = await #expect(throws: PostgresError.self) {
                    try await connection.run("SELECT pg_sleep(600)", until: start + .seconds(3))
                }
                #expect(error?.kind == .timedOut)
                #expect(ContinuousClock.now - start < .seconds(60))
                #expect(await !connection.isReady)
                #expect(await connection.kind("SELECT 1") == .connectionLost)
            }
            let sleeping = PostgresStatement(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND query LIKE '%pg_sleep(600)%' AND pid <> pg_backend_pid()
                """)
            while try await server.run(sleeping).first?.integer(0) != 0 { await Task.yield() }
        }
    }

    @Test("ends at its deadline when nothing comes through any more", arguments: ["SELECT 1", "COMMIT"])
    func stalled(sql: String) async throws {
        try await PostgresServer.withServer { server in
            try await TCPProxy.withProxy(to: server.port) { proxy in
                let location = try PostgresLocation(server.url(port: proxy.port))
                try await PostgresConnection.withConnection(to: location) { connection in
                    _ = try await connection.run("BEGIN", until: .soon)
                    proxy.swallow()
                    let start = ContinuousClock.now
                    let error = await #expect(throws: PostgresError.self) {
                        try await connection.run(PostgresStatement(sql), until: start + .seconds(3))
                    }
                    #expect(error?.kind == (sql == "COMMIT" ? .outcomeUnknown : .timedOut))
                    #expect(ContinuousClock.now - start < .seconds(60))
                    #expect(await connection.kind("SELECT 1") == .connectionLost)
                }
                let start = ContinuousClock.now
                let error = await #expect(throws: PostgresError.self) {
                    try await PostgresConnection.connect(to: location, until: start + .seconds(3))
                }
                #expect(error?.kind == .fault(.unreachable))
                #expect(ContinuousClock.now - start < .seconds(60))
            }
        }
    }

    @Test(
        "knows what the loss of a connection means for what was asked",
        arguments: [
            ("COMMIT", PostgresError.Kind.outcomeUnknown, true),
            ("INSERT INTO t VALUES (2)", .connectionLost, false),
        ])
    func lostAnswer(sql: String, kind: PostgresError.Kind, isThere: Bool) async throws {
        try await PostgresServer.withServer { server in
            _ = try await server.run("CREATE TABLE t (n bigint)")
            try await TCPProxy.withProxy(to: server.port) { proxy in
                let location = try PostgresLocation(server.url(port: proxy.port) + "?sslmode=disable")
                try await PostgresConnection.withConnection(to: location) { connection in
                    _ = try await connection.run("BEGIN", until: .soon)
                    _ = try await connection.run("INSERT INTO t VALUES (1)", until: .soon)
                    proxy.loseAnswer(to: sql)
                    #expect(await connection.kind(PostgresStatement(sql)) == kind)
                }
            }
            let count = try await server.run("SELECT count(*) FROM t").first?.integer(0)
            #expect(count == (isThere ? 1 : 0))
        }
    }

    @Test("an insert without a transaction whose answer is lost may have been done")
    func lostAutocommit() async throws {
        try await PostgresServer.withServer { server in
            _ = try await server.run("CREATE TABLE t (n bigint)")
            try await TCPProxy.withProxy(to: server.port) { proxy in
                let location = try PostgresLocation(server.url(port: proxy.port) + "?sslmode=disable")
                try await PostgresConnection.withConnection(to: location) { connection in
                    proxy.loseAnswer(to: "INSERT INTO t")
                    #expect(await connection.kind("INSERT INTO t VALUES (1)") == .outcomeUnknown)
                }
                try await PostgresConnection.withConnection(to: location) { connection in
                    proxy.loseAnswer(to: "SELECT")
                    #expect(await connection.kind("SELECT 1") == .connectionLost)
                }
            }
        }
    }

    @Test("is lost when an administrator ends it, at work and at rest")
    func terminated() async throws {
        try await PostgresServer.withServer { server in
            let end = PostgresStatement(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """)
            try await server.withConnection { connection in
                async let kind = connection.kind("SELECT pg_sleep(600)")
                while try await server.run(end).isEmpty { await Task.yield() }
                #expect(await kind == .connectionLost)
            }
            try await server.withConnection { connection in
                #expect(await connection.isReady)
                _ = try await server.run(end)
                while await connection.isReady { await Task.yield() }
                #expect(await connection.kind("INSERT INTO t VALUES (1)") == .connectionLost)
            }
        }
    }

    @Test("prepares a statement when it comes again, and does without when the server has forgotten it")
    func prepared() async throws {
        try await PostgresServer.withServer { server in
            try await server.withConnection { connection in
                let count: PostgresStatement = "SELECT count(*) FROM pg_prepared_statements"
                for expected in [0, 1, 1] as [Int64] {
                    let prepared = try await connection.run(count, until: .soon).first?.integer(0)
                    #expect(prepared == expected)
                }
                _ = try await connection.run("DEALLOCATE ALL", until: .soon)
                #expect(await connection.kind(count) == .retryable)
                let prepared = try await connection.run(count, until: .soon).first?.integer(0)
                #expect(prepared == 0)
            }
        }
    }

    @Test(
        "knows a pooler, and prepares nothing behind it", .needs("pgbouncer"),
        arguments: [PgBouncer.Mode.transaction, .session])
    func pooler(mode: PgBouncer.Mode) async throws {
        try await PostgresServer.withServer { server in
            try await server.withConnection { #expect(!$0.isPooled) }
            try await PgBouncer.withPooler(of: server, mode: mode) { url in
                try await PostgresConnection.withConnection(to: PostgresLocation(url)) { connection in
                    #expect(connection.isPooled)
                    let count: PostgresStatement = "SELECT count(*) FROM pg_prepared_statements"
                    for _ in 0..<3 {
                        let prepared = try await connection.run(count, until: .soon).first?.integer(0)
                        #expect(prepared == 0)
                    }
                }
            }
        }
    }
}

extension PostgresConnection {
    /// What kind of error a statement ends with; nil when it works.
    func kind(_ statement: PostgresStatement) -> PostgresError.Kind? {
        do throws(PostgresError) {
            _ = try run(statement, until: .soon)
            return nil
        } catch {
            return error.kind
        }
    }
}
