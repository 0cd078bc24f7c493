import Foundation
import PanelStorePostgres
import ProcessFixtures
import Synchronization

/// A PostgreSQL server as a process, with the folder of its data.
final class PostgresProcess: Sendable {
    let port: Int
    let folder: String
    private let settings: [String]
    private let process: Mutex<ServerProcess>

    private init(port: Int, folder: String, settings: [String], process: ServerProcess) {
        self.port = port
        self.folder = folder
        self.settings = settings
        self.process = Mutex(process)
    }

    /// It refuses to run as root.
    private static let user = geteuid() == 0 ? "postgres" : nil

    static func start(
        settings: [String], prepare: (_ folder: String) async throws -> Void = { _ in }
    ) async throws -> PostgresProcess {
        let folder = "/tmp/phoenix-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        do {
            try Data(PostgresServer.password.utf8).write(to: URL(fileURLWithPath: "\(folder)/password"))
            try await prepare(folder)
            if let user { try await RealServer.run("chown", ["-R", "\(user):", folder], as: nil, in: folder) }
            let initdb = [
                "-D", "\(folder)/data", "-U", PostgresServer.user, "-A", "scram-sha-256", "--pwfile",
                "\(folder)/password", "-E", "UTF8", "--locale=C", "--no-sync",
            ]
            try await RealServer.run("initdb", initdb, as: user, in: folder)
            let port = try RealServer.freePort()
            let process = try launch(port, folder, settings)
            let server = PostgresProcess(port: port, folder: folder, settings: settings, process: process)
            try await server.waitUntilReady()
            return server
        } catch {
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
    }

    private static func launch(_ port: Int, _ folder: String, _ settings: [String]) throws -> ServerProcess {
        let standard = [
            "port=\(port)", "listen_addresses=127.0.0.1", "unix_socket_directories=\(folder)", "fsync=off",
            "shared_buffers=64MB", "logging_collector=off", "max_wal_size=256MB",
        ]
        let arguments = ["-D", "\(folder)/data"] + (standard + settings).flatMap { ["-c", $0] }
        return try ServerProcess("postgres", arguments, as: user, folder: folder)
    }

    private func waitUntilReady() async throws {
        let url = "postgres://\(PostgresServer.user)@127.0.0.1:\(port)/postgres?password=none"
        let location = try PostgresLocation(url)
        for _ in 0..<6_000 {
            do {
                try await PostgresConnection.connect(to: location, until: .now + .seconds(60)).close()
                return
            } catch {
                // The wrong password is refused by a server that is ready.
                if error.kind == .fault(.wrongPassword) { return }
                let isRunning = process.withLock { $0.isRunning }
                guard isRunning else { break }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        throw RealServer.CannotStart(description: "postgres did not start: \(process.withLock { $0.output })")
    }

    func kill() async { await process.withLock { $0 }.kill() }

    func restart(settings: [String] = []) async throws {
        await stop()
        let next = try Self.launch(port, folder, self.settings + settings)
        process.withLock { $0 = next }
        try await waitUntilReady()
    }

    /// As `pg_ctl stop -m fast` does.
    func stop() async {
        let running = process.withLock { $0 }
        running.signal(SIGINT)
        _ = await running.end()
    }

    func remove() async {
        // Its children would go on for a while after a kill.
        let running = process.withLock { $0 }
        running.signal(SIGQUIT)
        _ = await running.end()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Has the server end when the tests do, however that is.
    func endWithTests() throws {
        let pid = process.withLock { $0.pid }
        let script = "tail --pid=\(getpid()) -f /dev/null; kill -QUIT \(pid); sleep 1; rm -rf '\(folder)'"
        _ = try ServerProcess("/bin/sh", ["-c", script], as: nil, folder: folder)
    }
}
