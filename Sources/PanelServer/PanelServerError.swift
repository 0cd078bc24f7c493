import Glibc
import NIOCore
import WebAddresses

/// Why a server cannot serve.
package struct PanelServerError: Error, Sendable, Hashable {
    /// One sentence part for the people who run it.
    package let message: String
    /// What to do about it.
    package let help: String?

    init(_ message: String, help: String? = nil) {
        self.message = message
        self.help = help
    }

    static let tooFewFiles = Self(
        "this process may not open enough files to accept any connection",
        help: "raise the limit with `ulimit -n`, or LimitNOFILE in a systemd unit")

    static func unknownHost(_ host: String) -> Self {
        Self(
            "the host '\(host)' is unknown", help: "127.0.0.1 means only this machine, 0.0.0.0 means all its addresses"
        )
    }

    static func cannotListen(_ host: String, _ port: Int, _ error: IOError) -> Self {
        let place = HostAndPort(host: host, port: port)
        return switch error.errnoCode {
        case EADDRINUSE:
            Self(
                "\(place) is in use by another process", help: "choose another port with --listen, or stop that process"
            )
        case EACCES:
            Self(
                "this user is not allowed to listen on \(place)",
                help: "ports below 1024 are for root: choose a higher one")
        case EADDRNOTAVAIL:
            Self(
                "this machine has no address \(host)", help: "127.0.0.1 always exists, and 0.0.0.0 means every address")
        default: Self("cannot listen on \(place): \(String(describing: error))")
        }
    }
}

extension PanelServerError: CustomStringConvertible {
    package var description: String { message }
}
