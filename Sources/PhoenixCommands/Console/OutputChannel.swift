import Files
import Glibc
import Synchronization

/// One of the process's output streams, written without buffering beyond the call.
///
/// A reader that went away (`phoenix … | head`) ends the output quietly: what is written afterwards is dropped, and
/// the work goes on, so that a closed pipe can never stop an apply half-way.
package final class OutputChannel: Sendable {
    private let descriptor: Int32
    private let failure = Mutex<Int32?>(nil)

    package init(descriptor: Int32) { self.descriptor = descriptor }

    package static let standardOutput = OutputChannel(descriptor: STDOUT_FILENO)
    package static let standardError = OutputChannel(descriptor: STDERR_FILENO)

    package var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Why output was lost, other than by a reader that went away: a full disk, say.
    package var failureMessage: String? {
        failure.withLock { $0 }.flatMap { $0 == EPIPE ? nil : String(cString: strerror($0)) }
    }

    /// Whether anything that was written did not arrive, for whatever reason.
    package var hasLostOutput: Bool { failure.withLock { $0 != nil } }

    package func write(_ text: String) {
        var text = text
        text.withUTF8(write)
    }

    package func write(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer(write) }

    private func write(_ bytes: UnsafeBufferPointer<UInt8>) {
        failure.withLock { failure in
            guard failure == nil else { return }
            failure = FileDescriptor(descriptor).write(UnsafeRawBufferPointer(bytes))
        }
    }
}
