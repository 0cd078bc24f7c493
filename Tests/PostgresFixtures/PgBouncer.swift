import Foundation
package import ProcessFixtures

/// A pooler before a server.
package enum PgBouncer {
    package enum Mode: String, Sendable { case session, transaction, statement }

    /// Runs `body` with the URL that leads through a pooler to the server's database.
    package static func withPooler<T>(
        of server: PostgresServer, mode: Mode = .transaction, settings: [String] = [],
        _ body: (_ url: String) async throws -> T
    ) async throws -> T {
        try await RealServer.withServer("pgbouncer", as: "postgres") { folder, _ in
            let users = "\"\(PostgresServer.user)\" \"\(PostgresServer.password)\"\n"
            try users.write(toFile: "\(folder)/users", atomically: false, encoding: .utf8)
            // The port is given when it starts.
        } arguments: { folder, port in
            let file = """
                [databases]
                * = host=127.0.0.1 port=\(server.port)
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = \(port)
                unix_socket_dir =
                auth_type = scram-sha-256
                auth_file = \(folder)/users
                pool_mode = \(mode.rawValue)
                default_pool_size = 10
                max_client_conn = 200
                \(settings.joined(separator: "\n"))
                """
            try? file.write(toFile: "\(folder)/pgbouncer.ini", atomically: false, encoding: .utf8)
            return ["\(folder)/pgbouncer.ini"]
        } isReady: { port in
            RealServer.isListening(port)
        } _: { pooler in
            try await body(server.url(port: pooler.port))
        }
    }
}

extension RealServer {
    /// Whether somebody listens on a port of the loopback.
    package static func isListening(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
