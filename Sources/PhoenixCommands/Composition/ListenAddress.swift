import Diagnostics

/// Where a server listens.
struct ListenAddress: Sendable, Hashable {
    /// Without the brackets of an IPv6 address.
    let host: String
    /// 0 for any that is free.
    let port: Int

    /// Reads `127.0.0.1:8088`, `[::1]:8088` or `localhost:8088`.
    init(_ text: String) throws(CommandError) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw Self.malformed(text)
        }
        var host = text[..<colon]
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        if isBracketed { host = host.dropFirst().dropLast() }
        guard !host.isEmpty, isBracketed == host.contains(":"), host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw Self.malformed(text)
        }
        self.host = String(host)
        self.port = Int(port)
    }

    /// Whether only this machine can reach it.
    var isLoopback: Bool {
        if host == "localhost" || host == "::1" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }

    /// As it stands in a URL, with the port that it came to be.
    func text(port: Int) -> String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    private static func malformed(_ text: String) -> CommandError {
        CommandError(
            .valueOutOfRange, "'\(text)' is no address to listen on", help: "write it like 127.0.0.1:8088 or [::1]:8088"
        )
    }
}
