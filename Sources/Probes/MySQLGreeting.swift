/// What a MySQL or MariaDB server says first (protocol 10).
struct MySQLGreeting: Sendable, Hashable {
    let version: String
    let capabilities: MySQLCapabilities
    /// 20 bytes that the proof of the password is made with.
    let nonce: [UInt8]
    /// How the password is to be proved, where the server says so.
    let plugin: String

    init(_ packet: [UInt8]) throws(ProbeFailure) {
        var reader = ByteReader(packet)
        guard try reader.byte() == 10 else { throw .unreadable("does not greet as a MySQL server does") }
        let version = reader.text()
        // MariaDB puts this before its own version, for old replicas.
        self.version = version.hasPrefix("5.5.5-") ? String(version.dropFirst(6)) : version
        _ = try reader.take(4)
        var nonce = Array(try reader.take(8))
        _ = try reader.byte()
        var bits = try reader.littleEndian(2)
        _ = try reader.take(3)
        bits |= try reader.littleEndian(2) << 16
        capabilities = MySQLCapabilities(rawValue: UInt32(truncatingIfNeeded: bits))
        guard capabilities.isSuperset(of: [.protocol41, .secureConnection]) else {
            throw .unreadable("is a MySQL server of before version 4.1")
        }
        let length = Int(try reader.byte())
        _ = try reader.take(10)
        nonce += try reader.take(max(13, length - 8)).prefix(12)
        self.nonce = nonce
        plugin = capabilities.contains(.pluginAuth) ? reader.text() : MySQLPassword.native
    }
}

/// What client and server agree on.
struct MySQLCapabilities: OptionSet, Sendable, Hashable {
    let rawValue: UInt32

    static let longPassword = Self(rawValue: 1)
    static let protocol41 = Self(rawValue: 1 << 9)
    static let ssl = Self(rawValue: 1 << 11)
    static let transactions = Self(rawValue: 1 << 13)
    static let secureConnection = Self(rawValue: 1 << 15)
    static let pluginAuth = Self(rawValue: 1 << 19)
}
