import Glibc
import HTTPTransport
import NIOCore
import NIOPosix
import NIOSSL

extension ProbeFailure {
    /// From what the libraries throw.
    init(_ error: any Error) {
        switch error {
        case let error as ProbeFailure: self = error
        case let error as TransportError: self.init(Self.code(of: error.kind), error.message)
        case let error as NIOConnectionError: self.init(connecting: error)
        case let error as IOError: self.init(errno: error.errnoCode)
        case ChannelError.connectTimeout: self.init("timed_out", "did not accept the connection in time")
        case is ChannelError: self = .closed
        case is NIOSSLError, is BoringSSLError: self.init("tls_failed", "failed the TLS handshake")
        default: self.init("unreadable_answer", "did not answer as it must (\(type(of: error)))")
        }
    }

    static func timedOut(after limit: Duration) -> Self {
        let milliseconds = limit / .milliseconds(1)
        let time = milliseconds < 1_000 ? "\(Int(milliseconds)) ms" : "\(Int(milliseconds / 1_000)) s"
        return Self("timed_out", "did not answer within \(time)")
    }

    private init(connecting error: NIOConnectionError) {
        // A host may have many addresses. One that refuses says more than those that no way leads to.
        let codes = error.connectionErrors.compactMap { ($0.error as? IOError)?.errnoCode }
        if codes.contains(ECONNREFUSED) {
            self.init(errno: ECONNREFUSED)
        } else if codes.count < error.connectionErrors.count {
            self.init("timed_out", "did not accept the connection in time")
        } else if let code = codes.first {
            self.init(errno: code)
        } else {
            self.init("host_not_found", "cannot be found: no address is known for the host")
        }
    }

    private init(errno code: Int32) {
        switch code {
        case ECONNREFUSED: self.init("connection_refused", "refused the connection")
        case ETIMEDOUT: self.init("timed_out", "did not answer in time")
        case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN:
            self.init("unreachable", "cannot be reached: there is no route to it")
        case ECONNRESET, EPIPE, ECONNABORTED: self = .closed
        default: self.init("connection_failed", "cannot be reached: \(String(cString: strerror(code)))")
        }
    }

    private static func code(of kind: TransportError.Kind) -> String {
        switch kind {
        case .notConnected: "connection_failed"
        case .notTrusted: "tls_failed"
        case .lost, .cancelled: "connection_closed"
        case .timedOut: "timed_out"
        case .unreadable: "unreadable_answer"
        }
    }
}
