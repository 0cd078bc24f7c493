import Files
import PanelStore

/// The files of an open store, as they were when it was opened.
///
/// Files that were taken away stay open, and what is written to them is lost when they are closed; nobody else sees it.
struct StoreFiles: Sendable {
    private let location: DatabaseLocation
    private let database: FileIdentity?
    private let log: FileIdentity?
    private let index: FileIdentity?

    /// `hasLog`: the files beside the database belong to what is open, and stay as long as it is.
    init(_ location: DatabaseLocation, hasLog: Bool) {
        self.location = location
        database = FileIdentity(at: location.path)
        log = hasLog ? FileIdentity(at: location.logPath) : nil
        index = hasLog ? FileIdentity(at: location.indexPath) : nil
    }

    /// What has become of them; nil as long as they are the same. Costs three looks into a folder.
    var problem: PanelStoreError? {
        if FileIdentity(at: location.path) != database { return .replaced(location.path) }
        if let log, FileIdentity(at: location.logPath) != log { return .logReplaced(location.path) }
        if let index, FileIdentity(at: location.indexPath) != index { return .logReplaced(location.path) }
        return nil
    }

    func check() throws { if let problem { throw problem } }

    /// Bytes.
    var logSize: Int64 { location.logSize ?? 0 }
}
