import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("wishes to start and to stop a run")
struct RunRequestTests {
    /// Asks for a run of a task with a rule for overlaps, as often as it says.
    private func request(_ overlap: String, in store: any PanelStore, times: Int = 1) async throws
        -> [RunRequestOutcome]
    {
        try await store.write { store in
            var task = ServiceRecord(kind: .scheduled, name: "nightly", createdAt: .sample)
            task.task = ["type": "backup"]
            task.overlap = overlap
            task.isEnabled = false
            let stored = try await store.insert(task)
            var outcomes: [RunRequestOutcome] = []
            for _ in 0..<times { outcomes.append(try await store.requestRun(of: stored)) }
            return outcomes
        }
    }

    private func start(_ run: RunRecord, in store: any PanelStore) async throws -> Bool {
        try await store.write { store in
            var run = run
            run.state = .running
            run.startedAt = .sample
            run.lease = RunLease(worker: "w1", token: 1, until: Timestamp(seconds: Timestamp.sample.seconds + 30))
            return try await store.replace(run, ifToken: nil)
        }
    }

    @Test("a run is queued at once, also of a disabled task", arguments: StoreKind.allCases)
    func queued(kind: StoreKind) async throws {
        try await kind.withStore { store in
            guard case .accepted(let run)? = try await request("skip", in: store).first else {
                Issue.record("it was refused")
                return
            }
            #expect(run.id > 0)
            #expect(run.trigger == .manual)
            #expect(run.state == .queued)
            #expect(run.scheduledFor == nil)
            #expect(run.queuedAt == .sample)
            #expect(run.task == ["type": "backup"])
        }
    }

    @Test("with skip and queue a second one is refused, with allow it is not", arguments: StoreKind.allCases)
    func overlaps(kind: StoreKind) async throws {
        for (overlap, count) in [("skip", 1), ("queue", 1), ("allow", 3)] {
            try await kind.withStore { store in
                let outcomes = try await request(overlap, in: store, times: 3)
                let accepted = outcomes.filter { if case .accepted = $0 { true } else { false } }
                #expect(accepted.count == count, "\(overlap)")
            }
        }
    }

    @Test("with allow a hundred at once are enough", arguments: StoreKind.allCases)
    func bounded(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let outcomes = try await request("allow", in: store, times: RunRequestOutcome.mostAtOnce + 1)
            let accepted = outcomes.filter { if case .accepted = $0 { true } else { false } }
            #expect(accepted.count == RunRequestOutcome.mostAtOnce)
            guard case .refused = outcomes.last else {
                Issue.record("the last one was accepted")
                return
            }
        }
    }

    @Test("with queue one run waits for the running one", arguments: StoreKind.allCases)
    func queueBehindRunning(kind: StoreKind) async throws {
        try await kind.withStore { store in
            guard case .accepted(let first)? = try await request("queue", in: store).first else { return }
            #expect(try await start(first, in: store))
            let outcomes = try await store.write { store in
                guard let task = try await store.service(first.serviceID) else { return [RunRequestOutcome]() }
                return [try await store.requestRun(of: task), try await store.requestRun(of: task)]
            }
            guard case .accepted(let second)? = outcomes.first else {
                Issue.record("it was refused")
                return
            }
            #expect(second.waitsForOthers)
            #expect(outcomes.last == .refused(second))
        }
    }

    @Test("a queued run is ended at once, a running one is asked to end", arguments: StoreKind.allCases)
    func stops(kind: StoreKind) async throws {
        try await kind.withStore { store in
            guard case .accepted(let queued)? = try await request("skip", in: store).first else { return }
            guard case .accepted(let ended)? = try await store.write({ try await $0.requestStop(of: queued.id) }) else {
                Issue.record("it was refused")
                return
            }
            #expect(ended.result == .skipped)
            #expect(ended.reason == "it was stopped before it began")
            #expect(try await store.write { try await $0.requestStop(of: queued.id) } == .refused(ended))
            #expect(try await store.write { try await $0.requestStop(of: 99) } == nil)
            #expect(try await store.read { try await $0.service(queued.serviceID) }?.lastResult == "skipped")
        }
        try await kind.withStore { store in
            guard case .accepted(let run)? = try await request("skip", in: store).first else { return }
            #expect(try await start(run, in: store))
            _ = try await store.write { try await $0.requestStop(of: run.id) }
            let stored = try await store.read { try await $0.run(run.id) }
            #expect(stored?.state == .running)
            #expect(stored?.isStopRequested == true)
        }
    }
}
