import PhoenixModel

/// The login at a MySQL server.
struct MySQLLogin {
    private let server: ProbeConfiguration.Server
    private let login: ProbeConfiguration.Login
    private let packets: MySQLPackets

    init(_ server: ProbeConfiguration.Server, _ login: ProbeConfiguration.Login, _ packets: MySQLPackets) {
        self.server = server
        self.login = login
        self.packets = packets
    }

    private var password: String { login.password?.reveal() ?? "" }
    private var connection: ProbeConnection { packets.connection }

    /// Logs in; answers why the server does not let the user in, nil when it does.
    func issue(greeting: MySQLGreeting) async throws -> ProbeIssue? {
        var wanted: MySQLCapabilities = [.longPassword, .protocol41, .transactions, .secureConnection, .pluginAuth]
        if greeting.capabilities.contains(.ssl) {
            wanted.insert(.ssl)
            try await packets.write(Self.opening(wanted))
            try await connection.startTLS()
        }
        wanted.formIntersection(greeting.capabilities)
        var plugin = greeting.plugin
        var nonce = greeting.nonce
        // The server switches to the plugin of the user when another one is tried.
        var proof = MySQLPassword.proof(of: password, plugin: plugin, nonce: nonce)
        if proof == nil {
            plugin = MySQLPassword.native
            proof = MySQLPassword.proof(of: password, plugin: plugin, nonce: nonce)
        }
        var answer = Self.opening(wanted) + Array(login.user.utf8) + [0]
        answer += [UInt8(proof?.count ?? 0)] + (proof ?? [])
        if wanted.contains(.pluginAuth) { answer += Array(plugin.utf8) + [0] }
        try await packets.write(answer)

        var turns = 0
        while turns < Self.mostTurns {
            turns += 1
            let packet = try await packets.read()
            switch packet[0] {
            case 0x00: return nil
            case 0xFF: return try MySQLRefusal(packet).issue(server: server, login: login)
            case 0xFE:
                var reader = ByteReader(packet.dropFirst())
                plugin = packet.count == 1 ? "mysql_old_password" : reader.text()
                nonce = Array(reader.rest().prefix(20))
                guard nonce.count == 20, let proof = MySQLPassword.proof(of: password, plugin: plugin, nonce: nonce)
                else { return unsupported(plugin) }
                try await packets.write(proof)
            case 0x01 where plugin == MySQLPassword.cachingSHA2 && packet.count >= 2:
                // 3: the server knew the proof, and lets the user in; 4: it needs the password itself.
                if packet[1] == 4 { try await sendPassword(nonce) }
            default: throw ProbeFailure.unreadable("does not let users in as a MySQL server does")
            }
        }
        throw ProbeFailure.unreadable("does not come to an end with the login")
    }

    private static let mostTurns = 8

    private static func opening(_ capabilities: MySQLCapabilities) -> [UInt8] {
        let longest: UInt32 = 1 << 24
        let utf8mb4: UInt8 = 45
        return bytes(capabilities.rawValue) + bytes(longest) + [utf8mb4] + [UInt8](repeating: 0, count: 23)
    }

    private static func bytes(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(number >> ($0 * 8) & 0xFF) } }

    private func sendPassword(_ nonce: [UInt8]) async throws {
        if connection.mayCarryPassword {
            try await packets.write(Array(password.utf8) + [0])
            return
        }
        try await packets.write([0x02])
        let packet = try await packets.read()
        guard packet.first == 0x01 else { throw ProbeFailure.unreadable("does not give its public key") }
        let key = String(decoding: packet.dropFirst(), as: UTF8.self)
        guard let sealed = try? MySQLPassword.sealed(password, nonce: nonce, key: key) else {
            throw ProbeFailure.unreadable("gives a public key that cannot be used")
        }
        try await packets.write(sealed)
    }

    private func unsupported(_ plugin: String) -> ProbeIssue {
        let known = "\(MySQLPassword.native) or \(MySQLPassword.cachingSHA2)"
        let asked = plugin.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? String(plugin.prefix(64)) : "something else"
        return .error(
            "auth_unsupported",
            "\(server) lets the user of the probe in by \(asked): make it \(known)")
    }
}
