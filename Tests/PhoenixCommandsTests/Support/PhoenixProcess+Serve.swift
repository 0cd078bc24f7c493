import Foundation
import ProcessFixtures
import Testing

extension PhoenixProcess {
    /// Runs `phoenix serve` while `body` talks to it, and ends it with SIGTERM if it runs on after that.
    /// Without `readsLog` nobody reads its standard error from the time it listens until it has ended. `openFiles` is how many files it
    /// may have open.
    /// - Returns: how it ended, and all that it wrote.
    @discardableResult
    func serve(
        _ options: [String] = ["--listen", "127.0.0.1:0"], readsLog: Bool = true, openFiles: Int? = nil,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (ServedPanel) async throws -> Void
    ) async throws -> Result {
        let output = try ServerOutput(in: folder)
        let limit = openFiles.map { "ulimit -n \($0); " } ?? ""
        // The shell says its own process id, and then becomes the server.
        let script = "exec 2> '\(output.path)'; echo $$ >&2; \(limit)exec \"$PHOENIX\" serve \(Self.quoted(options))"
        async let followed: Void = blockingCall { try output.follow() }
        async let ended = blockingCall { try shell(script) }

        var lines = output.lines.makeAsyncIterator()
        guard let pid = await lines.next().flatMap({ pid_t($0) }) else { throw Spawn.Failure(code: ESRCH) }
        let outcome: Swift.Result<Void, any Error>
        var said: [String] = []
        do {
            let panel = try await ServedPanel(&lines, &said, pid: pid)
            if !readsLog { output.stop() }
            // A test that has run out of time must not wait for a server that runs on.
            try await withTaskCancellationHandler {
                try await body(panel)
            } onCancel: {
                panel.send(signal: SIGKILL)
            }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        if !output.hasEnded { kill(pid, Task.isCancelled ? SIGKILL : SIGTERM) }
        let result = try await ended
        output.resume()
        try await followed
        while let line = await lines.next() { said.append(line) }
        try outcome.get()
        return Result(status: result.status, output: result.output, error: said.joined(separator: "\n"))
    }

    /// Runs a `phoenix serve` that is to refuse its work; 124 is the status of one that serves nevertheless.
    func refusedServe(_ options: String...) async throws -> Result { try await refusedServe(options) }

    func refusedServe(_ options: [String]) async throws -> Result {
        try await blockingCall {
            try shell("exec timeout -k 5 600 \"$PHOENIX\" serve \(Self.quoted(options))")
        }
    }

    private static func quoted(_ words: [String]) -> String {
        words.map { "'\($0.replacing("'", with: "'\\''"))'" }.joined(separator: " ")
    }

    /// Makes a key in the store of the folder, by default one that may do all.
    func key(
        _ name: String = "test", may permissions: [String] = ["read", "create", "update", "delete"]
    ) throws -> String {
        let options = permissions.flatMap { ["--permission", "services.\($0)"] }
        let made = try run(["keys", "create", "--name", name] + options)
        try #require(made.status == 0, "\(made.error)")
        return made.output.trimmingCharacters(in: .newlines)
    }

    /// Runs `body` with a folder that is gone afterwards.
    static func withFolder(
        isolation: isolated (any Actor)? = #isolation, _ body: (PhoenixProcess) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("phoenix-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(PhoenixProcess(folder: folder))
    }
}
