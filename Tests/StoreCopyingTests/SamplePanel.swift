import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Synchronization

/// A panel that has something of everything.
enum SamplePanel {
    static func fill(_ store: any PanelStore) async throws {
        try await store.write { store in
            for number in 1...7 {
                var task = ServiceRecord(kind: .scheduled, name: "Täsk \(number) 🌙", createdAt: .sample(0))
                task.schedule = "*/5 * * * *"
                task.task = ["type": "backup", "data": ["servers": ["all"], "limit": .number(1.5)]]
                task.notify = [["type": "webhook", "url": "https://hooks.example.com/secret", "on": ["failed"]]]
                task.nextRun = .sample(Int64(number))
                task.version = Int64(number)
                _ = try await store.insert(task)
            }
            // One that depends on what has a higher id, one whose id must not be given again.
            var first = try await store.allServices()[4]
            first.dependsOn = [1, 9, 10]
            try await store.replace(first)
            try await store.remove(11)
            try await store.setObservedStatus(of: 6, to: .running)
            try await store.noteRun(of: 6, at: .sample(3), result: .partial)
            try await store.insert(
                APIKeyRecord(
                    id: "k1", name: "ci", digest: Array(0..<32), permissions: ["services.read", "services.update"],
                    createdAt: .sample(0), expiresAt: .sample(100), lastUsedAt: .sample(1)))
            for (scope, key) in [("a", "1"), ("a", "2"), ("b", "1")] {
                try await store.remember(
                    RememberedAnswer(
                        scope: scope, key: key, request: "r", answer: "{}", serviceID: 5, expiresAt: .sample(900)))
            }
        }
        try await fillRuns(store)
        try await fillHealth(store)
    }

    private static func fillRuns(_ store: any PanelStore) async throws {
        for number in 0..<12 as Range<Int64> {
            try await store.addRun(
                of: 5 + number % 3, at: .sample(number * 300), result: number % 4 == 0 ? .failed : .succeeded,
                reason: number % 4 == 0 ? "nothing\nanswered" : nil, steps: [.sample(0), .sample(1, result: .failed)])
        }
        try await store.addRun(of: 5, at: .sample(9_000), result: nil, state: .queued)
        try await store.addRun(of: 6, at: .sample(9_000), result: nil, state: .running, steps: [.sample(0)])
        try await store.write { store in
            try await store.requestStop(ofRun: 14)
            for number in 1...9 {
                var message = OutboxMessage(
                    id: "m\(number)", serviceID: 5, kind: "webhook", address: "https://\(number % 3).example/",
                    secret: number % 2 == 0 ? "s" : nil, event: "run.failed",
                    payload: ["a": [1, .number(2.5), .null, true]],
                    text: "it \"failed\"", createdAt: .sample(0))
                message.attempts = number
                try await store.insert(message)
            }
            try await store.removeMessages(["m9"])
        }
    }

    private static func fillHealth(_ store: any PanelStore) async throws {
        try await store.write { store in
            for id in 1...3 as ClosedRange<Int64> {
                try await store.replace(
                    ProbeState(
                        serviceID: id, status: .running, since: .sample(1), checkedAt: .sample(2), failuresInARow: 1,
                        successesInARow: 2, resources: ["memory": .number(12.5), "disk": .null], nextCheck: .sample(60))
                )
                for second in 0..<8 as Range<Int64> {
                    // The same second twice, and days that are kept longer than their checks.
                    try await store.insert(
                        ProbeCheck(
                            serviceID: id, at: .sample(second / 2 * 86_400), isSuccess: second % 3 != 0,
                            latency: second % 3 == 0 ? nil : second))
                }
                try await store.note(
                    ServiceIssue(
                        severity: "error", code: "refused", message: "m", firstSeen: .sample(0),
                        lastSeen: .sample(5), count: 3), of: id)
                try await store.insert(
                    (0..<5).map { number in
                        ServerSample(
                            serviceID: 5, target: RunTarget(id: "u\(id)", name: "server \(id)", node: "n"),
                            at: .sample(number), values: ["cpu": 0.1 + Double(number), "memory": 5])
                    })
            }
            _ = try await store.pruneChecks(before: .sample(86_400), limit: 100)
        }
    }

    /// All that a store answers about a panel.
    struct Contents: Equatable {
        var services: [ServiceRecord] = []
        var keys: [APIKeyRecord] = []
        var answers: [RememberedAnswer?] = []
        var runs: [RunRecord] = []
        var steps: [[RunStepRecord]] = []
        var load = RunLoad()
        var messages: [OutboxMessage] = []
        var states: [ProbeState?] = []
        var checks: [[ProbeCheck]] = []
        var days: [ProbeDay] = []
        var issues: [[ServiceIssue]] = []
        var samples: [ServerSample] = []
    }

    static func contents(_ store: any PanelStore) async throws -> Contents {
        let contents = try await store.read { store in
            var contents = Contents()
            contents.services = try await store.allServices()
            contents.keys = try await store.apiKeys()
            for key in ["1", "2", "3"] {
                contents.answers.append(try await store.rememberedAnswer(scope: "a", key: key, now: .sample(0)))
            }
            var query = RunQuery()
            query.limit = 1_000
            contents.runs = try await store.runs(query).records
            for run in contents.runs { contents.steps.append(try await store.steps(ofRun: run.id)) }
            contents.load = try await store.runLoad()
            for id in 1...4 as ClosedRange<Int64> {
                contents.states.append(try await store.probeState(of: id))
                contents.checks.append(try await store.probeChecks(of: id, since: Timestamp(seconds: 0)))
                contents.issues.append(try await store.issues(of: id, limit: 100))
            }
            contents.days = try await store.probeDays(since: 0)
            contents.samples = try await store.latestSamples(limit: 100)
            return contents
        }
        struct Undo: Error {}
        // Messages can only be looked at by taking them.
        let messages = Mutex<[OutboxMessage]>([])
        let moment = Timestamp.sample(1_000_000)
        _ = try? await store.write { store in
            let taken = try await store.takeMessages(at: moment, until: moment, addresses: 100, perAddress: 100)
            messages.withLock { $0 = taken.sorted { $0.sequence < $1.sequence } }
            throw Undo()
        }
        var all = contents
        all.messages = messages.withLock { $0 }
        return all
    }
}

extension Timestamp {
    /// So many seconds after the moment of no importance.
    static func sample(_ offset: Int64) -> Timestamp { Timestamp(seconds: Timestamp.sample.seconds + offset) }
}
