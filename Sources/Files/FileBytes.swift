import Glibc

/// Reads whole files.
package enum FileBytes {
    /// The bytes of a regular file or a pipe, up to `limit` of them.
    package static func read(_ path: String, limit: Int) -> Result<[UInt8], FileProblem> {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return .failure(FileProblem(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .failure(FileProblem(errno)) }
        let known = FileStatus(status)
        guard known.kind == .regular || known.kind == .pipe else { return .failure(.notAFile) }
        guard known.size <= limit else { return .failure(.tooLarge) }

        // One byte more than the file has shows its end without another round.
        var bytes: [UInt8] = []
        var room = known.size + 1
        while true {
            let (chunk, code) = readChunk(descriptor, atMost: room)
            if let code {
                if code == EINTR { continue }
                return .failure(FileProblem(code))
            }
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
            guard bytes.count <= limit else { return .failure(.tooLarge) }
            if chunk.isEmpty { return .success(bytes) }
            room = known.kind == .pipe ? 1 << 16 : max(1 << 12, room - chunk.count)
        }
    }

    /// The first bytes of a file, fewer where it has no more.
    package static func readStart(of path: String, count: Int) -> Result<[UInt8], FileProblem> {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return .failure(FileProblem(errno)) }
        defer { close(descriptor) }
        let (bytes, code) = readChunk(descriptor, atMost: count)
        return code.map { .failure(FileProblem($0)) } ?? .success(bytes)
    }

    private static func readChunk(_ descriptor: Int32, atMost count: Int) -> (bytes: [UInt8], code: Int32?) {
        var code: Int32?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let received = Glibc.read(descriptor, buffer.baseAddress, count)
            if received < 0 { code = errno }
            initialized = max(0, received)
        }
        return (bytes, code)
    }
}
