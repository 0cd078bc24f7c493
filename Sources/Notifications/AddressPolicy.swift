package import WebAddresses

/// Which IP addresses messages may go to. Whoever may write tasks must not reach the networks behind the server with
/// them.
package struct AddressPolicy: Sendable, Hashable {
    /// Private, loopback and other special networks that are allowed all the same.
    package let allowed: [IPNetwork]

    package init(allowing networks: [IPNetwork] = []) { allowed = networks }

    /// Why an address is refused; nil for one that is allowed.
    func refusal(of address: String) -> String? {
        if allowed.contains(where: { $0.contains(address) }) { return nil }
        guard let bytes = IPNetwork.bytes(of: address[...]) else { return "is no address that can be judged" }
        let reason = "is in a private or special network"
        if bytes.count == 4 { return Self.special.contains { $0.contains(address) } ? reason : nil }
        if let inner = Self.translated(address, bytes) { return refusal(of: inner) }
        let isGlobal = Self.global.contains { $0.contains(address) }
        return isGlobal && !Self.specialIPv6.contains { $0.contains(address) } ? nil : reason
    }

    /// The IPv4 address in one of NAT64 (RFC 6052), which is what public servers have in networks of IPv6 alone.
    private static func translated(_ address: String, _ bytes: [UInt8]) -> String? {
        guard nat64.contains(where: { $0.contains(address) }) else { return nil }
        return bytes.suffix(4).map(String.init).joined(separator: ".")
    }

    private static let special = networks([
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    ])
    private static let nat64 = networks(["64:ff9b::/96"])
    /// Everything else is local, special, or another form of an IPv4 address.
    private static let global = networks(["2000::/3"])
    private static let specialIPv6 = networks(["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"])

    private static func networks(_ texts: [String]) -> [IPNetwork] { texts.compactMap { IPNetwork($0) } }
}
