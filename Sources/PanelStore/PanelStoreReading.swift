package import PhoenixModel

/// What can be asked of one state of a store.
package protocol PanelStoreReading: RunReading, HealthReading, ReplicaReading, StoreDump {
    func service(_ id: Int64) async throws -> ServiceRecord?

    /// Those of the ids that exist, in ascending order of the id.
    func services(_ ids: [Int64]) async throws -> [ServiceRecord]

    /// The service of a trimmed name, by Unicode canonical equivalence.
    func service(named name: String) async throws -> ServiceReference?

    /// Hands over every service, in ascending order of the id, one at a time: all of them at once may be very many.
    func forEachService(_ body: (ServiceRecord) throws -> Void) async throws

    /// When the enabled tasks run, in ascending order of the id: as much as a calendar needs of all of them.
    func taskSchedules() async throws -> [TaskSchedule]

    /// How many services there are.
    func serviceCount() async throws -> Int

    func page(_ query: ServiceQuery) async throws -> RecordSlice<ServiceRecord>

    /// Those of the ids that exist, in ascending order of the id.
    func references(_ ids: [Int64]) async throws -> [ServiceReference]

    /// What a service depends on directly, ascending.
    func dependencies(of id: Int64) async throws -> [Int64]

    /// What depends on a service directly, in ascending order of the id.
    func dependents(of id: Int64) async throws -> [ServiceReference]

    /// The answer remembered for a key, unless it has expired at `now`.
    func rememberedAnswer(scope: String, key: String, now: Timestamp) async throws -> RememberedAnswer?

    func apiKey(_ id: String) async throws -> APIKeyRecord?

    /// Every API key, expired ones too, in ascending order of the name.
    func apiKeys() async throws -> [APIKeyRecord]
}

extension PanelStoreReading {
    /// Every service, in ascending order of the id.
    package func allServices() async throws -> [ServiceRecord] {
        var records: [ServiceRecord] = []
        records.reserveCapacity(try await serviceCount())
        try await forEachService { records.append($0) }
        return records
    }
}
