import Glibc

/// An open file, pipe or device, by its number; whoever opened it closes it.
package struct FileDescriptor: Sendable {
    private let number: Int32

    package init(_ number: Int32) { self.number = number }

    /// Writes everything, and waits where the other side takes no more for now.
    /// - Returns: the error number of a write that failed; what came before it is written.
    package func write(_ bytes: UnsafeRawBufferPointer) -> Int32? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(number, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var waiting = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
                _ = poll(&waiting, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }
}
