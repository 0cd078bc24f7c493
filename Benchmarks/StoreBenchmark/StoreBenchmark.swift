import Glibc
import PanelStore
import PanelStoreSQLite
import PhoenixModel

/// Prints what a scheduler's work on a SQLite store costs, as `name value` lines. The store is made in a folder that is
/// given, which must be empty.
@main
struct StoreBenchmark {
    static let start = Timestamp(seconds: 1_800_000_000)
    static let taskCount = 100_000
    static let historyCount = 1_000_000
    static let batch = 500

    let store: SQLitePanelStore

    static func main() async throws {
        guard CommandLine.arguments.count == 2 else {
            print("usage: store-benchmark EMPTY-FOLDER")
            exit(2)
        }
        let path = "\(CommandLine.arguments[1])/panel.db"
        let benchmark = Self(store: try await SQLitePanelStore.open(path: path, clock: { Self.start }))
        try await benchmark.run()
    }

    private func run() async throws {
        try await addTasks()
        let emptyClaim = try await claims(rounds: 30)
        print("claim_500_ms", emptyClaim)
        try await addHistory()
        let fullClaim = try await claims(rounds: 30)
        print("claim_500_after_1000000_runs_ms", fullClaim)
        print("claim_ratio", fullClaim / emptyClaim)
        print("claim_start_finish_10000_s", try await lives(count: 10_000))
        print("run_load_us", try await least(of: 200) { try await store.read { _ = try await $0.runLoad() } } * 1e6)
        print("first_page_us", try await least(of: 50) { try await page(offset: 0) } * 1e6)
        print("deep_page_us", try await least(of: 50) { try await page(offset: Self.historyCount - 100) } * 1e6)
        print("configuration_version_ns", try await least(of: 20) { versions(100_000) } * 1e9 / 100_000)
        print("configuration_version_after_commit_us", try await versionAfterCommit() * 1e6)
        try await prune()
    }

    private func addTasks() async throws {
        for first in stride(from: 0, to: Self.taskCount, by: 10_000) {
            try await store.write { store in
                for number in first..<first + 10_000 {
                    var task = ServiceRecord(kind: .scheduled, name: "task \(number)", createdAt: Self.start)
                    task.schedule = "0 2 * * *"
                    task.task = ["type": "backup", "data": ["servers": ["all"]]]
                    task.nextRun = Timestamp(seconds: Self.start.seconds - Int64(number % 1_000))
                    _ = try await store.insert(task)
                }
            }
        }
    }

    private func addHistory() async throws {
        let begin = Self.start.seconds - 100 * 86_400
        for first in stride(from: 0, to: Self.historyCount, by: 20_000) {
            try await store.write(within: .seconds(600)) { store in
                for number in first..<first + 20_000 {
                    var run = Self.queued(5 + Int64(number % 1_000), at: begin + Int64(number))
                    (run.state, run.result) = (.finished, number % 50 == 0 ? .failed : .succeeded)
                    run.finishedAt = Timestamp(seconds: begin + Int64(number))
                    _ = try await store.insert(run)
                }
            }
        }
    }

    private static func queued(_ task: Int64, at time: Int64) -> RunRecord {
        RunRecord(
            serviceID: task, serviceName: "a task", trigger: .schedule, scheduledFor: Timestamp(seconds: time),
            state: .queued, queuedAt: Timestamp(seconds: time),
            task: ["type": "backup", "data": ["servers": ["all"]]], timeout: 3_600)
    }

    /// The least milliseconds in which one transaction claims 500 due tasks and is committed.
    private func claims(rounds: Int) async throws -> Double {
        try await least(of: rounds) { _ = try await store.write { try await Self.claim(in: $0).count } } * 1e3
    }

    private static func claim(in store: any PanelStoreTransaction) async throws -> [RunRecord] {
        var runs: [RunRecord] = []
        for task in try await store.takeDueTasks(at: start, limit: batch) {
            let time = task.nextRun?.seconds ?? 0
            guard try await !store.hasRun(of: task.id, for: Timestamp(seconds: time)) else { continue }
            runs.append(try await store.insert(queued(task.id, at: time)))
            try await store.setNextRun(of: task.id, to: Timestamp(seconds: time + 86_400))
        }
        return runs
    }

    /// Seconds in which so many runs are claimed, started with one step each, and finished.
    private func lives(count: Int) async throws -> Double {
        try await seconds {
            for _ in 0..<count / Self.batch {
                _ = try await store.write { try await Self.claim(in: $0).count }
                let started = try await store.write { store in
                    var started: [RunRecord] = []
                    for var run in try await store.takeStartableRuns(at: Self.start, limit: Self.batch) {
                        run.state = .running
                        run.lease = RunLease(worker: "one", token: 1, until: Self.start)
                        _ = try await store.replace(run, ifToken: nil)
                        let step = RunStepRecord(
                            position: 0, target: RunTarget(id: "u", name: "n", node: ""), action: "backup",
                            instruction: [:])
                        _ = try await store.insert([step], ofRun: run.id, ifToken: 1)
                        started.append(run)
                    }
                    return started
                }
                try await store.write { store in
                    for var run in started {
                        (run.state, run.result, run.finishedAt) = (.finished, .succeeded, Self.start)
                        _ = try await store.replace(run, ifToken: 1)
                        try await store.noteRun(of: run.serviceID, at: Self.start, result: .succeeded)
                    }
                }
            }
        }
    }

    private func page(offset: Int) async throws {
        var query = RunQuery()
        query.offset = offset
        let deep = query
        _ = try await store.read { try await $0.runs(deep).total }
    }

    private func versions(_ count: Int) {
        for _ in 0..<count where store.configurationVersion() == nil { print("") }
    }

    private func versionAfterCommit() async throws -> Double {
        var least = Double.infinity
        for _ in 0..<50 {
            try await store.checkWritable()
            least = min(least, seconds { versions(1) })
        }
        return least
    }

    private func prune() async throws {
        let retention = RunRetention(
            finishedBefore: Timestamp(seconds: Self.start.seconds - 86_400), failedBefore: Timestamp(seconds: 0),
            keptPerTask: 20)
        var longest = 0.0
        let total = try await seconds {
            for _ in 0..<100 {
                longest = max(
                    longest,
                    try await seconds { _ = try await store.write { try await $0.pruneRuns(retention, limit: 1_000) } })
            }
        }
        print("prune_100000_s", total)
        print("prune_longest_batch_of_1000_ms", longest * 1e3)
    }

    /// The least seconds over some rounds: what the machine can do when nobody disturbs it.
    private func least(of rounds: Int, _ body: () async throws -> Void) async throws -> Double {
        var least = Double.infinity
        for _ in 0..<rounds { least = min(least, try await seconds(body)) }
        return least
    }

    private func seconds(_ body: () async throws -> Void) async rethrows -> Double {
        try await ContinuousClock().measure(body) / .seconds(1)
    }

    private func seconds(_ body: () -> Void) -> Double { ContinuousClock().measure(body) / .seconds(1) }
}
