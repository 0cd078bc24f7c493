import Glibc

/// Writes into a regular file that stays the same file, so that its owner, mode and hard links stay.
enum FileOverwriting {
    /// Replaces the content. A copy of the old one is kept beside the file, or in the folder for temporary files, until
    /// the new one is on the disk; where writing fails, the old content is put back.
    static func overwrite(_ path: String, _ bytes: [UInt8]) throws(FileWriting.Failure) {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileWriting.Failure(code: errno) }
        defer { close(descriptor) }
        guard case .success(let old) = FileBytes.read(path, limit: .max - 1) else {
            throw FileWriting.Failure(code: EIO)
        }
        let backup = try keep(old, of: path)
        do throws(FileWriting.Failure) {
            try setContent(descriptor, bytes)
        } catch {
            do throws(FileWriting.Failure) {
                try setContent(descriptor, old)
            } catch {
                throw FileWriting.Failure(code: error.code, backup: backup)
            }
            unlink(backup)
            throw error
        }
        unlink(backup)
    }

    /// Writes the copy, for its owner alone, and answers where it is.
    private static func keep(_ bytes: [UInt8], of path: String) throws(FileWriting.Failure) -> String {
        let temporary: (path: String, descriptor: Int32)
        do throws(FileWriting.Failure) {
            temporary = try FileWriting.makeTemporary(beside: path, mode: 0o600)
        } catch {
            let name = path.split(separator: "/").last ?? "file"
            let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
            temporary = try FileWriting.makeTemporary(beside: "\(folder)/\(name.prefix(100))", mode: 0o600)
        }
        defer { close(temporary.descriptor) }
        do throws(FileWriting.Failure) {
            try FileWriting.fill(temporary.descriptor, bytes)
        } catch {
            unlink(temporary.path)
            throw error
        }
        return temporary.path
    }

    private static func setContent(_ descriptor: Int32, _ bytes: [UInt8]) throws(FileWriting.Failure) {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw FileWriting.Failure(code: errno) }
        try FileWriting.writeAll(descriptor, bytes)
        guard ftruncate(descriptor, off_t(bytes.count)) == 0, fsync(descriptor) == 0 else {
            throw FileWriting.Failure(code: errno)
        }
    }
}
