package import Cron
package import PanelStore
package import PhoenixModel
import ServicesAPI

/// The operations of the documented API, with all of its rules. HTTP and the embedded panel both go through here.
///
/// Bodies come as JSON values and answers go as records, which `APIObject` turns into JSON. Each rule that looks at
/// other services is checked in the transaction of its write.
package struct ServiceOperations: Sendable {
    let store: any PanelStore
    let schedules: Schedules
    /// The time of day.
    let now: @Sendable () -> Timestamp

    package init(
        store: any PanelStore, zones: ZoneDatabase = .system, now: @escaping @Sendable () -> Timestamp
    ) {
        self.store = store
        schedules = Schedules(zones: zones)
        self.now = now
    }

    /// One service as it is now.
    /// - Throws: `service_not_found`.
    package func get(id: String) async throws(ServiceError) -> ServiceRecord {
        try await read { store in try await store.existing(id) }
    }

    /// The service of a name, compared after trimming and NFC; nil when there is none.
    package func find(name: String) async throws(ServiceError) -> ServiceRecord? {
        try await read { store in
            guard let found = try await store.service(named: PanelRules.comparedName(name)) else { return nil }
            return try await store.service(found.id)
        }
    }

    /// Every service, in ascending order of the id, for callers that want them all.
    package func all() async throws(ServiceError) -> [ServiceRecord] {
        try await all { $0 }
    }

    /// What `transform` makes of every service, in ascending order of the id. No more than one record is held at a time.
    package func all<Result: Sendable>(
        _ transform: @escaping @Sendable (ServiceRecord) -> Result
    ) async throws(ServiceError) -> [Result] {
        try await read { store in
            var results: [Result] = []
            results.reserveCapacity(try await store.serviceCount())
            try await store.forEachService { results.append(transform($0)) }
            return results
        }
    }

    /// Whether a process runs the tasks of this store, or did moments ago.
    package func areTasksRun() async throws(ServiceError) -> Bool {
        try await read { store in
            let now = try await store.now()
            return try await store.replicas().contains { $0.runsTasks && $0.isAlive(at: now) }
        }
    }

    /// The part of the list that a request asks for.
    package func list(_ request: ListRequest) async throws(ServiceError) -> Page<ServiceRecord> {
        let slice = try await read { store in
            request.isEmpty ? RecordSlice(records: [], total: 0) : try await store.page(request.query)
        }
        return Page(slice.records, total: slice.total, request: request.page)
    }

    /// A record as the API answers it.
    package func object(_ record: ServiceRecord) -> Value {
        APIObject.value(live(record, readingOwnership: false))
    }

    /// The first moment after now at which what is answered of the records changes by itself; nil for never.
    package func nextChange(of records: [ServiceRecord]) -> Timestamp? {
        let now = now()
        return records.compactMap { schedules.shownNextRun(of: $0, now: now) }.min()
    }

    /// See `PanelStore.configurationVersion()`.
    package func configurationVersion() -> ConfigurationVersion? { store.configurationVersion() }

    /// See `PanelStore.checkWritable()`.
    package func checkWritable() async throws(ServiceError) {
        do { try await store.checkWritable() } catch { throw ServiceError(from: error) }
    }

    /// A record as panel adapters know it. Without `readingOwnership` the description is the whole text.
    func live(_ record: ServiceRecord, readingOwnership: Bool) -> LiveObject {
        let nextRun = schedules.shownNextRun(of: record, now: now())
        return record.live(nextRun: nextRun, readingOwnership: readingOwnership)
    }

    func read<T: Sendable>(
        _ body: @escaping @Sendable (any PanelStoreReading) async throws -> T
    ) async throws(ServiceError) -> T {
        do { return try await store.read(body) } catch { throw ServiceError(from: error) }
    }

    func write<T: Sendable>(
        _ body: @escaping @Sendable (any PanelStoreTransaction) async throws -> T
    ) async throws(ServiceError) -> T {
        do { return try await store.write(body) } catch { throw ServiceError(from: error) }
    }
}

extension PanelStoreReading {
    /// The service of an id as a client wrote it.
    func existing(_ id: String) async throws -> ServiceRecord {
        guard let number = ServiceID.number(id), let record = try await service(number) else {
            throw ServiceError.refused([.notFound(id)])
        }
        return record
    }
}

extension ServiceProblem {
    fileprivate static func notFound(_ id: String) -> Self {
        let shown = String(String.UnicodeScalarView(id.unicodeScalars.prefix(40)))
        return Self(.serviceNotFound, "there is no service with the id '\(shown)'")
    }
}
