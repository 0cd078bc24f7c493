import Files
import PanelStore
import Synchronization

/// The files of an open store, as they were when it was opened.
///
/// Files that were taken away stay open, and what is written to them is lost when they are closed; nobody else sees it.
final class StoreFiles: Sendable {
    private let location: DatabaseLocation
    private let database: FileIdentity?
    private let log: FileIdentity?
    private let index: FileIdentity?
    private let checkInterval: Duration
    /// Until when they count as there.
    private let thereUntil: Mutex<SuspendingClock.Instant?> = Mutex(nil)

    /// `hasLog`: the files beside the database belong to what is open, and stay as long as it is.
    init(_ location: DatabaseLocation, hasLog: Bool, checkInterval: Duration) {
        self.location = location
        self.checkInterval = checkInterval
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

    /// Whether they were there when they were last looked for, which is not long ago: for what is on the way of every
    /// request.
    var areLikelyThere: Bool {
        let now = SuspendingClock.now
        return thereUntil.withLock { thereUntil in
            if let thereUntil, now < thereUntil { return true }
            thereUntil = problem == nil ? now + checkInterval : nil
            return thereUntil != nil
        }
    }

    func check() throws { if let problem { throw problem } }

    /// Bytes.
    var logSize: Int64 { location.logSize ?? 0 }
}
