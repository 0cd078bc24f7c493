import Glibc

/// What tells one file from another, whatever path led to it.
package struct FileIdentity: Hashable, Sendable {
    package let device: UInt64
    package let inode: UInt64

    init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }

    /// The file that a path leads to; nil where there is none.
    package init?(at path: String) {
        guard case .success(let status) = FileStatus.read(path) else { return nil }
        self = status.identity
    }
}

/// What stands at a path, behind any symbolic links.
package struct FileStatus: Sendable {
    package enum Kind: Sendable {
        case regular, directory, pipe, other
    }

    package let kind: Kind
    package let identity: FileIdentity
    package let size: Int

    package static func read(_ path: String) -> Result<FileStatus, FileProblem> {
        var status = stat()
        guard stat(path, &status) == 0 else { return .failure(FileProblem(errno)) }
        return .success(FileStatus(status))
    }

    /// Where a symbolic link leads to, as it is written in it; nil where there is no link.
    package static func linkTarget(_ path: String) -> String? {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &target, target.count)
        return count < 0 ? nil : String(decoding: target.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .directory
            case S_IFIFO: .pipe
            default: .other
            }
        identity = FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        size = Int(status.st_size)
    }
}
