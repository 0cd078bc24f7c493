import PanelStore

/// The store of a server.
struct ServedStore: Sendable {
    let store: any PanelStore
    /// Opens it, unless it is open.
    var open: @Sendable () async throws(PanelStoreError) -> Void = { () throws(PanelStoreError) in }
}
