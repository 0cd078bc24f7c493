import FoundationEssentials
import Glibc

// The causes that are the same for every transport, in words for people.
extension TransportError {
    package static func timedOut(after timeout: Duration) -> Self {
        Self(
            kind: .timedOut, message: "did not respond within \(seconds(timeout))",
            help: "give it more time with --timeout")
    }

    static func connectTimedOut(after timeout: Duration, proxy: Proxy?) -> Self {
        Self(
            kind: .notConnected,
            message: "\(through(proxy))did not accept the connection within \(seconds(timeout))",
            help: "check the URL, and the firewalls on the way")
    }

    /// What a system call has said when connecting, reading or writing.
    package static func system(_ code: Int32, proxy: Proxy? = nil) -> Self {
        switch code {
        case ECONNREFUSED:
            Self(
                kind: .notConnected, message: "\(through(proxy))refused the connection",
                help: "check that it is running, and check the port")
        case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN:
            Self(kind: .notConnected, message: "\(through(proxy))cannot be reached: there is no route to it")
        case EADDRNOTAVAIL, EACCES, EPERM:
            Self(kind: .notConnected, message: "\(through(proxy))cannot be reached: \(String(cString: strerror(code)))")
        case ECONNRESET, EPIPE, ECONNABORTED:
            Self(kind: .lost, message: "closed the connection before it responded")
        default: Self(kind: .lost, message: "did not respond: \(String(cString: strerror(code)))")
        }
    }

    /// A certificate that the verification did not accept; nil where its dates are not known. `now` is in seconds since
    /// 1970.
    package static func untrusted(_ validity: CertificateValidity?, now: Int64) -> Self {
        if let validity, validity.end < now {
            return Self(
                kind: .notTrusted, message: "has a TLS certificate that expired at \(moment(validity.end))",
                help: "renew it on the server")
        }
        if let validity, now < validity.start {
            return Self(
                kind: .notTrusted, message: "has a TLS certificate that is not valid before \(moment(validity.start))",
                help: "check the clocks of both machines")
        }
        let expired = validity == nil ? ", or has expired" : ""
        return Self(
            kind: .notTrusted,
            message: "has a TLS certificate from an authority that this system does not trust\(expired)",
            help: "--ca-file FILE names the authorities to trust (PEM)")
    }

    private static func moment(_ seconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
    }

    private static func through(_ proxy: Proxy?) -> String {
        proxy.map { "cannot be reached: its proxy \($0.name) " } ?? ""
    }

    private static func seconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        guard attoseconds != 0 else { return "\(seconds) s" }
        return "\(Double(seconds) + Double(attoseconds / 1_000_000_000_000_000) / 1_000) s"
    }
}
