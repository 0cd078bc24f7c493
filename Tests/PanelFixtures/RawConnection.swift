import Glibc
import NIOPosix

/// A TCP connection without any HTTP in it, to see what really comes over the wire.
package struct RawConnection: Sendable {
    package enum Received: Equatable {
        case bytes(String)
        /// The other side closed in order.
        case end
        /// The other side reset the connection.
        case reset
        /// Nothing came within the patience given.
        case silence
    }

    package struct Failure: Error {
        package let errno: CInt
    }

    fileprivate let socket: CInt

    package func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    package func send(_ bytes: [UInt8]) async throws {
        let socket = socket
        try await blockingThreads.runIfActive {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes {
                    Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { throw Failure(errno: errno) }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Sends no more; what comes can still be received.
    package func finish() { shutdown(socket, Int32(SHUT_WR)) }

    /// What comes next.
    package func receive(patience: Duration = .seconds(300)) async throws -> Received {
        let socket = socket
        return try await blockingThreads.runIfActive {
            var limit = timeval(
                tv_sec: Int(patience.components.seconds),
                tv_usec: Int(patience.components.attoseconds / 1_000_000_000_000))
            setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = buffer.withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, 0) }
            if count > 0 { return .bytes(String(decoding: buffer.prefix(count), as: UTF8.self)) }
            if count == 0 { return .end }
            switch errno {
            case EAGAIN: return .silence
            case ECONNRESET: return .reset
            default: throw Failure(errno: errno)
            }
        }
    }

    /// Everything until the connection ends or falls silent, and how it ends.
    package func receiveAll(patience: Duration = .seconds(300)) async throws -> (text: String, ending: Received) {
        var text = ""
        while true {
            let received = try await receive(patience: patience)
            guard case .bytes(let bytes) = received else { return (text, received) }
            text += bytes
        }
    }

    /// Reads on until `text` stands at the end of what came.
    package func receive(through text: String) async throws -> String {
        var received = ""
        while !received.hasSuffix(text), case .bytes(let bytes) = try await receive() { received += bytes }
        return received
    }
}

/// Connects, and closes when `body` ends.
package func withRawConnection<Result>(
    to address: ServerAddress, isolation: isolated (any Actor)? = #isolation,
    _ body: (RawConnection) async throws -> Result
) async throws -> Result {
    let socket = try await blockingThreads.runIfActive { try connectedSocket(port: address.port) }
    defer { close(socket) }
    return try await body(RawConnection(socket: socket))
}

/// Holds a port on which nobody listens, so that no other server gets it meanwhile.
package func withUnansweredPort<Result>(
    isolation: isolated (any Actor)? = #isolation, _ body: (ServerAddress) async throws -> Result
) async throws -> Result {
    let socket = try newSocket()
    defer { close(socket) }
    try withLoopbackAddress(port: 0) { try check(bind(socket, $0, $1)) }
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    try withUnsafeMutablePointer(to: &address) { pointer in
        try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { try check(getsockname(socket, $0, &length)) }
    }
    return try await body(ServerAddress(port: Int(UInt16(bigEndian: address.sin_port))))
}

/// Many, because each waits for what other tests do: the shared pool has as many as there are cores.
private let blockingThreads: NIOThreadPool = {
    let pool = NIOThreadPool(numberOfThreads: 64)
    pool.start()
    return pool
}()

private func connectedSocket(port: Int) throws -> CInt {
    let socket = try newSocket()
    do {
        try withLoopbackAddress(port: port) { try check(connect(socket, $0, $1)) }
    } catch {
        close(socket)
        throw error
    }
    return socket
}

private func newSocket() throws -> CInt {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    try check(socket)
    return socket
}

private func withLoopbackAddress(port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Void) throws {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    try withUnsafePointer(to: address) { pointer in
        try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            try body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}

private func check(_ result: CInt) throws {
    if result < 0 { throw RawConnection.Failure(errno: errno) }
}
