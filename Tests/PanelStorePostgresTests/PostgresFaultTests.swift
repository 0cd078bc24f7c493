import Foundation
import PanelFixtures
import PanelStore
import PanelStorePostgres
import PhoenixModel
import PhoenixTestSupport
import PostgresFixtures
import ProcessFixtures
import SocketFixtures
import Testing

@Suite("What people are told when a PostgreSQL server does not serve", .needs("postgres"), .mustEnd)
struct PostgresFaultTests {
    /// Connects and runs a statement. What went wrong must have a sentence that says what to do, without the password.
    private func fault(_ url: String, _ statements: [PostgresStatement] = ["SELECT 1"]) async -> PanelStoreError? {
        let location: PostgresLocation
        do { location = try PostgresLocation(url) } catch {
            Issue.record("\(error)")
            return nil
        }
        do {
            try await PostgresConnection.withConnection(to: location) { connection in
                for statement in statements { _ = try await connection.run(statement, until: .soon) }
            }
            return nil
        } catch let error as PostgresError {
            let fault = error.storeError(at: location)
            let texts = "\(fault) \(fault.help ?? "") \(error) \(String(reflecting: error))"
            for word in ["correct horse", "correct%20horse", "wr0ng"] { #expect(!texts.contains(word)) }
            #expect(!fault.message.contains("\n"))
            #expect(fault.help != nil)
            return fault
        } catch {
            Issue.record("\(error)")
            return nil
        }
    }

    private func expect(
        _ fault: PanelStoreError?, _ kind: PanelError.StoreFault = .unavailable, _ words: String...,
        location: SourceLocation = #_sourceLocation
    ) {
        #expect(fault?.fault == kind, sourceLocation: location)
        let text = "\(fault?.message ?? "") \(fault?.help ?? "")"
        for word in words { #expect(text.contains(word), "\(text)", sourceLocation: location) }
    }

    @Test("a wrong password, none at all, and a database that does not exist")
    func login() async throws {
        try await PostgresServer.withServer { server in
            let place = "127.0.0.1:\(server.port)"
            expect(
                await fault("postgres://phoenix:wr0ng@\(place)/\(server.database)"), .unavailable,
                "refused the password", "postgres://phoenix@\(place)", "PGPASSWORD")
            expect(
                await fault("postgres://phoenix@\(place)/\(server.database)?passfile=/dev/null"), .unavailable,
                "asks for a password", ".pgpass")
            expect(
                await fault(server.url.replacing(server.database, with: "nowhere")), .unavailable,
                "does not exist", "CREATE DATABASE")
        }
    }

    @Test("a password from a pass file")
    func passFile() async throws {
        try await PostgresServer.withServer { server in
            try await withTemporaryFolder { folder in
                let path = "\(folder)/pass"
                try "127.0.0.1:\(server.port):*:phoenix:\(PostgresServer.password)\n".write(
                    toFile: path, atomically: false, encoding: .utf8)
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
                let url = "postgres://phoenix@127.0.0.1:\(server.port)/\(server.database)?passfile=\(path)"
                #expect(await fault(url) == nil)
            }
        }
    }

    @Test("nobody listens, or the host has no address")
    func unreachable() async throws {
        try await withUnansweredPort { address in
            expect(
                await fault("postgres://u@127.0.0.1:\(address.port)/d"), .unavailable, "cannot be reached", "refused")
        }
        expect(
            await fault("postgres://u@does-not-exist.invalid/d?sslmode=disable"), .unavailable, "has no address")
        expect(await fault("postgres://u@/d?host=/nowhere/at/all"), .unavailable, "cannot be reached")
    }

    @Test("a server without TLS is refused beyond the loopback, unless the URL says otherwise")
    func noTLS() async throws {
        try await PostgresServer.withServer { server in
            // To this machine as well, but not by a name of the loopback.
            let url = server.url.replacing("127.0.0.1", with: "0.0.0.0")
            expect(await fault(url), .unavailable, "does not speak TLS", "ssl = on")
            #expect(await fault(url + "?sslmode=disable") == nil)
            expect(await fault(server.url + "?sslmode=verify-full"), .unavailable, "does not speak TLS")
        }
    }

    @Test("a certificate must be trusted, and for this host", .needs("openssl"))
    func certificates() async throws {
        let settings = ["ssl=on", "ssl_cert_file=../cert.pem", "ssl_key_file=../key.pem"]
        try await PostgresServer.withOwnServer(settings: settings) { folder in
            try await makeCertificate(in: folder)
        } _: { server in
            let url = server.url.replacing("127.0.0.1", with: "localhost")
            let authority = "sslrootcert=\(server.path("cert.pem"))"
            #expect(await fault("\(url)?sslmode=verify-full&\(authority)") == nil)
            expect(await fault("\(url)?sslmode=verify-full"), .unavailable, "is not trusted", "sslrootcert=")
            expect(
                await fault("\(server.url)?sslmode=verify-full&\(authority)"), .unavailable,
                "is for another host", "localhost")
            expect(
                await fault("\(url)?sslmode=verify-full&sslrootcert=/nowhere.pem"), .unavailable,
                "no certificates to check", "/nowhere.pem")
        }
    }

    private func makeCertificate(in folder: String) async throws {
        try await RealServer.run(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
                "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "30", "-keyout",
                "\(folder)/key.pem", "-out", "\(folder)/cert.pem",
            ], as: nil, in: folder)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(folder)/key.pem")
    }

    @Test("a server that is too old")
    func tooOld() async throws {
        try await ScriptedPeer.withServer { peer in
            try await peer.greet(parameters: ["server_version": "9.6.24", "server_encoding": "UTF8"])
        } _: { port in
            expect(await fault("postgres://u@127.0.0.1:\(port)/d"), .unavailable, "PostgreSQL 9.6.24", "13 or later")
        }
    }

    @Test("a database that has another encoding")
    func encoding() async throws {
        try await PostgresServer.withServer { server in
            let name = "\(server.database)_latin"
            _ = try await server.run(
                PostgresStatement("CREATE DATABASE \(name) ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"))
            expect(
                await fault(server.url.replacing(server.database, with: name)), .unavailable, "LATIN1",
                "ENCODING 'UTF8'")
            _ = try await server.run(PostgresStatement("DROP DATABASE \(name)"))
        }
    }

    @Test("all connections are in use, and one is free again")
    func tooManyConnections() async throws {
        let settings = ["max_connections=3", "superuser_reserved_connections=0", "max_wal_senders=0"]
        try await PostgresServer.withOwnServer(settings: settings) { server in
            let pool = PostgresPool(try server.location)
            try await server.withConnection { _ in
                try await server.withConnection { _ in
                    try await server.withConnection { _ in
                        expect(await fault(server.url), .unavailable, "no connection left", "max_connections")
                        let error = await #expect(throws: PostgresError.self) {
                            try await pool.withConnection(until: .soon) { _ in }
                        }
                        #expect(error?.kind == .fault(.tooManyConnections))
                    }
                }
            }
            while (try? await pool.withConnection(until: .soon) { _ in true }) != true { await Task.yield() }
            await pool.close()
        }
    }

