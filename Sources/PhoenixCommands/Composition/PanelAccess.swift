import PanelClient
import PhoenixModel

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
    let openReader: @Sendable () async throws -> any PanelRunReader
}
