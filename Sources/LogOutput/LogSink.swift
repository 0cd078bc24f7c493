import Dispatch
import Glibc
import Synchronization

/// Writes log lines on a thread of its own, so that nobody who logs ever waits for a reader, a terminal or a disk.
///
/// What waits to be written is bounded. When the bound is reached, or a write fails, lines are dropped and counted, and
/// the log says how many as soon as it can be written again. A write that failed is not the last one: a full disk or a
/// reader that went away costs the lines of that time and no others.
///
/// A line that comes alone is written at once. Those that follow closely are written together: to wake a thread for each
/// costs a busy server more than the line.
package final class LogSink: Sendable {
    /// Writes some of the bytes and returns how many, or a negative error number.
    package typealias Write = @Sendable (UnsafeRawBufferPointer) -> Int
    /// The line, with its line break, that says how many lines were dropped and why.
    package typealias DropNotice = @Sendable (_ count: Int, _ reason: String) -> String

    private struct State {
        var waiting: [UInt8] = []
        var droppedCount = 0
        var reason = ""
        /// A turn of the writing thread is due or under way.
        var isWriting = false
        /// The last write ended within a line.
        var isWithinLine = false
        /// When the next turn may begin.
        var nextTurn = DispatchTime.now()
    }

    private static let pause = DispatchTimeInterval.milliseconds(10)

    private let limit: Int
    private let bytesWriter: Write
    private let dropNotice: DropNotice
    private let onDrop: @Sendable (Int) -> Void
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "phoenix.log")

    /// - Parameters:
    ///   - limit: bytes that may wait; as many again may be in the hands of `write`.
    ///   - write: may block for as long as it likes.
    ///   - dropNotice: words the line about dropped lines.
    ///   - onDrop: is told how many lines were just dropped, for a metric.
    package init(
        limit: Int = 1 << 20, write: @escaping Write, dropNotice: @escaping DropNotice,
        onDrop: @escaping @Sendable (Int) -> Void
    ) {
        self.limit = limit
        bytesWriter = write
        self.dropNotice = dropNotice
        self.onDrop = onDrop
    }

    /// Takes a line, with its line break; returns at once.
    package func write(_ line: String) {
        var isFull = false
        var turn: DispatchTime?
        state.withLock { state in
            if state.waiting.count + line.utf8.count > limit {
                isFull = true
                state.droppedCount += 1
                state.reason = "the log is not read fast enough"
            } else {
                state.waiting.append(contentsOf: line.utf8)
                if !state.isWriting { turn = state.nextTurn }
                state.isWriting = true
            }
        }
        if isFull { onDrop(1) }
        if let turn { queue.asyncAfter(deadline: turn) { self.takeTurn() } }
    }

    /// Writes what waits, once: what comes meanwhile waits for the next turn, to be written together.
    private func takeTurn() {
        if let lines = nextLines() { writeWithNotice(lines) }
        let turn = state.withLock { state in
            state.nextTurn = .now() + Self.pause
            state.isWriting = !state.waiting.isEmpty
            return state.isWriting ? state.nextTurn : nil
        }
        if let turn { queue.asyncAfter(deadline: turn) { self.takeTurn() } }
    }

    /// Waits until all lines so far are written, or the time is over.
    package func flush(within time: Duration) {
        let isDone = DispatchSemaphore(value: 0)
        queue.async {
            self.writeAll()
            isDone.signal()
        }
        _ = isDone.wait(timeout: .now() + .milliseconds(Int(time / .milliseconds(1))))
    }

    private func writeAll() {
        while let lines = nextLines() { writeWithNotice(lines) }
    }

    private func writeWithNotice(_ lines: [UInt8]) {
        guard lines.isEmpty || write(lines) else { return }
        let (count, reason) = state.withLock { state in
            defer { state.droppedCount = 0 }
            return (state.droppedCount, state.reason)
        }
        if count > 0, !write(Array(dropNotice(count, reason).utf8), countsLoss: false) {
            state.withLock { $0.droppedCount += count }
        }
    }

    /// nil when there is nothing to do, which ends the turn.
    private func nextLines() -> [UInt8]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isWriting = false
                state.nextTurn = .now() + Self.pause
                return nil
            }
            defer { state.waiting = [] }
            return state.waiting
        }
    }

    /// Whether all of it was written.
    private func write(_ lines: [UInt8], countsLoss: Bool = true) -> Bool {
        let lineBreak = UInt8(ascii: "\n")
        let isContinued = state.withLock { $0.isWithinLine }
        let bytes = isContinued ? [lineBreak] + lines : lines
        var (writtenCount, errorNumber) = (0, 0)
        bytes.withUnsafeBytes { bytes in
            while writtenCount < bytes.count, errorNumber == 0 {
                let count = bytesWriter(UnsafeRawBufferPointer(rebasing: bytes[writtenCount...]))
                if count >= 0 { writtenCount += count } else { errorNumber = -count }
            }
        }
        if writtenCount > 0 { state.withLock { $0.isWithinLine = bytes[writtenCount - 1] != lineBreak } }
        guard errorNumber != 0 else { return true }
        guard countsLoss else { return false }
        let lost = bytes[max(writtenCount, isContinued ? 1 : 0)...].count { $0 == lineBreak }
        state.withLock { state in
            state.droppedCount += lost
            state.reason = String(cString: strerror(Int32(errorNumber)))
        }
        onDrop(lost)
        return false
    }
}

extension LogSink {
    /// Writes to a file descriptor, which may also be one that does not block.
    package static func descriptor(_ descriptor: Int32) -> Write {
        { bytes in
            while true {
                let count = Glibc.write(descriptor, bytes.baseAddress, bytes.count)
                if count >= 0 { return count }
                switch errno {
                case EINTR: continue
                case EAGAIN:
                    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&waiting, 1, -1)
                default: return -Int(errno)
                }
            }
        }
    }
}
