package import PanelStore
import PhoenixModel
import Synchronization

/// A store that fails at will, and counts its calls.
package final class FaultyStore: PanelStore {
    /// When a call that is chosen fails.
    package enum Moment: Sendable {
        case beforeCommit, afterCommit
    }

    private struct State {
        var error: (any Error)?
        var calls = 0
        var fatal: (call: Int, moment: Moment)?
        var unanswered = 0
    }

    /// The process that uses the store is gone.
    package struct ProcessDied: Error {}

    private let base: any PanelStore
    private let state: Mutex<State>

    /// `error` is what every call fails with from the beginning.
    package convenience init(_ base: any PanelStore, failingWith error: any Error) {
        self.init(base)
        fail(with: error)
    }

    package init(_ base: any PanelStore, dyingAt call: Int? = nil, _ moment: Moment = .beforeCommit) {
        self.base = base
        state = Mutex(State(fatal: call.map { ($0, moment) }))
    }

    package var calls: Int { state.withLock { $0.calls } }

    /// Whether the process that uses it is gone.
    package var isDead: Bool { state.withLock { $0.error is ProcessDied } }

    package func fail(with error: (any Error)?) { state.withLock { $0.error = error } }

    /// The next writes take place, and their caller is told that they may not have.
    package func losesAnswers(_ count: Int) { state.withLock { $0.unanswered = count } }

    package func die() { fail(with: ProcessDied()) }

    private func call<T: Sendable>(_ body: () async throws -> T) async throws -> T {
        let moment: Moment? = try state.withLock { state in
            if let error = state.error { throw error }
            state.calls += 1
            guard let fatal = state.fatal, fatal.call == state.calls else { return nil }
            state.error = ProcessDied()
            if fatal.moment == .beforeCommit { throw ProcessDied() }
            return fatal.moment
        }
        let result = try await body()
        if moment == .afterCommit { throw ProcessDied() }
        return result
    }

    package func read<T: Sendable>(
        within limit: Duration, _ body: @escaping @Sendable (any PanelStoreReading) async throws -> T
    ) async throws -> T {
        try await call { try await base.read(within: limit, body) }
    }

    package func write<T: Sendable>(
        within limit: Duration, as mode: WriteMode,
        _ body: @escaping @Sendable (any PanelStoreTransaction) async throws -> T
    ) async throws -> T {
        let result = try await call { try await base.write(within: limit, as: mode, body) }
        let isLost = state.withLock { state in
            defer { state.unanswered = max(0, state.unanswered - 1) }
            return state.unanswered > 0
        }
        if isLost { throw PanelStoreError(.unavailable, "the commit was not answered") }
        return result
    }

    package func configurationVersion() -> ConfigurationVersion? {
        state.withLock { $0.error == nil } ? base.configurationVersion() : nil
    }

    package func checkWritable() async throws {
        if let error = state.withLock({ $0.error }) { throw error }
        try await base.checkWritable()
    }

    package func health() async throws -> StoreHealth { try await base.health() }
}
