import PanelClient
import PhoenixModel
import Settings

/// The panel of a run, which is opened when it is first needed.
struct PanelAccess: Sendable {
    /// How many requests may be under way at once.
    let parallelism: Int
    /// Opening it makes nothing: the panel is there, or it is another machine's.
    let isThere: Bool
    let open: @Sendable () async throws -> any PanelRunWriter
    /// How it can be looked at beside its objects.
    let examination: Examination
    /// Where each setting came from, a line each.
    let settings: [String]

    enum Examination: Sendable {
        case store(StoreLocation)
        case remote(HTTPPanel)
    }

    /// Opens it for reading alone, and makes nothing: a store that is not there yet is read as a new one would be.
    private(set) var openReader: @Sendable () async throws -> any PanelRunReader
    /// Which panel it is, by all names that it has.
    let target: TargetNames

    /// The same panel, read through a connection that is open already.
    func reading(through opened: (any PanelRunWriter)?) -> PanelAccess {
        guard let opened else { return self }
        var access = self
        access.openReader = { opened }
        return access
    }
}
