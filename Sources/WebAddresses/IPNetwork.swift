import Glibc

/// A range of IP addresses: `192.168.0.0/16`, `[fd00::]/8`, or a single address.
package struct IPNetwork: Sendable, Hashable {
    /// Four bytes or sixteen, as they go over the network.
    private let address: [UInt8]
    private let prefixLength: Int

    /// nil for everything else, and for a prefix that is longer than the address.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = Self.bytes(of: parts[0]) else { return nil }
        self.address = address
        guard parts.count == 2 else {
            prefixLength = address.count * 8
            return
        }
        guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(parts[1]),
            length <= address.count * 8
        else { return nil }
        prefixLength = length
    }

    /// Whether a host is an address of this range. A name is none.
    package func contains(_ host: String) -> Bool {
        guard let other = Self.bytes(of: host[...]), other.count == address.count else { return false }
        let (whole, rest) = prefixLength.quotientAndRemainder(dividingBy: 8)
        guard address[..<whole] == other[..<whole] else { return false }
        return rest == 0 || (address[whole] ^ other[whole]) >> (8 - UInt8(rest)) == 0
    }

    /// An address as it goes over the network: 4 bytes or 16; nil for what is no address.
    package static func bytes(of text: some StringProtocol) -> [UInt8]? {
        var text = Substring(text)
        if text.hasPrefix("["), text.hasSuffix("]") { text = text.dropFirst().dropLast() }
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: count)
            if inet_pton(family, String(text), &bytes) == 1 { return bytes }
        }
        return nil
    }
}
