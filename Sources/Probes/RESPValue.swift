/// What a Redis server answers (RESP, version 2).
enum RESPValue: Sendable, Hashable {
    case text(String)
    case error(String)
    case integer(Int64)
    case null
    case list([RESPValue])
}

extension RESPValue {
    private static let longestLine = 1_024
    private static let longestText = 64 << 10
    private static let longestList = 1_024
    private static let deepest = 8

    /// The next answer of a connection.
    static func read(from connection: ProbeConnection, depth: Int = 0) async throws -> RESPValue {
        let line = try await connection.readLine(limit: longestLine)
        let rest = String(decoding: line.dropFirst(), as: UTF8.self)
        func count(_ limit: Int) throws -> Int {
            guard let count = Int(rest), (-1...limit).contains(count) else { throw notRedis }
            return count
        }
        switch line.first {
        case UInt8(ascii: "+"): return .text(rest)
        case UInt8(ascii: "-"): return .error(rest)
        case UInt8(ascii: ":"):
            guard let number = Int64(rest) else { throw notRedis }
            return .integer(number)
        case UInt8(ascii: "$"):
            let count = try count(longestText)
            guard count >= 0 else { return .null }
            let bytes = try await connection.read(count + 2)
            guard bytes.suffix(2).elementsEqual("\r\n".utf8) else { throw notRedis }
            return .text(String(decoding: bytes.dropLast(2), as: UTF8.self))
        case UInt8(ascii: "*"):
            let count = try count(longestList)
            guard count >= 0 else { return .null }
            guard depth < deepest else { throw notRedis }
            var elements: [RESPValue] = []
            for _ in 0..<count { elements.append(try await read(from: connection, depth: depth + 1)) }
            return .list(elements)
        default: throw notRedis
        }
    }

    private static var notRedis: ProbeFailure { .unreadable("does not answer as a Redis server does") }

    /// A command as it is sent.
    static func command(_ words: [String]) -> [UInt8] {
        var bytes = Array("*\(words.count)\r\n".utf8)
        for word in words { bytes += Array("$\(word.utf8.count)\r\n\(word)\r\n".utf8) }
        return bytes
    }
}
