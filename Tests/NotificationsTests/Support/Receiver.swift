import SocketFixtures
import Synchronization

/// A web server on the loopback that keeps what it was sent.
final class Receiver: Sendable {
    struct Request: Sendable {
        /// Request line and headers.
        let head: String
        let body: [UInt8]

        func header(_ name: String) -> String? {
            head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("\(name.lowercased()):") }
                .map { String($0.dropFirst(name.utf8.count + 1)).trimmingPrefix(" ") }.map(String.init)
        }
    }

    /// What is done after a request was read.
    enum Answer: Sendable {
        case send(String)
        /// The head of an answer, and no end of it.
        case begin(String)
        case close
        case stall

        static func status(_ status: String, _ headers: String = "", body: String = "") -> Self {
            .send("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
        }

        static let ok = Self.status("204 No Content")
    }

    private let log = Mutex<[Request]>([])

    var requests: [Request] { log.withLock { $0 } }

    /// Runs `body` with the port of a server that answers so; `number` counts the requests from 1.
    static func withReceiver<Result: Sendable>(
        _ answer: @escaping @Sendable (_ number: Int) -> Answer = { _ in .ok },
        _ body: @escaping @Sendable (Receiver, _ port: Int) async throws -> Result
    ) async throws -> Result {
        let receiver = Receiver()
        return try await ScriptedPeer.withServer { peer in
            while true {
                let head = try await peer.readHead()
                let length = Request(head: head, body: []).header("Content-Length").flatMap { Int($0) } ?? 0
                let body = try await peer.read(length)
                let number = receiver.log.withLock { log in
                    log.append(Request(head: head, body: body))
                    return log.count
                }
                switch answer(number) {
                case .send(let text): try await peer.send(text)
                case .begin(let text):
                    try await peer.send(text)
                    try await peer.stall()
                case .close: return
                case .stall: try await peer.stall()
                }
            }
        } _: { port in
            try await body(receiver, port)
        }
    }
}
