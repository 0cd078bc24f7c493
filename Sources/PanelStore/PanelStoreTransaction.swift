package import PhoenixModel

/// What can be changed in one transaction. A body sees its own changes.
package protocol PanelStoreTransaction: PanelStoreReading, RunTransaction, HealthTransaction, OutboxTransaction,
    ReplicaTransaction, StoreRestore
{
    /// Adds a service under a new id, higher than any before, and answers it with that id. Its name must be free and
    /// what it depends on must exist.
    func insert(_ record: ServiceRecord) async throws -> ServiceRecord

    /// Replaces the configuration of the service with the record's id, and its next run. What runs and probes have
    /// noted of it stays as it is stored.
    func replace(_ record: ServiceRecord) async throws

    /// Removes a service that nothing depends on, the answers remembered for it, and what is known of its health. Its
    /// runs and messages stay; those of its runs that are queued end as skipped.
    func remove(_ id: Int64) async throws

    /// Keeps an answer, in the place of one with its scope and key.
    func remember(_ answer: RememberedAnswer) async throws

    /// Forgets the answers that have expired at `now`.
    func forgetAnswers(expiredAt now: Timestamp) async throws

    /// Adds an API key, whose id and name must be free.
    func insert(_ key: APIKeyRecord) async throws

    /// Removes the API key of that name; false when there is none.
    func removeAPIKey(named name: String) async throws -> Bool

    /// Notes when an API key was last used, unless a later use is known. A key that is gone is passed over.
    func noteUse(ofAPIKey id: String, at moment: Timestamp) async throws
}
