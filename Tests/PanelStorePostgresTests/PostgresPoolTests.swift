import Clocks
import PanelStorePostgres
import PhoenixTestSupport
import PostgresFixtures
import ProcessFixtures
import SocketFixtures
import Synchronization
import Testing

@Suite("A pool of connections", .needs("postgres"), .mustEnd)
struct PostgresPoolTests {
    private let selectProcess: PostgresStatement = "SELECT pg_backend_pid()"

    private func withPool<T>(
        _ location: PostgresLocation, _ options: PostgresPool.Options = .init(),
        clock: WallClock = .system, _ body: (PostgresPool) async throws -> T
    ) async throws -> T {
        let pool = PostgresPool(location, options: options, clock: clock)
        do {
            let result = try await body(pool)
            await pool.close()
            return result
        } catch {
            await pool.close()
            throw error
        }
    }

    private func process(_ pool: PostgresPool) async throws -> Int64? {
        try await pool.withConnection(until: .soon) { try await $0.run(selectProcess, until: .soon).first?.integer(0) }
    }

    @Test("opens no more connections than it may, and lends them in turn")
    func size() async throws {
        try await PostgresServer.withServer { server in
            var options = PostgresPool.Options()
            options.size = 3
            try await withPool(try server.location, options) { pool in
                let processes = try await withThrowingTaskGroup(of: Int64?.self) { group in
                    for _ in 0..<60 { group.addTask { try await process(pool) } }
                    return try await group.reduce(into: Set<Int64?>()) { $0.insert($1) }
                }
                #expect(processes.count <= 3)
                #expect(pool.openCount <= 3)
                let last = try await process(pool)
                #expect(try await process(pool) == last)
            }
        }
    }

    @Test("a call does not wait for a connection beyond its deadline")
    func deadline() async throws {
        try await PostgresServer.withServer { server in
            var options = PostgresPool.Options()
            options.size = 1
            try await withPool(try server.location, options) { pool in
                try await pool.withConnection(until: .soon) { _ in
                    let error = await #expect(throws: PostgresError.self) {
                        try await pool.withConnection(until: .now + .milliseconds(100)) { _ in }
                    }
                    #expect(error?.kind == .timedOut)
                }
                try await pool.withConnection(until: .soon) { _ in }
            }
        }
    }

    @Test("a task that was cancelled may still use it")
    func cancelled() async throws {
        try await PostgresServer.withServer { server in
            try await withPool(try server.location) { pool in
                let task = Task {
                    withUnsafeCurrentTask { $0?.cancel() }
                    return try await self.process(pool)
                }
                let lent = try await task.value
                #expect(lent != nil)
            }
        }
    }

    @Test("a connection that is left within a transaction, or breaks, is not lent again")
    func broken() async throws {
        try await PostgresServer.withServer { server in
            try await withPool(try server.location) { pool in
                let first = try await process(pool)
                try await pool.withConnection(until: .soon) { _ = try await $0.run("BEGIN", until: .soon) }
                let second = try await process(pool)
                #expect(first != second)
                let end: PostgresStatement = """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """
                _ = try await server.run(end)
                // Until the news has come, a connection looks good.
                while (try? await process(pool)) ?? second == second { await Task.yield() }
            }
        }
    }

    @Test("goes on by itself after a restart of the server")
    func restart() async throws {
        try await PostgresServer.withOwnServer { server in
            try await withPool(try server.location) { pool in
                _ = try await process(pool)
                await server.kill()
                // Its processes notice it one after the other.
                while pool.failure == nil { _ = try? await process(pool) }
                let error = await #expect(throws: PostgresError.self) { try await process(pool) }
                #expect(error?.kind == .fault(.unreachable))
                try await server.restart()
                // It may still be within a pause.
                while (try? await process(pool)) == nil { await Task.yield() }
                #expect(pool.failure == nil)
            }
        }
    }

    @Test("waits a little for a server that is away, in pauses that grow, and says then what is wrong")
    func pauses() async throws {
        let attempts = Mutex(0)
        try await ScriptedPeer.withServer { _ in
            attempts.withLock { $0 += 1 }
        } _: { port in
            var options = PostgresPool.Options()
            options.patience = .milliseconds(800)
            let clock = WallClock(now: WallClock.system.now, sleep: WallClock.system.sleep, random: { 0.999 })
            try await withPool(PostgresLocation("postgres://u@127.0.0.1:\(port)/d"), options, clock: clock) { pool in
                let error = await #expect(throws: PostgresError.self) { try await process(pool) }
                #expect(error?.kind == .fault(.unreachable))
                // After 50, 150 and 350 ms, and not after 750 as well: the pause then would end after the patience.
                #expect(attempts.withLock { $0 } <= 5)
            }
        }
    }

    @Test("does not try a wrong password again and again")
    func wrongPassword() async throws {
        try await PostgresServer.withServer { server in
            let url = "postgres://phoenix:wrong@127.0.0.1:\(server.port)/\(server.database)"
            try await withPool(PostgresLocation(url)) { pool in
                for _ in 0..<3 {
                    let error = await #expect(throws: PostgresError.self) { try await process(pool) }
                    #expect(error?.kind == .fault(.wrongPassword))
                }
            }
        }
    }

    @Test("is of no use when it is closed")
    func closed() async throws {
        try await PostgresServer.withServer { server in
            let pool = PostgresPool(try server.location)
            _ = try await process(pool)
            await pool.close()
            #expect(pool.openCount == 0)
            await #expect(throws: PostgresError.self) { try await process(pool) }
        }
    }
}
