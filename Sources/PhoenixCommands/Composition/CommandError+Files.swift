import Diagnostics
import Glibc

/// Writing whole files so that nothing is lost on the way.
enum NewFile {
    /// Writes a file that must not exist yet.
    static func write(_ text: String, to path: String) throws(CommandError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            let help = errno == EEXIST ? "nothing is overwritten: remove it first, or choose another folder" : nil
            throw failure(path, help: help)
        }
        try fill(descriptor, with: Array(text.utf8), path: path)
    }

    /// Writes a file in one step, in place of one that may be there.
    static func put(_ path: String, _ bytes: [UInt8]) throws(CommandError) {
        if access(path, F_OK) == 0 { return try replace(path, with: bytes) }
        try rename(bytes, to: path, mode: 0o644, path: path)
    }

    /// Adds to the end of a file that is there, or makes it.
    static func append(_ text: String, to path: String) throws(CommandError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(path) }
        try fill(descriptor, with: Array(text.utf8), path: path)
    }

    /// Replaces a file in one step: a reader sees the old one or the new one, never a part. Its permissions stay, and
    /// a symbolic link keeps pointing at it.
    static func replace(_ path: String, with bytes: [UInt8]) throws(CommandError) {
        guard let resolved = realpath(path, nil) else { throw failure(path) }
        defer { free(resolved) }
        let target = String(cString: resolved)
        var status = stat()
        guard stat(target, &status) == 0 else { throw failure(path) }
        try rename(bytes, to: target, mode: status.st_mode & 0o7777, path: path)
    }

    /// Fills a file beside the target and gives it the target's name; `path` is what people call it.
    private static func rename(
        _ bytes: [UInt8], to target: String, mode: mode_t, path: String
    ) throws(CommandError) {
        let temporary = "\(target).phoenix-\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure(path) }
        do throws(CommandError) {
            try fill(descriptor, with: bytes, path: path)
            guard Glibc.rename(temporary, target) == 0 else { throw failure(path) }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    private static func fill(_ descriptor: Int32, with bytes: [UInt8], path: String) throws(CommandError) {
        defer { close(descriptor) }
        let channel = OutputChannel(descriptor: descriptor)
        channel.write(String(decoding: bytes, as: UTF8.self))
        guard channel.failureMessage == nil, fsync(descriptor) == 0 else { throw failure(path) }
    }

    private static func failure(_ path: String, help: String? = nil) -> CommandError {
        CommandError(
            .outputFailed, "cannot write \(path): \(String(cString: strerror(errno)))", help: help, status: .error)
    }
}
