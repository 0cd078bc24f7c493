import Glibc
import PanelFixtures

/// Many connections at once, without a thread for each.
struct ConnectedSockets {
    struct Failure: Error {
        let errno: Int32
    }

    private let sockets: [Int32]

    /// Connects one after the other; the system does so even where the server does not accept them yet.
    init(count: Int, to server: ServerAddress) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(server.port).bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        var sockets: [Int32] = []
        for _ in 0..<count {
            let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            let result = withUnsafePointer(to: address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard socket >= 0, result == 0 else { throw Failure(errno: errno) }
            sockets.append(socket)
        }
        self.sockets = sockets
    }

    func sendAll(_ text: String) throws {
        let bytes = Array(text.utf8)
        for socket in sockets where send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) != bytes.count {
            throw Failure(errno: errno)
        }
    }

    /// What came on the first connection; waits for it.
    func receiveFirst() throws -> String {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = recv(sockets[0], &buffer, buffer.count, 0)
        guard count >= 0 else { throw Failure(errno: errno) }
        return String(decoding: buffer.prefix(count), as: UTF8.self)
    }

    func close() { for socket in sockets { Glibc.close(socket) } }
}
