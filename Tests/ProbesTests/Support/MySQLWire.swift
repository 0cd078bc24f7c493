import SocketFixtures

/// Packets as a MySQL server sends them.
enum MySQLWire {
    static let nonce = Array("abcdefghijklmnopqrst".utf8)

    static func packet(_ number: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [UInt8(payload.count & 0xFF), UInt8(payload.count >> 8 & 0xFF), 0, number] + payload
    }

    /// Without TLS.
    static func greeting(version: String = "8.0.40", plugin: String = "caching_sha2_password") -> [UInt8] {
        let capabilities: UInt32 = 1 | 1 << 9 | 1 << 13 | 1 << 15 | 1 << 19
        let bytes = (0..<4).map { UInt8(capabilities >> ($0 * 8) & 0xFF) }
        var payload: [UInt8] = [10] + Array(version.utf8) + [0, 1, 0, 0, 0] + nonce.prefix(8) + [0]
        payload += bytes[0..<2] + [45, 2, 0] + bytes[2..<4] + [21] + [UInt8](repeating: 0, count: 10)
        payload += Array(nonce[8...]) + [0] + Array(plugin.utf8) + [0]
        return packet(0, payload)
    }

    static func error(_ number: UInt8, _ code: Int, _ text: String, state: String? = "HY000") -> [UInt8] {
        let state = state.map { Array("#\($0)".utf8) } ?? []
        return packet(number, [0xFF, UInt8(code & 0xFF), UInt8(code >> 8)] + state + Array(text.utf8))
    }

    static func ok(_ number: UInt8) -> [UInt8] { packet(number, [0, 0, 0, 2, 0, 0, 0]) }
}

extension ScriptedPeer {
    /// The payload of the next packet.
    func readPacket() async throws -> [UInt8] {
        let header = try await read(4)
        return try await read(Int(header[0]) | Int(header[1]) << 8)
    }

    /// Answers what a probe asks once it is in.
    func serveMySQL(readOnly: String = "0") async throws {
        while true {
            let command = try await readPacket()
            switch command[0] {
            case 0x0E: try await send(MySQLWire.ok(1))
            case 0x09: try await send(MySQLWire.packet(1, Array("Uptime: 77  Threads: 3  Questions: 5".utf8)))
            case 0x03:
                try await send(MySQLWire.packet(1, [1]) + MySQLWire.packet(2, Array("def".utf8)))
                try await send(MySQLWire.packet(3, [0xFE, 0, 0, 2, 0]))
                try await send(MySQLWire.packet(4, [UInt8(readOnly.utf8.count)] + Array(readOnly.utf8)))
                try await send(MySQLWire.packet(5, [0xFE, 0, 0, 2, 0]))
            default: return
            }
        }
    }
}
