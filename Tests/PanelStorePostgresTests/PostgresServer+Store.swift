import PanelStore
import PanelStorePostgres
import PhoenixModel
import PhoenixTestSupport
import PostgresFixtures
import Synchronization

extension PostgresServer {
    /// Runs `body` with several stores on one database, as several processes have them.
    static func withStores<T>(
        _ count: Int, options: PostgresPanelStore.Options = .init(),
        _ body: (PostgresServer, [PostgresPanelStore]) async throws -> T
    ) async throws -> T {
        try await withServer { server in
            var stores: [PostgresPanelStore] = []
            for _ in 0..<count { stores.append(try await server.open(options: options)) }
            return try await body(server, stores)
        }
    }

    func open(
        for mode: StoreMode = .writing, options: PostgresPanelStore.Options = .init(), url: String? = nil
    ) async throws -> PostgresPanelStore {
        let location = try PostgresLocation(url ?? self.url)
        var options = options
        options.openLimit = .seconds(600)
        return try await PostgresPanelStore.open(location: location, for: mode, options: options, clock: { .sample })
    }

    /// The number in the first column of the first row.
    func number(_ sql: String) async throws -> Int64 {
        try await run(PostgresStatement(sql)).first?.integer(0) ?? -1
    }

    /// Makes as many tasks that are due by the second, one after the other, without a store.
    func addTasks(_ count: Int, columns: String = "") async throws {
        try await run(
            PostgresStatement(
                """
                INSERT INTO service (kind, name, name_key, name_folded, description, enabled, timezone, overlap,
                    misfire, timeout, notify, config, critical, version, created_at, updated_at, next_run)
                SELECT 'scheduled', number, number, number, '', true, 'UTC', 'skip', 'skip', 60, '[]', '{}', false, 1,
                    0, 0, number % 1000
                FROM generate_series(1, \(count)) AS number
                """))
    }
}

extension PanelStoreTransaction {
    /// Claims as a scheduler does.
    func claim(_ limit: Int) async throws -> [Int64] {
        var claimed: [Int64] = []
        for task in try await takeDueTasks(at: .sample, limit: limit) {
            guard let due = task.nextRun, try await !hasRun(of: task.id, for: due),
                try await unfinishedRuns(of: task.id).isEmpty
            else { continue }
            _ = try await insert(.queued(task, due: due))
            try await setNextRun(of: task.id, to: Timestamp(seconds: Timestamp.sample.seconds + 60))
            claimed.append(task.id)
        }
        return claimed
    }
}

extension RunRecord {
    static func queued(_ task: ServiceRecord, due: Timestamp? = nil, waits: Bool = false) -> RunRecord {
        RunRecord(
            serviceID: task.id, serviceName: task.name, trigger: due == nil ? .manual : .schedule, scheduledFor: due,
            state: .queued, queuedAt: .sample, task: ["type": "backup"], timeout: 60, waitsForOthers: waits)
    }

    func running(by worker: String, token: Int64) -> RunRecord {
        var run = self
        run.state = .running
        run.startedAt = .sample
        run.worker = worker
        run.lease = RunLease(worker: worker, token: token, until: Timestamp(seconds: Timestamp.sample.seconds + 30))
        return run
    }
}

extension ServiceRecord {
    static func task(_ name: String) -> ServiceRecord {
        var record = ServiceRecord(kind: .scheduled, name: name, createdAt: .sample)
        record.schedule = "0 2 * * *"
        record.nextRun = .sample
        return record
    }
}

/// A point that a test waits at until another part of it has got somewhere.
struct Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func open() { continuation.finish() }

    func wait() async { for await _ in stream {} }
}

/// Counts from 1.
final class Count: Sendable {
    private let count = Atomic(0)

    func next() -> Int { count.add(1, ordering: .relaxed).newValue }

    var value: Int { count.load(ordering: .relaxed) }
}
