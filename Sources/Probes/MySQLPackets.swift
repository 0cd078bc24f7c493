/// Packets of the MySQL protocol on a connection.
final class MySQLPackets {
    enum Command: UInt8 {
        case quit = 0x01
        case query = 0x03
        case statistics = 0x09
        case ping = 0x0E
    }

    let connection: ProbeConnection
    /// Of the last packet, whoever sent it.
    private var number: UInt8 = 0

    private static let longest = 64 << 10

    init(_ connection: ProbeConnection) { self.connection = connection }

    /// The next packet; it is not empty.
    func read() async throws -> [UInt8] {
        var header = ByteReader(try await connection.read(4))
        let length = try header.littleEndian(3)
        number = try header.byte()
        guard (1...Self.longest).contains(length) else {
            throw ProbeFailure.unreadable("does not speak as a MySQL server does")
        }
        return try await connection.read(length)
    }

    func write(_ payload: [UInt8]) async throws {
        number &+= 1
        let header = [
            UInt8(payload.count & 0xFF), UInt8(payload.count >> 8 & 0xFF), UInt8(payload.count >> 16), number,
        ]
        try await connection.write(header + payload)
    }

    func send(_ command: Command, _ text: String = "") async throws {
        number = .max
        try await write([command.rawValue] + Array(text.utf8))
    }

    func ask(_ command: Command, _ text: String = "") async throws -> [UInt8] {
        try await send(command, text)
        return try await read()
    }

    /// The one value that a query answers; nil when the server refuses it.
    func value(of query: String) async throws -> String? {
        let first = try await ask(.query, query)
        guard first == [1] else { return nil }
        _ = try await read()
        var packet = try await read()
        guard Self.isEnd(packet) else {
            throw ProbeFailure.unreadable("does not answer a query as a MySQL server does")
        }
        packet = try await read()
        guard !Self.isEnd(packet), packet.first != 0xFF else { return nil }
        var row = ByteReader(packet)
        let length = Int(try row.byte())
        // 251 is NULL; more begins a length that no setting has.
        let value = length < 251 ? String(decoding: try row.take(length), as: UTF8.self) : nil
        while true {
            let packet = try await read()
            if Self.isEnd(packet) || packet.first == 0xFF { return value }
        }
    }

    private static func isEnd(_ packet: [UInt8]) -> Bool { packet.first == 0xFE && packet.count < 9 }
}
