import Glibc

/// Waits for a socket no longer than until a deadline.
enum SocketWait {
    /// The events that came, of those asked for or of errors; nil when the deadline passed.
    static func wait(_ socket: Int32, for events: Int32, until deadline: ContinuousClock.Instant) -> Int32? {
        var request = pollfd(fd: socket, events: Int16(truncatingIfNeeded: events), revents: 0)
        while true {
            // Rounded up, so that it does not turn around within the last millisecond.
            let left = (deadline - .now) / .milliseconds(1)
            let count = poll(&request, 1, Int32(min(max(left.rounded(.up), 0), 60_000)))
            if count > 0 { return Int32(request.revents) }
            if count < 0, errno != EINTR { return Int32(POLLERR) }
            if ContinuousClock.now >= deadline { return nil }
        }
    }
}
