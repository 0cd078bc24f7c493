import Files
import Glibc

/// The bytes that stand on standard input.
enum StandardInput {
    /// Reads up to the end, but no more than `limit` bytes and one, by which a reader sees that it was too much. Fails
    /// where there is none: a standard input that was closed is not an empty one.
    static func readAll(limit: Int = 64 << 20) -> Result<[UInt8], FileProblem> {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= limit {
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0, errno != EINTR { return .failure(.system(errno)) }
            if count == 0 { break }
            if count > 0 { bytes.append(contentsOf: chunk[..<count]) }
        }
        return .success(bytes)
    }

    /// Keeps the numbers of the standard streams from going to files that are opened later, where a stream was closed
    /// by whoever started the process. What stands in for it can be neither read nor written.
    static func reserveStandardStreams() {
        for (descriptor, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
        where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is given, which is this one.
            _ = open("/dev/null", mode)
        }
    }
}
