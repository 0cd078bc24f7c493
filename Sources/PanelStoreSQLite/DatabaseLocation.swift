import Files
import GRDB
import Glibc
import PanelStore

/// The place of a database file: what can be said about it when it cannot be used.
struct DatabaseLocation: Sendable {
    /// As people gave it.
    let path: String
    /// Of what was written last, and of the index of that, both beside the file.
    let logPath: String
    let indexPath: String

    init(_ path: String) {
        self.path = path
        logPath = "\(path)-wal"
        indexPath = "\(path)-shm"
    }

    /// A path that SQLite takes for nothing but a path: `:memory:` and `file:` are file names here.
    var sqlitePath: String { path.hasPrefix("/") ? path : "./\(path)" }

    private var folder: String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The same path for a connection that takes no locks and makes no files: of no use where anybody may write.
    var immutablePath: String {
        var uri = "file:"
        for character in sqlitePath.unicodeScalars {
            switch character {
            case "?": uri += "%3f"
            case "#": uri += "%23"
            case "%": uri += "%25"
            default: uri.unicodeScalars.append(character)
            }
        }
        return uri + "?immutable=1"
    }

    /// Looks for what SQLite would report as one and the same error.
    func check() throws(PanelStoreError) {
        if Self.isDirectory(path) { throw .isDirectory(path) }
        guard Self.exists(folder) else { throw .missingFolder(folder) }
        guard Self.isDirectory(folder) else { throw .folderIsFile(folder) }
    }

    /// Makes the file, for its owner alone: probes and notifications have passwords in them. SQLite gives the files
    /// beside it the same mode. What cannot be made shows when it is opened.
    func makeFile() {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
    }

    /// What the caller of a store gets to see: errors of the rules as they are, those of SQLite as faults.
    func publicError(_ error: any Error) -> any Error {
        error is DatabaseError || error is UnreadableRow ? fault(for: error) : error
    }

    func fault(for error: any Error) -> PanelStoreError {
        if error is UnreadableRow { return .damaged(path) }
        guard let error = error as? DatabaseError else { return .failed(path, String(describing: error)) }
        return switch error.resultCode {
        case .SQLITE_NOTADB: .notADatabase(path)
        case .SQLITE_CORRUPT: .damaged(path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: .locked(path)
        case .SQLITE_FULL: .full(path)
        case .SQLITE_READONLY, .SQLITE_PERM: .readOnly(path)
        case .SQLITE_CANTOPEN where exists && access(path, R_OK) != 0: .forbidden(path)
        case .SQLITE_CANTOPEN where !isWritable: .readOnly(path)
        case .SQLITE_IOERR where isDiskFull: .full(path)
        case .SQLITE_IOERR: .diskFailed(path, error.message ?? "I/O error")
        default: .failed(path, error.message ?? "SQLite error \(error.extendedResultCode.rawValue)")
        }
    }

    /// Bytes of the file, of the log beside it, and of what the disk has left.
    var size: Int64? { Self.size(of: path) }
    var logSize: Int64? { Self.size(of: logPath) }
    var freeSpace: Int64? {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return nil }
        return Int64(status.f_bavail) * Int64(status.f_frsize)
    }

    private static func size(of path: String) -> Int64? {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : nil
    }

    var exists: Bool { Self.exists(path) }

    var isReadable: Bool { access(path, R_OK) == 0 }

    /// SQLite needs the folder too, for the files beside the database.
    var isWritable: Bool { access(folder, W_OK) == 0 && (!exists || access(path, W_OK) == 0) }

    private var isDiskFull: Bool {
        var status = statvfs()
        return statvfs(folder, &status) == 0 && status.f_bavail == 0
    }

    private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
