import Glibc

/// Writes whole files so that nothing is lost on the way.
package enum FileWriting {
    /// Why a file was not written.
    package struct Failure: Error, Sendable, Hashable {
        /// The error number of the system.
        package let code: Int32
        /// A copy of what the file had, where it could be neither written nor put back.
        package internal(set) var backup: String?

        package init(code: Int32, backup: String? = nil) {
            self.code = code
            self.backup = backup
        }

        /// The reason in the words of the system, in lower case.
        package var reason: String { String(cString: strerror(code)).lowercased() }
    }

    /// Writes a file that must not exist yet.
    package static func create(_ path: String, _ bytes: [UInt8]) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        defer { close(descriptor) }
        do throws(Failure) {
            try fill(descriptor, bytes)
        } catch {
            unlink(path)
            throw error
        }
    }

    /// Adds to the end of a file, or makes it. What is added starts on a line of its own.
    package static func append(_ path: String, _ bytes: [UInt8]) throws(Failure) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Failure(code: errno) }
        var last: UInt8 = 0x0A
        if status.st_size > 0 { _ = pread(descriptor, &last, 1, status.st_size - 1) }
        try fill(descriptor, last == 0x0A ? bytes : [0x0A] + bytes)
    }

    /// Makes a path hold these bytes, whatever stands there.
    ///
    /// A regular file is replaced in one step: a reader sees the old one or the new one, never a part. Owner and mode
    /// stay, and symbolic links keep pointing at it. Where a replacement would change the owner, or would leave another
    /// hard link behind, or the folder does not allow one, the file itself is written, with a copy of the old content
    /// beside it until that has succeeded. Everything else, such as a device, a pipe or a descriptor of this process,
    /// is opened and written into.
    package static func write(_ path: String, _ bytes: [UInt8]) throws(Failure) {
        if let descriptor = ownDescriptor(path) { return try writeAll(descriptor, bytes) }
        var status = stat()
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT, lstat(path, &status) != 0 else { return try writeInto(path, bytes) }
            return try replace(path, nil, bytes)
        }
        guard status.st_mode & S_IFMT == S_IFREG else { return try writeInto(path, bytes) }
        guard let resolved = realpath(path, nil) else { throw Failure(code: errno) }
        defer { free(resolved) }
        let target = String(cString: resolved)
        guard status.st_nlink == 1 else { return try FileOverwriting.overwrite(target, bytes) }
        do throws(Failure) {
            try replace(target, status, bytes)
        } catch {
            guard error.isOfFolder else { throw error }
            try FileOverwriting.overwrite(target, bytes)
        }
    }

    /// Fills a file beside the target and gives it the target's name, with the owner and mode of the old one.
    private static func replace(_ target: String, _ old: stat?, _ bytes: [UInt8]) throws(Failure) {
        let (temporary, descriptor) = try makeTemporary(beside: target, mode: old == nil ? 0o644 : 0o600)
        defer { close(descriptor) }
        do throws(Failure) {
            if let old {
                var new = stat()
                guard fstat(descriptor, &new) == 0 else { throw Failure(code: errno) }
                if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid),
                    fchown(descriptor, old.st_uid, old.st_gid) != 0
                {
                    throw Failure(code: EPERM)
                }
                guard fchmod(descriptor, old.st_mode & 0o7777) == 0 else { throw Failure(code: errno) }
            }
            try fill(descriptor, bytes)
            guard rename(temporary, target) == 0 else { throw Failure(code: errno) }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// A new file in the folder of the target.
    static func makeTemporary(
        beside target: String, mode: mode_t
    ) throws(Failure) -> (path: String, descriptor: Int32) {
        // One that an earlier process of this number has left behind is passed over.
        for attempt in 0..<100 {
            let path = "\(target).phoenix-\(getpid())\(attempt == 0 ? "" : "-\(attempt)")"
            let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
            if descriptor >= 0 { return (path, descriptor) }
            guard errno == EEXIST else { throw Failure(code: errno) }
        }
        throw Failure(code: EEXIST)
    }

    private static func writeInto(_ path: String, _ bytes: [UInt8]) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0o644)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        defer { close(descriptor) }
        try writeAll(descriptor, bytes)
    }

    /// The number of a descriptor of this process that a path names, which opening it anew would write over from the
    /// start: `/dev/stdout`, `/dev/fd/63`.
    private static func ownDescriptor(_ path: String) -> Int32? {
        switch path {
        case "/dev/stdout": return STDOUT_FILENO
        case "/dev/stderr": return STDERR_FILENO
        default:
            for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
                return Int32(path.dropFirst(folder.count)).flatMap { $0 >= 0 ? $0 : nil }
            }
            return nil
        }
    }

    /// Writes everything and waits until it is on the disk.
    static func fill(_ descriptor: Int32, _ bytes: [UInt8]) throws(Failure) {
        try writeAll(descriptor, bytes)
        // Devices and pipes have nothing to wait for.
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else { throw Failure(code: errno) }
    }

    static func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) throws(Failure) {
        let code = bytes.withUnsafeBytes { FileDescriptor(descriptor).write($0) }
        if let code { throw Failure(code: code) }
    }
}

extension FileWriting.Failure {
    /// Whether a file beside the target could not be made or take its name, while the target itself may be writable.
    fileprivate var isOfFolder: Bool {
        [EACCES, EPERM, EROFS, EBUSY, EXDEV, ENAMETOOLONG, EEXIST].contains(code)
    }
}
