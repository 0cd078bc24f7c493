import AsyncHTTPClient
import Clocks
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import WebAddresses

extension AsyncHTTPTransport {
    /// Why there is no response, from what the libraries throw.
    func explanation(of error: any Error, timeout: Duration) async -> TransportError {
        switch error {
        case let error as HTTPClientError: failure(error, timeout: timeout)
        case let error as NIOConnectionError: noConnection(error)
        case let error as IOError: .system(error.errnoCode, proxy: proxy)
        case ChannelError.connectTimeout: .connectTimedOut(after: options.connectTimeout, proxy: proxy)
        case NIOSSLError.handshakeFailed(let reason): await untrusted(reason)
        case is NIOSSLExtraError:
            TransportError(
                kind: .notTrusted, message: "has a TLS certificate for a host name other than \(origin.host)",
                help: "use the host name of the certificate")
        case is NIOTooManyBytesError:
            TransportError(
                kind: .unreadable, message: "sent more than \(longest) in one response")
        case is HTTPParserError:
            TransportError(
                kind: .lost, message: "ended the response early, or sent something that is not HTTP (\(error))")
        default: TransportError(kind: .lost, message: "did not respond (\(error))")
        }
    }

    private func failure(_ error: HTTPClientError, timeout: Duration) -> TransportError {
        switch error {
        case .deadlineExceeded, .readTimeout, .writeTimeout, .getConnectionFromPoolTimeout: .timedOut(after: timeout)
        case .connectTimeout: .connectTimedOut(after: options.connectTimeout, proxy: proxy)
        case .tlsHandshakeTimeout:
            TransportError(kind: .notConnected, message: "did not finish the TLS handshake in time")
        case .httpProxyHandshakeTimeout, .socksHandshakeTimeout, .invalidProxyResponse:
            TransportError(
                kind: .notConnected,
                message: "cannot be reached: the proxy \(proxyName) refuses the connection",
                help: "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY choose the proxy")
        case .proxyAuthenticationRequired:
            TransportError(
                kind: .notTrusted, message: "cannot be reached: the proxy \(proxyName) requires other credentials",
                help: "put them into the URL of the proxy: http://USER:PASSWORD@HOST:PORT")
        case .remoteConnectionClosed, .uncleanShutdown:
            TransportError(kind: .lost, message: "closed the connection before it responded")
        default: TransportError(kind: .lost, message: "did not respond (\(error.shortDescription))")
        }
    }

    private func noConnection(_ error: NIOConnectionError) -> TransportError {
        // A host may have many addresses. One that refuses says more than those that no way leads to.
        let codes = error.connectionErrors.compactMap { ($0.error as? IOError)?.errnoCode }
        if codes.contains(ECONNREFUSED) { return .system(ECONNREFUSED, proxy: proxy) }
        if codes.count < error.connectionErrors.count {
            return .connectTimedOut(after: options.connectTimeout, proxy: proxy)
        }
        if let code = codes.first { return .system(code, proxy: proxy) }
        return TransportError(
            kind: .notConnected, message: "cannot be found: no address is known for the host '\(error.host)'",
            help: "check the URL and the DNS")
    }

    private func untrusted(_ reason: BoringSSLError) async -> TransportError {
        let text = "\(reason)"
        guard text.contains("CERTIFICATE_VERIFY_FAILED") else {
            return TransportError(
                kind: text.contains("eof") || text.contains("EOF") ? .notConnected : .notTrusted,
                message: text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST")
                    ? "does not speak TLS on port \(origin.port)" : "failed the TLS handshake",
                help: text.contains("WRONG_VERSION_NUMBER") ? "use http://, or another port?" : nil)
        }
        let validity = proxy == nil ? await CertificateValidity.presented(at: origin, options.connectTimeout) : nil
        return .untrusted(validity, now: WallClock.system.now().components.seconds)
    }

    private var longest: String {
        let size = options.longestResponse
        return size >= 1 << 20 ? "\(size >> 20) MiB" : "\(size >> 10) KiB"
    }

    private var proxyName: String { proxy?.name ?? "" }
}
