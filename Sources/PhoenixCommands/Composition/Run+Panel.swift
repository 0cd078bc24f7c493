import Glibc
import PanelService
import PanelStore
import PanelStoreSQLite
import PhoenixModel

extension Run {
    /// Opens the embedded panel on a store.
    func openPanel(_ location: StoreLocation) async throws -> EmbeddedPanel {
        let store = try await openStore(location)
        if isVerbose { console.note("embedded panel: \(location.text)") }
        let services = ServiceOperations(store: store, now: Self.now)
        return EmbeddedPanel(name: "embedded panel, \(location.text)", services: services)
    }

    /// Opens a store, or makes it. A store that nobody named has its folder made.
    func openStore(_ location: StoreLocation) async throws -> any PanelStore {
        switch location {
        case .sqlite(let path, let isDefault):
            if isDefault { makeFolder(of: path) }
            do {
                return try await SQLitePanelStore.open(path: path, now: now())
            } catch {
                throw PanelError(.store(error.fault), error.message, help: error.help)
            }
        }
    }

    /// The time of day.
    static let now: @Sendable () -> Timestamp = { Timestamp(seconds: Int64(time(nil))) }

    /// Makes the folders above a path; what cannot be made shows when the store is opened.
    private func makeFolder(of path: String) {
        let names = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        var folder = ""
        for name in names {
            folder += "\(name)/"
            mkdir(folder, 0o700)
        }
    }
}
