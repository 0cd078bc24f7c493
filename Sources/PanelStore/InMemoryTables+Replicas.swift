import PhoenixModel
import Synchronization

extension InMemoryTables {
    func replicas() -> [ReplicaRecord] {
        state.withLock { $0.replicas.rows.values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) } }
    }

    func note(_ replica: ReplicaRecord) { state.withLock { _ = $0.replicas.set(replica, at: replica.name) } }

    func removeReplica(named name: String) { state.withLock { _ = $0.replicas.set(nil, at: name) } }

    func removeReplicas(lastSeenBefore moment: Timestamp) {
        state.withLock { state in
            for replica in state.replicas.rows.values where replica.lastSeen < moment {
                state.replicas.set(nil, at: replica.name)
            }
        }
    }
}
