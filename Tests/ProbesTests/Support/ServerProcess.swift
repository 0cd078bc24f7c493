import Foundation
import Synchronization

/// A process that was started, with what it prints in a file.
struct ServerProcess: Sendable {
    private let pid: Int32
    private let log: String
    private let exit: Exit

    /// `user` is the one that it runs as; nil for the one of the tests.
    init(_ program: String, _ arguments: [String], as user: String?, folder: String) throws {
        guard let path = program.hasPrefix("/") ? program : ServerProgram(program).path else {
            throw RealServer.CannotStart(description: "\(program) is not installed: scripts/prepare-probes installs it")
        }
        log = "\(folder)/\(path.split(separator: "/").last ?? "")-\(UUID().uuidString.prefix(4)).log"
        try Data().write(to: URL(fileURLWithPath: log))
        let process = Process()
        let prefix = user.map { ["/usr/bin/setpriv", "--reuid=\($0)", "--regid=\($0)", "--clear-groups"] } ?? []
        let words = prefix + [path] + arguments
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        // Whoever it runs as may write there.
        process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": folder]) { $1 }
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let output = FileHandle(forWritingAtPath: log)
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        let exit = Exit()
        process.terminationHandler = { exit.note($0.terminationStatus) }
        try process.run()
        self.exit = exit
        pid = process.processIdentifier
    }

    var output: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }
    var isRunning: Bool { exit.status == nil }

    /// Waits for the end, and answers the status.
    func end() async -> Int32 { await exit.wait() }

    func signal(_ number: Int32) { if isRunning { Foundation.kill(pid, number) } }

    /// Ends it at once.
    func kill() async {
        signal(SIGKILL)
        _ = await end()
    }
}

/// How a process has ended.
private final class Exit: Sendable {
    private struct State {
        var status: Int32?
        var waiting: [CheckedContinuation<Int32, Never>] = []
    }

    private let state = Mutex(State())

    var status: Int32? { state.withLock { $0.status } }

    func note(_ status: Int32) {
        let waiting = state.withLock { state in
            state.status = status
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: status) }
    }

    func wait() async -> Int32 {
        await withCheckedContinuation { continuation in
            let status = state.withLock { state in
                if state.status == nil { state.waiting.append(continuation) }
                return state.status
            }
            if let status { continuation.resume(returning: status) }
        }
    }
}
