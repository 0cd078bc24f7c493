import Clocks
import PanelService
import PanelStore
import ServiceLifecycle
import Synchronization

/// The first work of a server with its store: opens it, and writes the system services of the configuration into it.
///
/// What people have to put right ends the server. What may pass by itself, such as a database that starts after the
/// server, is waited for, while the API answers that the store is not available.
final class StoreStart: Service {
    private let store: ServedStore
    private let services: ServiceOperations
    private let configured: [SystemServiceSpec]
    private let clock: WallClock
    private let announce: @Sendable (String) -> Void
    private let whenLate: @Sendable () async -> Void
    /// nil as long as it is waited for.
    private let outcome = Mutex<Result<Void, CommandError>?>(nil)

    private static let pause = Duration.seconds(1)

    /// `whenLate` is called when the store is available that was waited for.
    init(
        _ store: ServedStore, services: ServiceOperations, configured: [SystemServiceSpec], clock: WallClock = .system,
        announce: @escaping @Sendable (String) -> Void, whenLate: @escaping @Sendable () async -> Void
    ) {
        self.store = store
        self.services = services
        self.configured = configured
        self.clock = clock
        self.announce = announce
        self.whenLate = whenLate
    }

    /// Why the server cannot work before somebody puts it right.
    var failure: CommandError? {
        guard case .failure(let error) = outcome.withLock({ $0 }) else { return nil }
        return error
    }

    private var isPending: Bool { outcome.withLock { $0 == nil } }

    /// Tries once, and says what is to be waited for.
    func begin() async throws(CommandError) {
        guard let trouble = try await attempt() else { return }
        let help = trouble.help.map { " (\($0))" } ?? ""
        announce("warning: waiting for the store: \(trouble.message)\(help)")
    }

    /// Goes on trying until it is done, and does nothing then until the server ends.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            while self.isPending, (try? await self.clock.sleep(Self.pause)) != nil {
                _ = try? await self.attempt()
                guard !self.isPending, self.failure == nil else { continue }
                self.announce("the store is available")
                await self.whenLate()
            }
        }
        if let failure { throw failure }
        try? await gracefulShutdown()
    }

    /// What may pass by itself; nil when all is done.
    private func attempt() async throws(CommandError) -> PanelStoreError? {
        do throws(ServiceError) {
            do throws(PanelStoreError) { try await store.open() } catch { throw ServiceError.storeFailed(error) }
            let changed = try await services.configure(configured)
            if !changed.isEmpty { announce("configured: \(changed.joined(separator: ", "))") }
            outcome.withLock { $0 = .success(()) }
            return nil
        } catch {
            if case .storeFailed(let trouble) = error, trouble.mayPass { return trouble }
            let failure = CommandError(error)
            outcome.withLock { $0 = .failure(failure) }
            throw failure
        }
    }
}
