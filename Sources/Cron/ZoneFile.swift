#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads small files of a zoneinfo directory.
enum ZoneFile {
    enum Outcome {
        case bytes([UInt8])
        case missing
        /// A directory, a pipe, too large or without permission.
        case unreadable
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The whole of a regular file of at most `limit` bytes.
    static func load(_ path: String, limit: Int) -> Outcome {
        // Without O_NONBLOCK, opening a pipe would wait for its writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .unreadable }
        if status.st_mode & S_IFMT == S_IFDIR { return .missing }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= limit else { return .unreadable }
        return contents(of: descriptor, size: Int(status.st_size))
    }

    private static func contents(of descriptor: Int32, size: Int) -> Outcome {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size, let base = buffer.baseAddress {
                let got = read(descriptor, base + count, size - count)
                if got < 0, errno == EINTR { continue }
                failed = got < 0
                guard got > 0 else { break }
                count += got
            }
        }
        return failed ? .unreadable : .bytes(bytes)
    }
}
