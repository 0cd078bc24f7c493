import Foundation
import PhoenixModel
import PhoenixTestSupport
import Probes
import ProcessFixtures
import Testing

@Suite("Probes of real servers", .mustEnd, .serialized)
struct RealServerTests {
    @Test("Redis: with a password, without, stopped and frozen", .needs("redis-server"))
    func redis() async throws {
        func redis(_ port: Int, _ password: String?, _ queues: [String] = []) -> ProbeConfiguration.Kind {
            .redis(.local(port), password: password.map { Secret(reference: "password", value: $0) }, queues: queues)
        }
        try await RealServer.withServer("redis-server") { _, port in
            [
                "--port", "\(port)", "--bind", "127.0.0.1", "--save", "", "--requirepass", rightPassword,
                "--daemonize", "no",
            ]
        } isReady: { port in
            await check(redis(port, rightPassword)).outcome == .healthy
        } _: { server in
            let port = server.port
            #expect(await check(redis(port, wrongPassword)).codes == ["auth_rejected"])
            #expect(await check(redis(port, nil)).codes == ["auth_rejected"])
            let empty = await check(redis(port, rightPassword, ["standard"]))
            #expect(empty.outcome == .healthy)
            #expect(empty.resources["queues.standard.pending"] == 0)

            try await client(port, "RPUSH phoenixpanel_database_queues:standard a b c")
            try await client(port, "ZADD phoenixpanel_database_queues:standard:delayed 99999999999 later")
            let filled = await check(redis(port, rightPassword, ["standard"]))
            #expect(filled.outcome == .healthy)
            #expect(filled.resources["queues.standard.pending"] == 3)
            #expect(filled.resources["queues.standard.delayed"] == 1)

            try await client(port, "ZADD other:queues:low:reserved 1000 long-ago")
            let dead = await check(redis(port, rightPassword, ["other:queues:low"]))
            #expect(dead.outcome == .down)
            #expect(dead.codes == ["queue_overdue"])

            try await client(port, "SET phoenixpanel_database_queues:high text")
            let wrongType = await check(redis(port, rightPassword, ["high"]))
            #expect(wrongType.outcome == .degraded)

            server.freeze()
            #expect(await check(redis(port, rightPassword), limit: .seconds(3)).codes == ["timed_out"])
            await server.kill()
            #expect(await check(redis(port, rightPassword)).codes == ["connection_refused"])
        }
    }

    /// Gives a Redis server a command.
    private func client(_ port: Int, _ command: String) async throws {
        let arguments = ["-p", "\(port)", "-a", rightPassword, "--no-auth-warning", "-e"]
        let process = try ServerProcess(
            "redis-cli", arguments + command.split(separator: " ").map(String.init), as: nil, folder: "/tmp")
        #expect(await process.end() == 0)
    }

    @Test("Redis: a server that asks for no password", .needs("redis-server"))
    func openRedis() async throws {
        try await RealServer.withServer("redis-server") { _, port in
            ["--port", "\(port)", "--bind", "127.0.0.1", "--save", "", "--daemonize", "no"]
        } isReady: { port in
            await check(.redis(.local(port), password: nil, queues: [])).outcome == .healthy
        } _: { server in
            let password = Secret(reference: "password", value: rightPassword)
            let result = await check(.redis(.local(server.port), password: password, queues: []))
            #expect(result.codes == ["password_not_needed"])
            #expect(result.outcome == .degraded)
        }
    }

