/// Messages of the PostgreSQL protocol, version 3, on a connection.
struct PostgresMessages {
    struct Message {
        let type: Unicode.Scalar
        let body: [UInt8]
    }

    let connection: ProbeConnection

    private static let longest = 64 << 10

    /// The next message but for notices, which say nothing that is needed.
    func read() async throws -> Message {
        while true {
            var header = ByteReader(try await connection.read(5))
            let type = Unicode.Scalar(try header.byte())
            let length = try header.bigEndian(4)
            guard (4...Self.longest).contains(length) else {
                throw ProbeFailure.unreadable("does not speak as a PostgreSQL server does")
            }
            let body = try await connection.read(length - 4)
            if type != "N" { return Message(type: type, body: body) }
        }
    }

    /// `type` nil for the first message of a connection.
    func write(_ type: Unicode.Scalar?, _ body: [UInt8]) async throws {
        let length = UInt32(body.count + 4)
        let header = (0..<4).reversed().map { UInt8(length >> ($0 * 8) & 0xFF) }
        try await connection.write((type.map { [UInt8(ascii: $0)] } ?? []) + header + body)
    }
}
