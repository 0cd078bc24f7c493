import PhoenixModel
import Synchronization

/// The verbs of the port on tables in memory. Each change notes how to undo it.
final class InMemoryTables: PanelStoreTransaction, Sendable {
    struct State: Sendable {
        var services = ServiceTable()
        var runs = RunTable()
        var outbox = OutboxTable()
        var health = HealthTable()
        /// By name.
        var replicas = JournaledTable<String, ReplicaRecord>()
        /// One at most, at 0.
        var copies = JournaledTable<Int, UnfinishedCopy>()

        mutating func commit() {
            services.commit()
            runs.commit()
            outbox.commit()
            health.commit()
            replicas.commit()
            copies.commit()
        }

        mutating func rollBack() {
            services.rollBack()
            runs.rollBack()
            outbox.rollBack()
            health.rollBack()
            replicas.rollBack()
            copies.rollBack()
        }
    }

    let state: Mutex<State>
    let clock: @Sendable () -> Timestamp

    init(services: [ServiceRecord], clock: @escaping @Sendable () -> Timestamp) {
        var state = State()
        for record in services { state.services.set(record, at: record.id) }
        state.commit()
        self.state = Mutex(state)
        self.clock = clock
    }

    func now() -> Timestamp { clock() }

    func commit() { state.withLock { $0.commit() } }

    /// Undoes everything since the last commit.
    func rollBack() { state.withLock { $0.rollBack() } }
}

/// What a database would refuse by itself: the rules above the store let none of these through.
enum InMemoryConstraint: Error {
    case nameTaken, unknownService, unknownDependency, dependentsRemain
    case slotTaken, incoherentRun, messageTaken
}
