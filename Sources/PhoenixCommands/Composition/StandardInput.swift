import Glibc

/// The bytes that stand on standard input.
enum StandardInput {
    /// Reads up to the end, but no more than `limit` bytes and one, by which a reader sees that it was too much.
    static func readAll(limit: Int = 64 << 20) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= limit {
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count > 0 { bytes.append(contentsOf: chunk[..<count]) }
            if count == 0 || (count < 0 && errno != EINTR) { break }
        }
        return bytes
    }
}
