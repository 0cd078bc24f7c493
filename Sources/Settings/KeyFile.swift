import Diagnostics
import Glibc
package import PhoenixModel

/// A file that holds one API key.
package enum KeyFile {
    /// Reads the key of a file that nobody but its owner can use, or of a pipe, which is waited for.
    ///
    /// All is asked of the opened file, so that it cannot be exchanged between the look and the reading.
    /// `isShared` says whether others may read the file, as long as they cannot write it.
    package static func read(_ path: String, isShared: Bool = false) throws(KeyProblem) -> BearerToken {
        // Without O_NONBLOCK a pipe would be waited for before its owner is known.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw unreadable(path, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(path, errno) }
        try check(status, path, isShared: isShared || isOnReadOnlyMount(descriptor))
        let bytes = try contents(descriptor, path)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw KeyProblem(.keyUnusable, "the key file '\(path)' is not text")
        }
        return try KeySource.file(path).key(in: text)
    }

    /// Secrets that are mounted for a container can often have no other mode than one that lets its group read.
    private static func isOnReadOnlyMount(_ descriptor: Int32) -> Bool {
        var volume = statvfs()
        return fstatvfs(descriptor, &volume) == 0 && volume.f_flag & UInt(ST_RDONLY) != 0
    }

    static func check(_ status: stat, _ path: String, isShared: Bool) throws(KeyProblem) {
        guard [S_IFREG, S_IFIFO].contains(status.st_mode & S_IFMT) else {
            throw KeyProblem(.keyUnusable, "the key file '\(path)' is neither a regular file nor a pipe")
        }
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            throw KeyProblem(
                .keyFileExposed, "the key file '\(path)' belongs to another user",
                help: "copy the key into a file of your own, with mode 600")
        }
        let isWritableByOthers = status.st_mode & 0o022 != 0
        guard status.st_mode & 0o077 == 0 || (isShared && !isWritableByOthers) else {
            let mode = String(status.st_mode & 0o777, radix: 8)
            let otherwise = isWritableByOthers ? "" : ", or use --insecure-key-file if that cannot be changed"
            throw KeyProblem(
                .keyFileExposed, "other users can access the key file '\(path)': its mode is \(mode)",
                help: "chmod 600 \(shellQuoted(path))\(otherwise)")
        }
        guard status.st_size <= KeySource.limit else { throw tooLarge(path) }
    }

    private static func contents(_ descriptor: Int32, _ path: String) throws(KeyProblem) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count <= KeySource.limit {
            var code: Int32 = 0
            let room = KeySource.limit + 1 - bytes.count
            let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                let received =
                    poll(&waiting, 1, -1) < 0 ? -1 : Glibc.read(descriptor, buffer.baseAddress, room)
                if received < 0 { code = errno }
                count = max(0, received)
            }
            if code == EINTR || code == EAGAIN { continue }
            guard code == 0 else { throw unreadable(path, code) }
            if chunk.isEmpty { return bytes }
            bytes += chunk
        }
        throw tooLarge(path)
    }

    private static func unreadable(_ path: String, _ code: Int32) -> KeyProblem {
        KeyProblem(
            .keyUnusable, "the key file '\(path)' cannot be read: \(String(cString: strerror(code)).lowercased())")
    }

    private static func tooLarge(_ path: String) -> KeyProblem {
        KeyProblem(
            .keyUnusable, "the key file '\(path)' has more than \(KeySource.limit) bytes, so it is not a key",
            help: "check whether it is the right file")
    }

    /// The path as a shell takes it for one word.
    private static func shellQuoted(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "/._-".utf8.contains(byte)
        }
        return isPlain && !path.hasPrefix("-") ? path : "'\(path.replacing("'", with: "'\\''"))'"
    }
}
