import Foundation
package import PanelStorePostgres
import ProcessFixtures
import Synchronization

/// A PostgreSQL server in a folder of its own, and one empty database on it.
package struct PostgresServer: Sendable {
    package let port: Int
    package let database: String
    private let process: PostgresProcess

    package static let user = "phoenix"
    package static let password = "correct horse battery staple"

    /// As a user would write it, with the password.
    package var url: String { url(port: port) }

    /// The same database, reached by another port: that of a proxy or a pooler.
    package func url(port: Int) -> String {
        "postgres://\(Self.user):correct%20horse%20battery%20staple@127.0.0.1:\(port)/\(database)"
    }

    package var location: PostgresLocation { get throws { try PostgresLocation(url) } }

    /// A file of the server's folder.
    package func path(_ name: String) -> String { "\(process.folder)/\(name)" }

    /// Runs `body` with an empty database on the one server that all tests of this process share.
    package static func withServer<T>(_ body: (PostgresServer) async throws -> T) async throws -> T {
        try await withDatabase(of: try await shared.value, body)
    }

    /// Runs `body` with a server of its own, which it may stop, fill or break; `settings` as in `postgresql.conf`.
    package static func withOwnServer<T>(
        settings: [String] = [], prepare: (_ folder: String) async throws -> Void = { _ in },
        _ body: (PostgresServer) async throws -> T
    ) async throws -> T {
        let process = try await PostgresProcess.start(settings: settings, prepare: prepare)
        do {
            let result = try await body(PostgresServer(port: process.port, database: "postgres", process: process))
            await process.remove()
            return result
        } catch {
            await process.remove()
            throw error
        }
    }

    /// Runs one statement as the owner of the server.
    @discardableResult
    package func run(_ statement: PostgresStatement) async throws -> PostgresRows {
        let connection = try await PostgresConnection.connect(to: location, until: .now + .seconds(300))
        do {
            let rows = try await connection.run(statement, until: .now + .seconds(300))
            await connection.close()
            return rows
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Ends the server as a crash would.
    package func kill() async { await process.kill() }

    /// Ends it as an administrator does who does not wait for its clients.
    package func stop() async { await process.stop() }

    /// Starts it again, on its port and with its data.
    package func restart(settings: [String] = []) async throws { try await process.restart(settings: settings) }

    /// Starts it again as a standby of a primary that is gone.
    package func becomeStandby() async throws {
        await process.stop()
        try await RealServer.run("touch", [path("data/standby.signal")], as: nil, in: "/tmp")
        try await process.restart()
    }

    private static let shared = Task {
        let process = try await PostgresProcess.start(settings: ["max_connections=300"])
        try process.endWithTests()
        return process
    }

    private static let databases = Atomic(0)

    private static func withDatabase<T>(
        of process: PostgresProcess, _ body: (PostgresServer) async throws -> T
    ) async throws -> T {
        let first = PostgresServer(port: process.port, database: "postgres", process: process)
        let name = "panel_\(databases.add(1, ordering: .relaxed).newValue)"
        try await first.run(PostgresStatement("CREATE DATABASE \(name)"))
        do {
            let result = try await body(PostgresServer(port: process.port, database: name, process: process))
            try await first.run(PostgresStatement("DROP DATABASE \(name) WITH (FORCE)"))
            return result
        } catch {
            try await first.run(PostgresStatement("DROP DATABASE \(name) WITH (FORCE)"))
            throw error
        }
    }
}