    @Test("a pooler that has no transactions", .needs("pgbouncer"))
    func statementPooling() async throws {
        try await PostgresServer.withServer { server in
            try await PgBouncer.withPooler(of: server, mode: .statement) { url in
                expect(await fault(url), .unavailable, "no transactions", "pool_mode")
            }
        }
    }

    @Test("a pooler whose server is away, and one that is full", .needs("pgbouncer"))
    func poolerFaults() async throws {
        try await PostgresServer.withOwnServer { server in
            let settings = ["server_login_retry = 1", "query_wait_timeout = 2"]
            try await PgBouncer.withPooler(of: server, settings: settings) { url in
                #expect(await fault(url) == nil)
                await server.kill()
                let away = await fault(url)
                #expect(away?.fault == .unavailable)
            }
        }
    }

    @Test("a database that takes no changes")
    func readOnly() async throws {
        try await PostgresServer.withOwnServer { server in
            _ = try await server.run("CREATE TABLE t (n bigint)")
            try await server.restart(settings: ["default_transaction_read_only=on"])
            #expect(await fault(server.url, ["SELECT * FROM t"]) == nil)
            expect(
                await fault(server.url, ["INSERT INTO t VALUES (1)"]), .readOnly, "takes no changes",
                "default_transaction_read_only")

            try await server.becomeStandby()
            #expect(await fault(server.url, ["SELECT * FROM t"]) == nil)
            expect(await fault(server.url, ["INSERT INTO t VALUES (1)"]), .readOnly, "takes no changes", "primary")
            expect(
                await fault(server.url + "?target_session_attrs=read-write"), .readOnly, "takes no changes")
        }
    }

