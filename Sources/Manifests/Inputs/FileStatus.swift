import Glibc

/// What tells one file from another, whatever path led to it.
struct FileIdentity: Hashable, Sendable {
    let device: UInt64
    let number: UInt64
}

/// What stands at a path, behind any symbolic links.
struct FileStatus {
    enum Kind {
        case regular, directory, pipe, other
    }

    let kind: Kind
    let identity: FileIdentity
    let size: Int

    static func read(_ path: String) -> Result<FileStatus, FileProblem> {
        var status = stat()
        guard stat(path, &status) == 0 else { return .failure(FileProblem(errno)) }
        return .success(FileStatus(status))
    }

    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .directory
            case S_IFIFO: .pipe
            default: .other
            }
        identity = FileIdentity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
        size = Int(status.st_size)
    }
}
