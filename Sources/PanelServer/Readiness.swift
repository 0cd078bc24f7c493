import PanelService
import PhoenixModel
import ServicesAPI
import Synchronization

/// Whether the server can do what it is asked for: read its store, write to it, and run tasks in time. Anybody may ask,
/// so that the store is looked at no more than once a second.
final class Readiness: Sendable {
    private struct Look {
        let moment: Timestamp
        let error: ServiceError?
    }

    private let services: ServiceOperations
    private let now: @Sendable () -> Timestamp
    private let schedulerTick: @Sendable () -> Timestamp?
    private let last = Mutex<Look?>(nil)

    /// Seconds after which a scheduler that has not come round again is behind.
    private static let tickLimit: Int64 = 30

    init(
        services: ServiceOperations, now: @escaping @Sendable () -> Timestamp,
        schedulerTick: @escaping @Sendable () -> Timestamp?
    ) {
        self.services = services
        self.now = now
        self.schedulerTick = schedulerTick
    }

    /// - Throws: what every write to the store, or else every read of it, would throw; else that the scheduler is behind.
    func check() async throws(ServiceError) {
        try await checkStore()
        guard let tick = schedulerTick() else { return }
        let age = now().seconds - tick.seconds
        if age > Self.tickLimit { throw .refused([.schedulerBehind(age)]) }
    }

    private func checkStore() async throws(ServiceError) {
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
            let reason: ServiceError = if case .storeFailed(let fault) = error { .notReady(fault) } else { error }
            last.withLock { $0 = Look(moment: moment, error: reason) }
            throw reason
        }
    }
}

extension ServiceProblem {
    fileprivate static func schedulerBehind(_ age: Int64) -> Self {
        Self(.serviceUnavailable, "the scheduler is behind: it last looked for due tasks \(age) seconds ago")
    }
}