    @Test(
        "MariaDB: with and without TLS, with the right password and others", .needs("mariadbd"),
        arguments: [false, true])
    func mariadb(usesTLS: Bool) async throws {
        func mysql(_ port: Int, _ password: String?, user: String = "monitor") -> ProbeConfiguration.Kind {
            .mysql(
                .local(port), .init(user: user, password: password.map { Secret(reference: "password", value: $0) }))
        }
        try await RealServer.withServer("mariadbd", as: "mysql") { folder, run in
            try await run(
                "mariadb-install-db",
                ["--no-defaults", "--datadir=\(folder)/data", "--skip-test-db", "--skip-name-resolve"])
            try """
            CREATE USER 'monitor'@'127.0.0.1' IDENTIFIED BY '\(rightPassword)';
            CREATE USER 'open'@'127.0.0.1';
            CREATE USER 'elsewhere'@'10.9.9.9' IDENTIFIED BY '\(rightPassword)';
            """.replacing("\n", with: " ").replacing("; ", with: ";\n")
                .write(toFile: "\(folder)/init.sql", atomically: false, encoding: .utf8)
            if usesTLS { try await makeCertificate(in: folder, run) }
        } arguments: { folder, port in
            [
                "--no-defaults", "--datadir=\(folder)/data", "--port=\(port)", "--bind-address=127.0.0.1",
                "--socket=\(folder)/s", "--pid-file=\(folder)/pid", "--init-file=\(folder)/init.sql",
                "--skip-name-resolve", "--innodb-buffer-pool-size=8M",
            ] + (usesTLS ? ["--ssl-cert=\(folder)/cert.pem", "--ssl-key=\(folder)/key.pem"] : [])
        } isReady: { port in
            await check(mysql(port, rightPassword)).outcome == .healthy
        } _: { server in
            let port = server.port
            let well = await check(mysql(port, rightPassword))
            #expect(well.issues.isEmpty)
            #expect(well.resources["uptime_seconds"] != nil)
            #expect(well.resources["connections"] != nil)
            #expect(await check(mysql(port, nil, user: "open")).outcome == .healthy)

            let wrong = await check(mysql(port, wrongPassword))
            #expect(wrong.outcome == .degraded)
            #expect(wrong.codes == ["auth_rejected"])
            #expect(!wrong.text.contains(wrongPassword))
            #expect(await check(mysql(port, nil)).codes == ["auth_rejected"])
            #expect(await check(mysql(port, rightPassword, user: "nobody")).codes == ["auth_rejected"])
            #expect(await check(mysql(port, rightPassword, user: "elsewhere")).codes == ["auth_rejected"])

            // Probes that are let in do not count as broken connections, however many they are.
            for _ in 0..<120 { #expect(await check(mysql(port, rightPassword)).outcome == .healthy) }
            // Another protocol's probe finds no server of its own.
            #expect(await check(.sftp(.local(port))).outcome == .down)

            server.freeze()
            #expect(await check(mysql(port, rightPassword), limit: .seconds(3)).codes == ["timed_out"])
            await server.kill()
            #expect(await check(mysql(port, rightPassword)).codes == ["connection_refused"])
        }
    }

    @Test("PostgreSQL: every way of logging in, with and without TLS", .needs("postgres"), arguments: [false, true])
    func postgres(usesTLS: Bool) async throws {
        func postgres(_ port: Int, _ user: String, _ password: String?) -> ProbeConfiguration.Kind {
            .postgres(
                .local(port), .init(user: user, password: password.map { Secret(reference: "password", value: $0) }))
        }
        let users = ["scram", "md5", "password", "trust"]
        try await RealServer.withServer("postgres", as: "postgres") { folder, run in
            try await run("initdb", ["-D", "\(folder)/data", "-U", "admin", "-A", "trust", "--no-sync"])
            let rules = users.map { "host all \($0) 127.0.0.1/32 \($0 == "scram" ? "scram-sha-256" : $0)" }
            let rest = ["host all admin 127.0.0.1/32 trust", "host all blocked 127.0.0.1/32 reject"]
            try (rules + rest).joined(separator: "\n").appending("\n")
                .write(toFile: "\(folder)/data/pg_hba.conf", atomically: false, encoding: .utf8)
            if usesTLS { try await makeCertificate(in: folder, run) }
        } arguments: { folder, port in
            [
                "-D", "\(folder)/data", "-p", "\(port)", "-h", "127.0.0.1", "-c", "unix_socket_directories=", "-c",
                "fsync=off",
            ]
                + (usesTLS
                    ? [
                        "-c", "ssl=on", "-c", "ssl_cert_file=\(folder)/cert.pem", "-c",
                        "ssl_key_file=\(folder)/key.pem",
                    ]
                    : [])
        } isReady: { port in
            await check(postgres(port, "admin", nil)).outcome == .healthy
        } _: { server in
            let port = server.port
            for user in users {
                let encryption = user == "md5" ? "md5" : "scram-sha-256"
                let command = """
                    SET password_encryption = '\(encryption)'; CREATE ROLE "\(user)" LOGIN PASSWORD '\(rightPassword)'
                    """
                let arguments = ["-h", "127.0.0.1", "-p", "\(port)", "-U", "admin", "-d", "postgres", "-c", command]
                let psql = try ServerProcess("psql", arguments, as: nil, folder: server.folder)
                #expect(await psql.end() == 0, "\(psql.output)")
            }
            for user in users {
                let well = await check(postgres(port, user, rightPassword))
                #expect(well.outcome == .healthy, "\(user): \(well.text)")
                #expect(well.resources["uptime_seconds"] != nil)
                #expect(well.resources["connections"] != nil)
            }
            for user in users.dropLast() {
                let wrong = await check(postgres(port, user, wrongPassword))
                #expect(wrong.outcome == .degraded)
                #expect(wrong.codes == ["auth_rejected"])
                #expect(!wrong.text.contains(wrongPassword))
            }
            #expect(await check(postgres(port, "blocked", nil)).codes == ["auth_rejected"])
            #expect(await check(.mysql(.local(port), .monitor), limit: .seconds(1)).outcome == .down)

            server.freeze()
            #expect(
                await check(postgres(port, "scram", rightPassword), limit: .seconds(3)).codes == ["timed_out"])
            await server.kill()
        }
    }

    @Test("OpenSSH: its greeting", .needs("sshd"))
    func openSSH() async throws {
        // Debian's sshd wants this folder, which its service makes.
        if geteuid() == 0 {
            try FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true)
        }
        try await RealServer.withServer("sshd") { folder, run in
            try await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", "\(folder)/key"])
        } arguments: { folder, port in
            [
                "-D", "-e", "-f", "/dev/null", "-p", "\(port)", "-o", "ListenAddress=127.0.0.1", "-o",
                "HostKey=\(folder)/key", "-o", "PidFile=none",
            ]
        } isReady: { port in
            await check(.sftp(.local(port))).outcome == .healthy
        } _: { server in
            #expect(await check(.sftp(.local(server.port))).issues.isEmpty)
            #expect(await check(.redis(.local(server.port), password: nil, queues: [])).outcome == .down)
            await server.kill()
            #expect(await check(.sftp(.local(server.port))).codes == ["connection_refused"])
        }
    }

    private func makeCertificate(
        in folder: String, _ run: (String, [String]) async throws -> Void
    ) async throws {
        try await run(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
                "/CN=localhost",
                "-keyout", "\(folder)/key.pem", "-out", "\(folder)/cert.pem",
            ])
        // The server takes no key that others may read.
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(folder)/key.pem")
    }
}
