import Foundation

/// A server program that runs in a folder of its own and is gone afterwards.
package struct RealServer: Sendable {
    package let port: Int
    package let folder: String
    package let process: ServerProcess

    package struct CannotStart: Error, CustomStringConvertible {
        package let description: String

        package init(description: String) { self.description = description }
    }

    /// Runs `body` with a server that answers.
    ///
    /// `user` is the one that it runs as where this is root; `prepare` fills the folder; `arguments` starts it in the
    /// foreground. The server is there as soon as `isReady` says so.
    package static func withServer<Result>(
        _ program: String, as user: String? = nil,
        prepare: (_ folder: String, _ run: (String, [String]) async throws -> Void) async throws -> Void = { _, _ in },
        arguments: (_ folder: String, _ port: Int) -> [String], isReady: (_ port: Int) async -> Bool,
        _ body: (RealServer) async throws -> Result
    ) async throws -> Result {
        let folder = "/tmp/phoenix-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let user = geteuid() == 0 ? user : nil
        if let user { try await run("chown", ["\(user):", folder], as: nil, in: folder) }
        try await prepare(folder) { program, arguments in
            try await run(program, arguments, as: user, in: folder)
        }
        let port = try freePort()
        let process = try ServerProcess(program, arguments(folder, port), as: user, folder: folder)
        do {
            var tries = 0
            while !(await isReady(port)) {
                tries += 1
                guard process.isRunning, tries < 6_000 else {
                    throw CannotStart(description: "\(program) did not start: \(process.output)")
                }
                try await Task.sleep(for: .milliseconds(100))
            }
            let result = try await body(RealServer(port: port, folder: folder, process: process))
            await process.kill()
            return result
        } catch {
            await process.kill()
            throw error
        }
    }

    /// Ends the server at once, as a crash would.
    package func kill() async { await process.kill() }

    /// Stops the server from doing anything while its port stays open.
    package func freeze() { process.signal(SIGSTOP) }

    /// Runs a program to its end, which must be a good one.
    package static func run(
        _ program: String, _ arguments: [String], as user: String?, in folder: String
    ) async throws {
        let process = try ServerProcess(program, arguments, as: user, folder: folder)
        let status = await process.end()
        guard status == 0 else { throw CannotStart(description: "\(program) failed (\(status)): \(process.output)") }
    }

    /// A free port of the loopback that is none of those that the kernel hands out by itself: one of these could be
    /// another program's by the time that the server starts, or starts again.
    package static func freePort() throws -> Int {
        let range = try String(contentsOfFile: "/proc/sys/net/ipv4/ip_local_port_range", encoding: .utf8)
        let bounds = range.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard bounds.count == 2 else { throw CannotStart(description: "the range of local ports is unreadable") }
        let others = (1_024..<65_536).filter { $0 < bounds[0] || $0 > bounds[1] }
        for _ in 0..<1_000 {
            guard let port = others.randomElement() ?? (1_024..<65_536).randomElement() else { break }
            if isFree(port) { return port }
        }
        throw CannotStart(description: "no port is free")
    }

    private static func isFree(_ port: Int) -> Bool {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
