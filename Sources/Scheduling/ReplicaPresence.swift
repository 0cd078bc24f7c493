package import Clocks
package import CoreMetrics
package import Logging
package import PanelStore
import PhoenixModel
import ServiceLifecycle
import Synchronization

/// Says in the store, for people, that this process is there, and by how much its clock is wrong.
///
/// It goes its own way: nothing that runs are kept by waits for it.
package final class ReplicaPresence: Service {
    private struct State {
        /// By the store's clock, from the first time that it answered.
        var startedAt: Timestamp?
        var isFailing = false
        var isClockWrong = false
    }

    /// How often something is said, several times within a replica's patience.
    private static let interval = Duration.seconds(10)
    /// How long what was said by a replica that is gone is kept.
    private static let memory: Int64 = 3_600
    /// What a clock may be wrong by before it is worth a word.
    private static let tolerance: Int64 = 5
    private static let storeLimit = Duration.seconds(10)

    private let store: any PanelStore
    private let name: String
    private let version: String
    private let runsTasks: Bool
    private let clock: WallClock
    private let logger: Logger
    private let skew: Gauge
    private let state = Mutex(State())

    /// `name`: that of the scheduler of the same process, where it has one.
    package init(
        store: any PanelStore, name: String, version: String, runsTasks: Bool, clock: WallClock = .system,
        logger: Logger, metrics: any MetricsFactory
    ) {
        self.store = store
        self.name = name
        self.version = version
        self.runsTasks = runsTasks
        self.clock = clock
        self.logger = logger
        skew = Gauge(label: "phoenix_replica_clock_skew_seconds", dimensions: [], factory: metrics)
    }

    /// Says it again and again until the process is to end, and takes it back then.
    package func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            await beat()
            try? await cancelWhenGracefulShutdown { try await self.clock.sleep(Self.interval) }
        }
        let name = name
        // A store that is gone must not hold up the end of the process.
        try? await store.write(within: .seconds(2), as: .concurrent) { try await $0.removeReplica(named: name) }
    }

    /// Says it once, and forgets the replicas that are gone for long.
    package func beat() async {
        do {
            let (now, skew) = try await note()
            self.skew.record(skew)
            let isWrong = abs(skew) > Self.tolerance
            let (isNew, worksAgain) = state.withLock { state in
                defer {
                    (state.startedAt, state.isFailing, state.isClockWrong) = (state.startedAt ?? now, false, isWrong)
                }
                return (isWrong && !state.isClockWrong, state.isFailing)
            }
            if worksAgain { logger.notice("the store knows of this replica again") }
            if isNew {
                logger.warning(
                    "this machine's clock differs from the store's, which decides what is due",
                    metadata: ["seconds_ahead": "\(skew)"])
            }
        } catch {
            let isFirst = state.withLock { state in
                defer { state.isFailing = true }
                return !state.isFailing
            }
            logger.log(
                level: isFirst ? .warning : .debug, "the store cannot be told of this replica",
                metadata: ["error": "\(error)"])
        }
    }

    private func note() async throws -> (now: Timestamp, skew: Int64) {
        let before = clock.now()
        let startedAt = state.withLock { $0.startedAt }
        return try await store.write(within: Self.storeLimit, as: .concurrent) {
            [clock, name, version, runsTasks] store in
            let now = try await store.now()
            let skew = ClockSkew.seconds(store: now, before: before, after: clock.now())
            try await store.note(
                ReplicaRecord(
                    name: name, version: version, startedAt: startedAt ?? now, lastSeen: now, clockSkew: skew,
                    runsTasks: runsTasks))
            try await store.removeReplicas(lastSeenBefore: Timestamp(seconds: now.seconds - Self.memory))
            return (now, skew)
        }
    }
}
