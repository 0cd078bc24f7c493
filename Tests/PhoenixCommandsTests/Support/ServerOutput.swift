import Foundation
import ProcessFixtures
import Synchronization

/// What a server in the background writes to standard error, line by line as it comes.
///
/// It is a named pipe: reading it waits for the next line, and ends when the server does.
final class ServerOutput: Sendable {
    let path: String
    let lines: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation
    private let ended = Mutex(false)
    private let isStopped = Mutex(false)
    private let resumed = DispatchSemaphore(value: 0)

    init(in folder: URL) throws {
        path = folder.appendingPathComponent(".serve-\(UUID().uuidString)").path
        (lines, continuation) = AsyncStream.makeStream()
        guard mkfifo(path, 0o600) == 0 else { throw Spawn.Failure(code: errno) }
    }

    /// Whether nobody can write any more.
    var hasEnded: Bool { ended.withLock { $0 } }

    /// Reads no more, but keeps the pipe open until `resume`.
    func stop() { isStopped.withLock { $0 = true } }

    func resume() { resumed.signal() }

    /// Reads to the end; blocks.
    func follow() throws {
        defer {
            ended.withLock { $0 = true }
            continuation.finish()
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Spawn.Failure(code: errno) }
        defer { close(descriptor) }
        var rest: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            let mustWait = isStopped.withLock { isStopped in
                defer { isStopped = false }
                return isStopped
            }
            if mustWait { resumed.wait() }
            rest += buffer.prefix(count)
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                continuation.yield(String(decoding: rest[..<end], as: UTF8.self))
                rest.removeSubrange(...end)
            }
        }
        if !rest.isEmpty { continuation.yield(String(decoding: rest, as: UTF8.self)) }
    }
}
