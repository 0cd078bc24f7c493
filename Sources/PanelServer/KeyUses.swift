import PanelService
import PhoenixModel
import ServiceLifecycle
import Synchronization

/// When keys were last used, written to the store once a minute: a write with every request would cost more than the
/// request.
final class KeyUses: Service {
    private let keys: KeyRing
    private let interval: Duration
    private let uses = Mutex<[String: Timestamp]>([:])

    init(keys: KeyRing, interval: Duration = .seconds(60)) {
        self.keys = keys
        self.interval = interval
    }

    func note(_ id: String, at moment: Timestamp) { uses.withLock { $0[id] = moment } }

    func run() async {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: self.interval)) != nil { await self.write() }
        }
    }

    /// Writes what was noted since the last time; what could not be written waits for the next.
    func write() async {
        let noted = uses.withLock { uses in
            defer { uses = [:] }
            return uses
        }
        guard !noted.isEmpty else { return }
        do {
            try await keys.noteUses(noted)
        } catch {
            uses.withLock { $0.merge(noted) { newer, _ in newer } }
        }
    }
}
