import Diagnostics
import WebAddresses

/// Where a server listens.
struct ListenAddress: Sendable, Hashable {
    /// Without the brackets of an IPv6 address.
    let host: String
    /// 0 for any that is free.
    let port: Int

    /// Reads `127.0.0.1:8088`, `[::1]:8088` or `localhost:8088`.
    init(_ text: String) throws(CommandError) {
        guard let place = HostAndPort(text), let port = place.port else {
            throw CommandError(
                .valueOutOfRange, "'\(text)' is not an address to listen on",
                help: "write it like 127.0.0.1:8088 or [::1]:8088")
        }
        (host, self.port) = (place.host, port)
    }

    /// Whether only this machine can reach it.
    var isLoopback: Bool {
        if host == "localhost" || host == "::1" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }

    /// As it stands in a URL, with the port that it came to be.
    func text(port: Int) -> String { HostAndPort(host: host, port: port).description }
}
