/// Header fields in the order they stand in a message; names compare without case.
package struct HeaderList: Sendable {
    package private(set) var fields: [(name: String, value: String)]

    package init(_ fields: [(name: String, value: String)] = []) { self.fields = fields }

    /// The value of the first field of this name. Setting replaces all of that name by one, nil removes them.
    package subscript(name: String) -> String? {
        get { fields.first { Self.isSame($0.name, name) }?.value }
        set {
            let place = fields.firstIndex { Self.isSame($0.name, name) } ?? fields.endIndex
            fields.removeAll { Self.isSame($0.name, name) }
            if let newValue { fields.insert((name, newValue), at: place) }
        }
    }

    package mutating func removeAll(where isUnwanted: (_ lowercasedName: String) -> Bool) {
        fields.removeAll { isUnwanted($0.name.lowercased()) }
    }

    private static func isSame(_ lhs: String, _ rhs: String) -> Bool { lhs.lowercased() == rhs.lowercased() }
}

extension HeaderList: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { (name: $0.0, value: $0.1) })
    }
}

extension HeaderList {
    /// Drops what concerns one connection only (RFC 9110, section 7.6.1), and what the sender of a message settles
    /// anew: its length and the host.
    mutating func removeConnectionFields() {
        removeAll { Self.connectionFields.contains($0) }
    }

    private static let connectionFields: Set<String> = [
        "connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "expect",
        "content-length", "host",
    ]
}
