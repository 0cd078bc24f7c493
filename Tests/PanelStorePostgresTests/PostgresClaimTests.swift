import PanelStore
import PanelStorePostgres
import PhoenixModel
import PhoenixTestSupport
import PostgresFixtures
import ProcessFixtures
import Synchronization
import Testing

@Suite("Claims on PostgreSQL", .needs("postgres"), .mustEnd)
struct PostgresClaimTests {
    @Test("of several processes are of different tasks, and all 10,000 are claimed")
    func storm() async throws {
        try await PostgresServer.withStores(3) { server, stores in
            try await server.addTasks(10_000)
            let claimed = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for worker in 0..<6 {
                    group.addTask {
                        var claimed: [Int64] = []
                        while true {
                            let batch = try await stores[worker % 3].write(as: .concurrent) { try await $0.claim(97) }
                            if batch.isEmpty { return claimed }
                            claimed += batch
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            // Whoever found all the rest taken by others has ended early.
            let rest = try await stores[0].write(as: .concurrent) { try await $0.claim(1_000) }
            #expect((claimed + rest).sorted() == (5..<10_005).map(Int64.init))
            #expect(rest.isEmpty)
            #expect(try await stores[1].read { try await $0.runLoad() }.queued == 10_000)
            #expect(try await server.number("SELECT count(*) FROM run") == 10_000)
        }
    }

    @Test("take no more than they ask for, whatever the server believes of its tables")
    func exactCount() async throws {
        try await PostgresServer.withStores(2) { server, stores in
            try await server.addTasks(100_000)
            try await server.run(
                """
                INSERT INTO run (service_id, service_name, run_trigger, queued_at, timeout, state, targets,
                    targets_succeeded, targets_failed, targets_skipped, targets_unknown, waits_for_others, not_before,
                    stop_requested)
                SELECT id, name, 'manual', 0, 60, 'queued', 0, 0, 0, 0, 0, true, next_run, false
                FROM service WHERE kind = 'scheduled'
                """)
            try await server.run("ALTER TABLE service SET (autovacuum_enabled = off)")
            try await server.run("UPDATE pg_class SET reltuples = 1, relpages = 1 WHERE relname LIKE 'service%'")
            try await server.run("UPDATE pg_class SET reltuples = 1, relpages = 1 WHERE relname LIKE 'run%'")
            let (first, second) = (Gate(), Gate())
            async let others = stores[0].write(as: .concurrent) { transaction in
                let tasks = try await transaction.takeDueTasks(at: .sample, limit: 500).map(\.id)
                let runs = try await transaction.takeStartableRuns(at: .sample, limit: 300).map(\.id)
                first.open()
                await second.wait()
                return (tasks, runs)
            }
            await first.wait()
            let (tasks, runs) = try await stores[1].write(as: .concurrent) { transaction in
                (
                    try await transaction.takeDueTasks(at: .sample, limit: 500),
                    try await transaction.takeStartableRuns(at: .sample, limit: 300)
                )
            }
            second.open()
            let (otherTasks, otherRuns) = try await others
            #expect(tasks.count == 500 && otherTasks.count == 500 && runs.count == 300 && otherRuns.count == 300)
            #expect(Set(tasks.map(\.id) + otherTasks).count == 1_000)
            #expect(Set(runs.map(\.id) + otherRuns).count == 600)
            #expect(tasks.allSatisfy { $0.nextRun ?? .sample <= Timestamp(seconds: 10) })
        }
    }

    @Test("of runs that wait for each other start one at a time, also from several processes")
    func waitingRuns() async throws {
        try await PostgresServer.withStores(2) { _, stores in
            let tasks = try await stores[0].write { transaction in
                var tasks: [Int64] = []
                for number in 0..<40 {
                    let task = try await transaction.insert(.task("task \(number)"))
                    tasks.append(task.id)
                    for _ in 0..<5 { _ = try await transaction.insert(.queued(task, waits: true)) }
                }
                return tasks
            }
            let started = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for worker in 0..<6 {
                    group.addTask {
                        try await stores[worker % 2].write(as: .concurrent) { transaction in
                            var started: [Int64] = []
                            for run in try await transaction.takeStartableRuns(at: .sample, limit: 30) {
                                let running = run.running(by: "\(worker)", token: 1)
                                if try await transaction.replace(running, ifToken: nil) {
                                    started.append(run.serviceID)
                                }
                            }
                            return started
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(Set(started).count == started.count)
            #expect(Set(started).isSubset(of: tasks))
            #expect(try await stores[0].read { try await $0.runLoad() }.running == started.count)
        }
    }

    @Test("and all that a scheduler does while it runs read no whole table, however long the history is")
    func plans() async throws {
        let statements = Mutex<Set<String>>([])
        var options = PostgresPanelStore.Options()
        options.observeStatement = { sql in statements.withLock { _ = $0.insert(sql) } }
        try await PostgresServer.withStores(1, options: options) { server, stores in
            try await server.addTasks(2_000)
            try await server.run(
                """
                INSERT INTO run (service_id, service_name, run_trigger, scheduled_for, queued_at, timeout, state, result,
                    finished_at, targets, targets_succeeded, targets_failed, targets_skipped, targets_unknown,
                    waits_for_others, not_before, stop_requested)
                SELECT 5 + number % 1000, 'task', 'schedule', number, number, 60, 'finished',
                    CASE number % 7 WHEN 0 THEN 'failed' ELSE 'succeeded' END, number, 0, 0, 0, 0, 0, false, 0, false
                FROM generate_series(1, 100000) AS number
                """)
            try await server.run("INSERT INTO run_count (service_id, result, runs) VALUES (0, 'succeeded', 100000)")
            try await server.run(
                "INSERT INTO run_stretch (stretch, runs) SELECT id >> 10, count(*) FROM run GROUP BY id >> 10")
            // What the server makes of so many rows: 50 times as many as there are, as in a history of five millions. It
            // goes by the rows of a page and the size of the file, so that the pages to read seem fewer than they would be.
            try await server.run("VACUUM ANALYZE")
            try await server.run("ALTER TABLE run SET (autovacuum_enabled = off)")
            try await server.run("UPDATE pg_class SET reltuples = reltuples * 50 WHERE relname LIKE 'run%'")
            let rows = try await server.run("EXPLAIN SELECT * FROM run").first?.text(0)
            #expect(rows?.contains(#/rows=(49|50)\d{5} /#) == true, "\(rows ?? "")")
            func seen() -> Set<String> {
                statements.withLock { seen in
                    defer { seen = [] }
                    return seen.filter { sql in !["BEGIN", "COMMIT", "ROLLBACK"].contains(where: sql.hasPrefix) }
                }
            }
            _ = seen()
            try await stores[0].write(as: .concurrent) { transaction async throws in
                try await SchedulersWork.work(transaction)
            }
            let work = seen()
            try await stores[0].read { store async throws in try await SchedulersWork.look(store) }
            let looks = seen()
            #expect(work.count > 25 && looks.count > 10)
            let connection = try await PostgresConnection.connect(to: server.location, until: .soon)
            _ = try await connection.run("SET plan_cache_mode = force_generic_plan", until: .soon)
            // Small tables may be read as a whole by those who only look.
            for sql in looks {
                let plan = try await plan(of: sql, on: connection)
                for table in ["run", "service"] { #expect(!plan.contains("Seq Scan on \(table) "), "\(plan)\n\(sql)") }
            }
            _ = try await connection.run("SET enable_seqscan = off", until: .soon)
            let whole = #/Seq Scan on (run|run_step|service|server_sample|probe_check|outbox) /#
            for sql in work {
                let plan = try await plan(of: sql, on: connection)
                #expect(!plan.contains(whole), "\(plan)\n\(sql)")
            }
            await connection.close()
        }
    }

    private func plan(of sql: String, on connection: PostgresConnection) async throws -> String {
        _ = try await connection.run(PostgresStatement("PREPARE look AS \(sql)"), until: .soon)
        let highest = sql.matches(of: #/\$(\d+)/#).compactMap { Int($0.output.1) }.max() ?? 0
        let values = highest == 0 ? "" : "(\(Array(repeating: "NULL", count: highest).joined(separator: ", ")))"
        let plan = try await connection.run(PostgresStatement("EXPLAIN EXECUTE look\(values)"), until: .soon)
        _ = try await connection.run("DEALLOCATE look", until: .soon)
        return try plan.map { try $0.text(0) }.joined(separator: "\n")
    }
}
