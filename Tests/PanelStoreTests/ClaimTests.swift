import Foundation
import GRDB
import PanelStore
import PanelStoreSQLite
import PhoenixModel
import PhoenixTestSupport
import Synchronization
import Testing

@Suite("Claims on a SQLite store")
struct ClaimTests {
    @Test("take no more than they ask for, whatever the engine believes of its tables")
    func exactCount() async throws {
        try await withTemporaryFolder { folder async throws in
            let path = "\(folder)/panel.db"
            do { _ = try await SQLitePanelStore.open(path: path, now: .sample) }
            let database = try DatabaseQueue(path: path)
            try await database.write { db in
                try db.execute(
                    sql: """
                        WITH RECURSIVE series (value) AS (
                            SELECT 1 UNION ALL SELECT value + 1 FROM series LIMIT 100000
                        )
                        INSERT INTO service (kind, name, name_key, name_folded, description, enabled, timezone, overlap,
                            misfire, timeout, notify, config, critical, version, created_at, updated_at, next_run)
                        SELECT 'scheduled', value, value, value, '', 1, 'UTC', 'skip', 'skip', 60, '[]', '{}', 0, 1, 0, 0,
                            value % 1000
                        FROM series;
                        INSERT INTO run (service_id, service_name, run_trigger, queued_at, timeout, state, targets,
                            targets_succeeded, targets_failed, targets_skipped, targets_unknown, waits_for_others,
                            not_before, stop_requested)
                        SELECT id, name, 'manual', 0, 60, 'queued', 0, 0, 0, 0, 0, 0, next_run, 0
                        FROM service WHERE kind = 'scheduled';
                        ANALYZE;
                        UPDATE sqlite_stat1 SET stat = '1 1' WHERE idx IN ('service_due', 'run_queued');
                        UPDATE sqlite_stat1 SET stat = '100000000 1' WHERE idx IN ('run_service', 'service_system');
                        """)
            }
            try database.close()
            let store = try await SQLitePanelStore.open(path: path, now: .sample)
            try await store.write { transaction async throws in
                let tasks = try await transaction.takeDueTasks(at: .sample, limit: 500)
                #expect(tasks.count == 500)
                #expect(Set(tasks.map(\.id)).count == 500)
                #expect(tasks.allSatisfy { $0.nextRun ?? .sample <= Timestamp(seconds: 5) })
                #expect(try await transaction.takeStartableRuns(at: .sample, limit: 300).count == 300)
            }
        }
    }

