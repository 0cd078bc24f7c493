import PanelStore
import PhoenixModel
import PhoenixTestSupport

/// Every verb that is used while tasks run.
enum SchedulersWork {
    static func work(_ store: any PanelStoreTransaction) async throws {
        _ = try await store.claim(5)
        guard let task = try await store.service(5) else { return }
        let queued = try await store.insert(.queued(task))
        _ = try await store.hasRun(of: task.id, for: .sample)
        _ = try await store.takeStartableRuns(at: .sample, limit: 5)
        let running = queued.running(by: "one", token: 1)
        _ = try await store.replace(running, ifToken: nil)
        _ = try await store.insert([.sample(0)], ofRun: queued.id, ifToken: 1)
        _ = try await store.replace(.sample(0), ofRun: queued.id, ifToken: 1)
        _ = try await store.renewLeases(of: "one", until: later)
        try await store.requestStop(ofRun: queued.id)
        _ = try await store.takeAbandonedRuns(at: later, limit: 5)
        var finished = running
        finished.finish(.failed, nil, at: .sample)
        _ = try await store.lastRealResult(of: task.id)
        _ = try await store.replace(finished, ifToken: 1)
        _ = try await store.unfinishedRuns(of: task.id)
        try await store.noteRun(of: task.id, at: .sample, result: .failed)
        try await store.setObservedStatus(of: task.id, to: .running)
        for id in ["m", "n"] { try await store.insert(message(id)) }
        let messages = try await store.takeMessages(at: .sample, until: later, addresses: 5, perAddress: 5)
        if let message = messages.first { try await store.postpone(message) }
        try await store.removeMessages(messages.map(\.id))
        _ = try await store.outboxLoad()
        _ = try await store.takeDueProbes(at: .sample, until: later, limit: 5)
        try await store.insert([
            ServerSample(
                serviceID: task.id, target: RunTarget(id: "u", name: "n", node: ""), at: .sample, values: ["cpu": 1])
        ])
        _ = try await store.pruneChecks(before: .sample, limit: 5)
        _ = try await store.pruneSamples(of: task.id, before: .sample, limit: 5)
        _ = try await store.pruneRuns(
            RunRetention(finishedBefore: later, failedBefore: later, keptPerTask: 1), limit: 5)
    }

    static func look(_ store: any PanelStoreReading) async throws {
        _ = try await store.runLoad()
        _ = try await store.run(1)
        _ = try await store.steps(ofRun: 1)
        _ = try await store.unfinishedRuns(of: 5)
        _ = try await store.finishedRuns(of: 5, limit: 5)
        _ = try await store.lastRealResult(of: 5)
        _ = try await store.newestRuns(of: [5, 6], limit: 5)
        _ = try await store.upcomingTasks(limit: 5)
        _ = try await store.latestSamples(of: 5)
        _ = try await store.latestSamples(limit: 5)
        _ = try await store.probeChecks(of: 1, since: .sample)
        _ = try await store.runs(RunQuery())
        var deep = RunQuery()
        deep.offset = 60_000
        _ = try await store.runs(deep)
        var history = RunHistoryQuery()
        _ = try await store.runs(history)
        history.results = [.failed, .partial]
        history.after = .init(time: .sample, id: 9)
        _ = try await store.runs(history)
    }

    private static let later = Timestamp(seconds: Timestamp.sample.seconds + 99)

    private static func message(_ id: String) -> OutboxMessage {
        OutboxMessage(
            id: id, serviceID: 5, kind: "webhook", address: "a", secret: nil, event: "run.failed", payload: [:],
            text: "", createdAt: .sample)
    }
}
