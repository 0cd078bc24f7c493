import PanelService
import PhoenixModel
import Synchronization

/// Whether the server can do what it is asked for: read its store, and write to it. Anybody may ask, so that the store
/// is looked at no more than once a second.
final class Readiness: Sendable {
    private struct Look {
        let moment: Timestamp
        let error: ServiceError?
    }

    private let services: ServiceOperations
    private let now: @Sendable () -> Timestamp
    private let last = Mutex<Look?>(nil)

    init(services: ServiceOperations, now: @escaping @Sendable () -> Timestamp) {
        self.services = services
        self.now = now
    }

    /// - Throws: what every write to the store, or else every read of it, would throw.
    func check() async throws(ServiceError) {
        let moment = now()
        if let last = last.withLock({ $0 }), last.moment == moment {
            if let error = last.error { throw error }
            return
        }
        do throws(ServiceError) {
            try await services.checkWritable()
            _ = try await services.list(ListRequest([.init("per_page", "1")]))
            last.withLock { $0 = Look(moment: moment, error: nil) }
        } catch {
            last.withLock { $0 = Look(moment: moment, error: error) }
            throw error
        }
    }
}
