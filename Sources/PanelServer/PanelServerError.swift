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
        "this process may not open enough files to take any connection",
        help: "raise the limit with `ulimit -n`, or LimitNOFILE in a systemd unit")

    static func unknownHost(_ host: String) -> Self {
        Self(
            "nothing is known of a host '\(host)'", help: "127.0.0.1 is this machine alone, 0.0.0.0 every address of it"
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
            Self("this user may not listen on \(place)", help: "ports below 1024 are for root: choose one above")
        case EADDRNOTAVAIL:
            Self("this machine has no address \(host)", help: "127.0.0.1 is there always, 0.0.0.0 means every address")
        default: Self("cannot listen on \(place): \(String(describing: error))")
        }
    }
}

extension PanelServerError: CustomStringConvertible {
    package var description: String { message }
}
