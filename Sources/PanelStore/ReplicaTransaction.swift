package import PhoenixModel

/// What can be asked of the processes that serve a store.
package protocol ReplicaReading {
    /// Those that are known, also some that are gone, in ascending order of the name.
    func replicas() async throws -> [ReplicaRecord]
}

/// What can be changed about them in one transaction. Nothing that a store promises rests on it: it is for people.
package protocol ReplicaTransaction: ReplicaReading {
    /// Keeps what a replica says of itself, in the place of what it said before.
    func note(_ replica: ReplicaRecord) async throws

    /// Forgets a replica, if it is known.
    func removeReplica(named name: String) async throws

    /// Forgets the replicas that were last seen before a moment.
    func removeReplicas(lastSeenBefore moment: Timestamp) async throws
}