    @Test("of two processes are of different tasks, and all are claimed")
    func twoProcesses() async throws {
        try await withTemporaryFolder { folder async throws in
            let path = "\(folder)/panel.db"
            let stores = [
                try await SQLitePanelStore.open(path: path, now: .sample),
                try await SQLitePanelStore.open(path: path, now: .sample),
            ]
            let tasks = try await stores[0].write { transaction in
                var tasks: [Int64] = []
                for number in 0..<200 {
                    var task = ServiceRecord.task("task \(number)")
                    task.nextRun = .sample
                    tasks.append(try await transaction.insert(task).id)
                }
                return tasks
            }
            let claimed = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for store in stores {
                    group.addTask {
                        var claimed: [Int64] = []
                        while true {
                            let batch = try await store.write { transaction in
                                try await Self.claim(7, in: transaction)
                            }
                            if batch.isEmpty { return claimed }
                            claimed += batch
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claimed.sorted() == tasks)
            #expect(try await stores[0].read { try await $0.runLoad() }.queued == 200)
        }
    }

    private static func claim(_ limit: Int, in store: any PanelStoreTransaction) async throws -> [Int64] {
        var claimed: [Int64] = []
        for task in try await store.takeDueTasks(at: .sample, limit: limit) {
            _ = try await store.insert(.queued(task.id, due: 0))
            try await store.setNextRun(of: task.id, to: .sample(60))
            claimed.append(task.id)
        }
        return claimed
    }

    @Test("and all that a scheduler does while it runs read no whole table")
    func plans() async throws {
        try await withTemporaryFolder { folder async throws in
            let path = "\(folder)/panel.db"
            let statements = Mutex<Set<String>>([])
            var options = SQLitePanelStore.Options()
            options.observeStatement = { sql in statements.withLock { _ = $0.insert(sql) } }
            let store = try await SQLitePanelStore.open(path: path, options: options, now: .sample)
            statements.withLock { $0 = [] }
            try await store.write { transaction async throws in try await Self.work(transaction) }
            try await store.read { store async throws in try await Self.look(store) }
            let database = try DatabaseQueue(path: path)
            let plans = try await database.read { [statements = statements.withLock { $0 }] db in
                // Neither the ends of transactions nor the statements of triggers, which are handed over as comments.
                let verbs = ["SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE"]
                return try statements.filter { sql in verbs.contains { sql.hasPrefix($0) } }.map { sql in
                    let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN \(sql)")
                    statement.setUncheckedArguments(StatementArguments())
                    return (sql, try Row.fetchAll(statement).map { $0["detail"] as String })
                }
            }
            #expect(plans.count > 40)
            for (sql, steps) in plans {
                let isOrdered = ["BY next_run", "BY not_before", "BY lease_until"].contains { sql.contains($0) }
                for step in steps {
                    #expect(!Self.isWholeTable(step, in: sql), "\(step)\n\(sql)")
                    if isOrdered { #expect(!step.contains("TEMP B-TREE"), "\(step)\n\(sql)") }
                }
            }
        }
    }

    /// Partial indexes have only what is not finished; the first row of a table is no scan, nor is what a recursion found.
    private static func isWholeTable(_ step: String, in sql: String) -> Bool {
        guard step.hasPrefix("SCAN"), !sql.hasSuffix("LIMIT 1") else { return false }
        let small = [
            "run_queued", "run_running", "run_unfinished", "service_due", "service_system", "_count", "stretch",
            "SCAN place", "SCAN (subquery",
        ]
        return !small.contains { step.contains($0) } && !step.contains("CONSTANT ROW")
    }

    private static func work(_ store: any PanelStoreTransaction) async throws {
        let task = try await store.insert(.task("a")).id
        _ = try await claim(5, in: store)
        let queued = try await store.insert(.queued(task, due: 0))
        _ = try await store.hasRun(of: task, for: .sample)
        _ = try await store.takeStartableRuns(at: .sample, limit: 5)
        _ = try await store.replace(queued.running(), ifToken: nil)
        _ = try await store.insert([.sample(0)], ofRun: queued.id, ifToken: 1)
        _ = try await store.replace(.sample(0), ofRun: queued.id, ifToken: 1)
        _ = try await store.renewLeases(of: "one", until: .sample(99))
        try await store.requestStop(ofRun: queued.id)
        _ = try await store.takeAbandonedRuns(at: .sample(100), limit: 5)
        var finished = queued
        (finished.state, finished.result, finished.finishedAt) = (.finished, .failed, .sample)
        _ = try await store.replace(finished, ifToken: 1)
        try await store.noteRun(of: task, at: .sample, result: .failed)
        try await store.setObservedStatus(of: task, to: .running)
        for id in ["m", "n"] {
            try await store.insert(
                OutboxMessage(
                    id: id, serviceID: task, kind: "webhook", address: "a", secret: nil, event: "run.failed",
                    payload: [:], text: "", createdAt: .sample))
        }
        let messages = try await store.takeMessages(at: .sample, until: .sample(9), addresses: 5, perAddress: 5)
        try await store.postpone(messages[0])
        try await store.removeMessages(messages.map(\.id))
        _ = try await store.outboxLoad()
        _ = try await store.takeDueProbes(at: .sample, until: .sample(9), limit: 5)
        try await store.replace(
            ProbeState(
                serviceID: 1, status: .running, since: .sample, checkedAt: .sample, nextCheck: .sample(60)))
        try await store.insert(ProbeCheck(serviceID: 1, at: .sample, isSuccess: true, latency: 1))
        try await store.note(
            ServiceIssue(
                severity: "error", code: "c", message: "", firstSeen: .sample, lastSeen: .sample), of: 1)
        try await store.insert([
            ServerSample(
                serviceID: task, target: RunTarget(id: "u", name: "n", node: ""), at: .sample, values: ["cpu": 1])
        ])
        _ = try await store.pruneChecks(before: .sample, limit: 5)
        _ = try await store.pruneSamples(of: task, before: .sample, limit: 5)
        _ = try await store.pruneRuns(
            RunRetention(finishedBefore: .sample(99), failedBefore: .sample(99), keptPerTask: 1), limit: 5)
        try await store.remove(task)
    }

    private static func look(_ store: any PanelStoreReading) async throws {
        _ = try await store.runLoad()
        _ = try await store.run(1)
        _ = try await store.steps(ofRun: 1)
        _ = try await store.unfinishedRuns(of: 5)
        _ = try await store.finishedRuns(of: 5, limit: 5)
        _ = try await store.lastRealResult(of: 5)
        _ = try await store.latestSamples(of: 5)
        _ = try await store.latestSamples(limit: 5)
        _ = try await store.probeState(of: 1)
        _ = try await store.probeChecks(of: 1, since: .sample)
        _ = try await store.issues(of: 1, limit: 5)
        for state in [nil, .queued, .running] as [RunState?] {
            for result in [nil, .failed] as [RunResult?] {
                for since in [nil, .sample] as [Timestamp?] {
                    var query = RunQuery()
                    (query.state, query.result, query.since) = (state, result, since)
                    if state == nil, result == nil, since == nil { query.serviceID = 5 }
                    _ = try await store.runs(query)
                }
            }
        }
    }
}
