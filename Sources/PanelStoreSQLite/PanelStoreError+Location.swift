import PanelStore
import PhoenixModel

extension PanelStoreError {
    static func missingFolder(_ folder: String) -> Self {
        Self(
            .unavailable, "the folder of the store does not exist: \(folder)",
            help: "create it with 'mkdir -p \(folder)', or correct the path")
    }

    static func folderIsFile(_ folder: String) -> Self {
        Self(.unavailable, "the folder of the store is a file: \(folder)", help: "correct the path of the store")
    }

    static func isDirectory(_ path: String) -> Self {
        Self(
            .unavailable, "the store is a directory: \(path)",
            help: "give the path of a file in it, such as \(path.hasSuffix("/") ? path : path + "/")panel.db")
    }

    static func forbidden(_ path: String) -> Self {
        Self(
            .unavailable, "this user may not read the store \(path)",
            help: "run phoenix as the user who owns the file, or let this user read and write it")
    }

    static func otherProgram(_ path: String) -> Self {
        Self(
            .unavailable, "\(path) is the database of another program",
            help: "give the path of a panel store, or of a file that does not exist yet")
    }

    static func notADatabase(_ path: String) -> Self {
        Self(
            .damaged, "\(path) is not a SQLite database, or its beginning was overwritten",
            help: "correct the path, or restore the file from a backup")
    }

    static func damaged(_ path: String) -> Self {
        Self(
            .damaged, "the store \(path) is damaged",
            help: "restore it from a backup, or save what is left with 'sqlite3 \(path) .recover'")
    }

    static func openedForReading(_ path: String) -> Self {
        Self(.readOnly, "the store \(path) was opened read-only")
    }

    static func notTidied(_ path: String) -> Self {
        Self(
            .readOnly, "the store \(path) was not closed, and this user may not write its log \(path)-wal into it",
            help: "run this once as a user who may write the file and its folder")
    }

    static func logReplaced(_ path: String) -> Self {
        Self(
            .unavailable,
            "the files \(path)-wal and \(path)-shm, which belong to the open store, were removed or replaced",
            help: "stop everything that uses the store, and keep copies of all its files before you start it again")
    }

    static func locked(_ path: String) -> Self {
        Self(
            .locked, "another process has locked the store \(path)",
            help: "wait until it has finished; 'fuser \(path)' shows which process it is")
    }

    static func full(_ path: String) -> Self {
        Self(
            .full, "there is no space left for the store \(path)",
            help: "free some space on its disk, then run this again")
    }

    static func readOnly(_ path: String) -> Self {
        Self(
            .readOnly, "the store \(path) cannot be written to",
            help: "its file, its folder and their disk must be writable for this user")
    }

    static func replaced(_ path: String) -> Self {
        Self(
            .unavailable, "the store \(path) was removed, or replaced by another file, while it was open",
            help: "start this again; the new file does not have what was written to the old one since then")
    }

    static func diskFailed(_ path: String, _ message: String) -> Self {
        Self(
            .unavailable, "the disk of the store \(path) failed: \(message)",
            help: "check the disk and the system's log")
    }

    static func failed(_ path: String, _ message: String) -> Self {
        Self(.unavailable, "the store \(path) does not work: \(message)")
    }
}
