import Foundation
import Synchronization

/// A process that was started, with what it prints in a file.
package struct ServerProcess: Sendable {
    package let pid: Int32
    private let log: String
    private let exit: Exit

    /// `user` is the one that it runs as; nil for the one of the tests.
    package init(_ program: String, _ arguments: [String], as user: String?, folder: String) throws {
        guard let path = program.hasPrefix("/") ? program : ServerProgram(program).path else {
            throw RealServer.CannotStart(description: "\(program) is not installed: scripts/prepare-probes installs it")
        }
        log = "\(folder)/\(path.split(separator: "/").last ?? "")-\(UUID().uuidString.prefix(4)).log"
        try Data().write(to: URL(fileURLWithPath: log))
        let prefix = user.map { ["/usr/bin/setpriv", "--reuid=\($0)", "--regid=\($0)", "--clear-groups"] } ?? []
        // Whoever it runs as may write there.
        let variables = ProcessInfo.processInfo.environment.merging(["TMPDIR": folder]) { $1 }
        let pid = try Spawn(folder: folder, standardStreams: ["/dev/null", log, log])
            .start(prefix + [path] + arguments, environment: variables)
        let exit = Exit()
        Thread.detachNewThread { exit.note((try? Spawn.end(of: pid)) ?? -1) }
        self.pid = pid
        self.exit = exit
    }

    package var output: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }
    package var isRunning: Bool { exit.status == nil }

    /// Waits for the end: the exit code, or the negative number of the signal that ended it.
    package func end() async -> Int32 { await exit.wait() }

    package func signal(_ number: Int32) { if isRunning { Foundation.kill(pid, number) } }

    /// Ends it at once.
    package func kill() async {
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