    @Test("a disk that is full, and has room again", .enabled(if: SmallDisk.canBeMade, "needs root to mount a disk"))
    func full() async throws {
        try await PostgresServer.withOwnServer { server in
            try await SmallDisk.withDisk(at: server.path("small"), owner: "postgres") {
                _ = try await server.run(
                    PostgresStatement("CREATE TABLESPACE small LOCATION '\(server.path("small"))'"))
                _ = try await server.run("CREATE TABLE t (n bigint, v text) TABLESPACE small")
                let filler = server.path("small/filler")
                try Data(count: 1 << 20).write(to: URL(fileURLWithPath: filler))
                let fill: PostgresStatement =
                    "INSERT INTO t SELECT n, repeat('x', 1000) FROM generate_series(1, 20000) n"
                expect(await fault(server.url, [fill]), .full, "no space left", "goes on by itself")
                try FileManager.default.removeItem(atPath: filler)
                #expect(await fault(server.url, ["INSERT INTO t VALUES (1, 'x')"]) == nil)
                _ = try await server.run("DROP TABLE t")
                _ = try await server.run("DROP TABLESPACE small")
            }
        }
    }

    @Test("a table that another session has locked, and a user who may not do it")
    func lockedAndForbidden() async throws {
        try await PostgresServer.withServer { server in
            _ = try await server.run("CREATE TABLE t (n bigint)")
            try await server.withConnection { other in
                _ = try await other.run("BEGIN", until: .soon)
                _ = try await other.run("LOCK TABLE t", until: .soon)
                expect(
                    await fault(server.url, ["SET lock_timeout = '50ms'", "SELECT * FROM t"]), .locked, "locked",
                    "pg_stat_activity")
            }
            _ = try await server.run("CREATE ROLE guest")
            expect(
                await fault(server.url, ["SET ROLE guest", "SELECT * FROM t"]), .unavailable, "may not do this",
                "GRANT")
            _ = try await server.run("DROP ROLE guest")
        }
    }

    @Test("a transaction that was left open for too long")
    func idleInTransaction() async throws {
        try await PostgresServer.withServer { server in
            try await server.withConnection { connection in
                _ = try await connection.run("BEGIN", until: .soon)
                _ = try await connection.run("SET LOCAL idle_in_transaction_session_timeout = '50ms'", until: .soon)
                while await connection.isAlive { await Task.yield() }
                #expect(await connection.kind("SELECT 1") == .connectionLost)
            }
        }
    }
}

extension ScriptedPeer {
    /// Accepts a PostgreSQL client without a password, and tells it this of the server.
    fileprivate func greet(parameters: [String: String]) async throws {
        func message(_ type: Character, _ body: [UInt8]) -> [UInt8] {
            let length = UInt32(body.count + 4).bigEndian
            return [type.asciiValue ?? 0] + withUnsafeBytes(of: length, Array.init) + body
        }
        // Asks for TLS first.
        _ = try await read(8)
        try await send("N")
        let length = try await read(4).reduce(0) { $0 << 8 | Int($1) }
        _ = try await read(length - 4)
        var answer = message("R", [0, 0, 0, 0])
        for (name, value) in parameters { answer += message("S", Array("\(name)\0\(value)\0".utf8)) }
        try await send(answer + message("K", [0, 0, 0, 1, 0, 0, 0, 1]) + message("Z", Array("I".utf8)))
        try await stall()
    }
}
