package import PhoenixModel

/// Where a panel keeps its services. All rules stand above it; a store only promises what is said here.
///
/// Bodies are synchronous, must not wait for anything and may touch nothing but what they are given. Both calls throw
/// what the body throws; what goes wrong in the store itself is a `PanelStoreError`.
package protocol PanelStore: Sendable {
    /// Runs a body on one consistent state. It sees every write that was answered before.
    func read<T: Sendable>(_ body: @escaping @Sendable (any PanelStoreReading) throws -> T) async throws -> T

    /// Runs a body alone among all writers of this store, in whatever process, so that a rule is checked together with
    /// its write. What the body did is durable when this returns, and undone when it throws.
    ///
    /// Other writers may share the commit: a body that throws undoes only its own changes. Once begun, a write is
    /// finished whatever becomes of the caller's task.
    func write<T: Sendable>(_ body: @escaping @Sendable (any PanelStoreTransaction) throws -> T) async throws -> T

    /// A number that is another one after every change, whoever made it: what was read after a mark was taken still
    /// holds as long as the mark is the same. It costs a few microseconds; nil when the store cannot tell.
    func changeMark() -> Int64?

    /// Looks whether all that is stored can be read, which takes as long as reading all of it.
    func health() async throws -> StoreHealth
}

/// What can be asked of one state of a store.
package protocol PanelStoreReading {
    func service(_ id: Int64) throws -> ServiceRecord?

    /// The service of a trimmed name, by Unicode canonical equivalence.
    func service(named name: String) throws -> ServiceReference?

    /// Hands over every service, in ascending order of the id, one at a time: all of them at once may be very many.
    func forEachService(_ body: (ServiceRecord) throws -> Void) throws

    /// How many services there are.
    func serviceCount() throws -> Int

    func page(_ query: ServiceQuery) throws -> ServiceSlice

    /// Those of the ids that exist, in ascending order of the id.
    func references(_ ids: [Int64]) throws -> [ServiceReference]

    /// What a service depends on directly, ascending.
    func dependencies(of id: Int64) throws -> [Int64]

    /// What depends on a service directly, in ascending order of the id.
    func dependents(of id: Int64) throws -> [ServiceReference]

    /// The answer remembered for a key, unless it has expired at `now`.
    func rememberedAnswer(scope: String, key: String, now: Timestamp) throws -> RememberedAnswer?

    func apiKey(_ id: String) throws -> APIKeyRecord?

    /// Every API key, expired ones too, in ascending order of the name.
    func apiKeys() throws -> [APIKeyRecord]
}

extension PanelStoreReading {
    /// Every service, in ascending order of the id.
    package func allServices() throws -> [ServiceRecord] {
        var records: [ServiceRecord] = []
        records.reserveCapacity(try serviceCount())
        try forEachService { records.append($0) }
        return records
    }
}

/// What can be changed in one transaction. A body sees its own changes.
package protocol PanelStoreTransaction: PanelStoreReading {
    /// Adds a service under a new id, higher than any before, and answers it with that id. Its name must be free and
    /// what it depends on must exist.
    func insert(_ record: ServiceRecord) throws -> ServiceRecord

    /// Replaces everything of the service with the record's id.
    func replace(_ record: ServiceRecord) throws

    /// Removes a service that nothing depends on, and the answers remembered for it.
    func remove(_ id: Int64) throws

    /// Keeps an answer, and forgets all that have expired at `now`.
    func remember(_ answer: RememberedAnswer, now: Timestamp) throws

    /// Adds an API key, whose id and name must be free.
    func insert(_ key: APIKeyRecord) throws

    /// Removes the API key of that name; false when there is none.
    func removeAPIKey(named name: String) throws -> Bool

    /// Notes when an API key was last used, unless a later use is known. A key that is gone is passed over.
    func noteUse(ofAPIKey id: String, at moment: Timestamp) throws
}
