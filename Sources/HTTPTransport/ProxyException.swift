import WebAddresses

/// One entry of `NO_PROXY`: what is reached without a proxy.
enum ProxyException: Sendable, Hashable {
    /// `*`
    case all
    /// A host and everything below it, with or without `.` or `*.` before it, perhaps at one port alone.
    case host(String, port: Int?)
    /// `10.0.0.0/8`, or one address, perhaps at one port alone. Names are not looked up to see whether they are in it.
    case network(IPNetwork, port: Int?)

    init(_ entry: Substring) {
        let entry = entry.lowercased()
        if entry == "*" {
            self = .all
        } else if let network = IPNetwork(entry) {
            self = .network(network, port: nil)
        } else {
            let name = entry.drop { $0 == "*" || $0 == "." }
            let place = HostAndPort(name) ?? HostAndPort(host: String(name), port: nil)
            self = IPNetwork(place.host).map { .network($0, port: place.port) } ?? .host(place.host, port: place.port)
        }
    }

    func covers(_ origin: WebOrigin) -> Bool {
        switch self {
        case .all: true
        case .host(let host, let port):
            (port ?? origin.port) == origin.port
                && !host.isEmpty && (origin.host == host || origin.host.hasSuffix(".\(host)"))
        case .network(let network, let port):
            (port ?? origin.port) == origin.port && network.contains(origin.host)
        }
    }
}
