/// A host and perhaps a port behind it, as URLs, listen addresses and `NO_PROXY` write them: `example.com`,
/// `127.0.0.1:8088`, `[::1]:8088`.
package struct HostAndPort: Sendable, Hashable {
    /// In small letters, an IPv6 address without its brackets.
    package let host: String
    /// From 0 to 65535; nil where none is given, or nothing behind the colon.
    package let port: Int?

    package init(host: String, port: Int?) {
        self.host = host
        self.port = port
    }

    /// nil for what is neither a name nor an address, for an IPv6 address without brackets, and for a port that is none.
    package init?(_ text: some StringProtocol) {
        var host = Substring(text)
        var rest: Substring = ""
        let isBracketed = host.utf8.first == UInt8(ascii: "[")
        if isBracketed {
            guard let close = host.lastIndex(of: "]") else { return nil }
            (host, rest) = (host[..<close].dropFirst(), host[close...].dropFirst())
            guard host.utf8.contains(UInt8(ascii: ":")) else { return nil }
        } else if let colon = host.firstIndex(of: ":") {
            (host, rest) = (host[..<colon], host[colon...])
        }
        guard !host.isEmpty, host.utf8.allSatisfy(isBracketed ? Self.isOfIPv6 : Self.isOfName) else { return nil }
        self.host = host.lowercased()
        guard let colon = rest.utf8.first else {
            port = nil
            return
        }
        let digits = rest.dropFirst()
        guard colon == UInt8(ascii: ":"), digits.utf8.allSatisfy(Self.isDigit) else { return nil }
        if digits.isEmpty {
            port = nil
        } else {
            guard let number = UInt16(digits) else { return nil }
            port = Int(number)
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// Letters, digits, and what stands between them in names; `%` begins an encoded character.
    private static func isOfName(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || "-._%".utf8.contains(byte)
    }

    /// With the zone that may follow an address (RFC 6874).
    private static func isOfIPv6(_ byte: UInt8) -> Bool { isOfName(byte) || byte == UInt8(ascii: ":") }
}

extension HostAndPort: CustomStringConvertible {
    /// As it stands in a URL.
    package var description: String {
        let host = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return port.map { "\(host):\($0)" } ?? host
    }
}
