import PanelClient
import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Testing

/// What both panels keep to of runs and health: the one in this process, and the one over HTTP on a real port.
@Suite("Every panel, of runs and health,")
struct RunContractTests {
    @Test("starts a run once for one idempotency key", arguments: PanelKind.allCases)
    func starts(_ kind: PanelKind) async throws {
        try await kind.withRunPanel { panel, store in
            let task = try await panel.create(.sample("a"), idempotencyKey: "create")
            let run = try await panel.startRun(ofService: task.id, idempotencyKey: "k")
            #expect(run.state == .queued && run.trigger == .manual && run.serviceName == "a" && run.steps == nil)
            #expect(try await panel.startRun(ofService: task.id, idempotencyKey: "k") == run)
            let again = await #expect(throws: PanelError.self) {
                try await panel.startRun(ofService: task.id, idempotencyKey: "other")
            }
            #expect(again?.code == .conflict && again?.message.contains("'a'") == true)
            let service = await #expect(throws: PanelError.self) {
                try await panel.startRun(ofService: "1", idempotencyKey: "k1")
            }
            #expect(service?.code == .conflict && service?.message.contains("system service") == true)
            let nobody = await #expect(throws: PanelError.self) {
                try await panel.startRun(ofService: "99", idempotencyKey: "k2")
            }
            #expect(nobody?.code == .notFound)
        }
    }

    @Test("stops a run that is not finished", arguments: PanelKind.allCases)
    func stops(_ kind: PanelKind) async throws {
        try await kind.withRunPanel { panel, store in
            let task = try await panel.create(.sample("a"), idempotencyKey: "create")
            let run = try await panel.startRun(ofService: task.id, idempotencyKey: "k")
            let stopped = try await panel.stopRun(run.id, ofService: task.id)
            #expect(stopped.id == run.id && stopped.state == .finished && stopped.result == .skipped)
            let finished = await #expect(throws: PanelError.self) {
                try await panel.stopRun(run.id, ofService: task.id)
            }
            #expect(finished?.code == .conflict)
            let missing = await #expect(throws: PanelError.self) { try await panel.stopRun("99", ofService: task.id) }
            #expect(missing?.code == .notFound)
        }
    }

    @Test("shows one run with its steps", arguments: PanelKind.allCases)
    func oneRun(_ kind: PanelKind) async throws {
        try await kind.withRunPanel { panel, store in
            let task = try await panel.create(.sample("a"), idempotencyKey: "create")
            let record = try await store.addRun(
                of: try #require(Int64(task.id)), named: "a", result: .failed, reason: "it broke",
                steps: [.sample(0), .sample(1, result: .failed, reason: "it was down")])
            let run = try #require(try await panel.run(String(record.id), ofService: task.id))
            #expect(run.result == .failed && run.reason == "it broke" && run.worker == "worker")
            #expect(run.lateness == 1 && run.duration == 10)
            #expect(run.steps?.map(\.server.name) == ["server 0", "server 1"])
            #expect(run.steps?.map(\.result) == [.succeeded, .failed])
            #expect(run.steps?.map(\.reason) == [nil, "it was down"])
            #expect(run.steps?.map(\.duration) == [2, 2])
            for (id, service) in [("99", task.id), (String(record.id), "1"), (String(record.id), "99"), ("x/y", "1")] {
                #expect(try await panel.run(id, ofService: service) == nil)
            }
        }
    }

    @Test("lists runs newest first, as many as are asked for", arguments: PanelKind.allCases)
    func lists(_ kind: PanelKind) async throws {
        try await kind.withRunPanel { panel, store in
            let task = try await panel.create(.sample("a"), idempotencyKey: "create")
            let other = try await panel.create(.sample("b"), idempotencyKey: "create b")
            let id = try #require(Int64(task.id))
            func moment(_ index: Int) -> Timestamp { Timestamp(seconds: Timestamp.sample.seconds + Int64(index)) }
            for index in 1...230 {
                try await store.addRun(of: id, at: moment(index), result: index % 10 == 0 ? .failed : .succeeded)
            }
            try await store.addRun(of: try #require(Int64(other.id)), named: "b", result: .succeeded)

            var selection = RunFilter(limit: 215)
            #expect(try await panel.runs(selection).map(\.id) == (17...231).reversed().map(String.init))
            selection.limit = 3
            selection.serviceID = task.id
            #expect(try await panel.runs(selection).map(\.id) == ["230", "229", "228"])
            selection.limit = 100
            selection.result = .failed
            #expect(try await panel.runs(selection).count == 23)
            selection.since = moment(200)
            #expect(try await panel.runs(selection).map(\.id) == ["230", "220", "210", "200"])
            selection.until = moment(215)
            #expect(try await panel.runs(selection).map(\.id) == ["210", "200"])
        }
    }

    @Test("tells the health of a service and of a task", arguments: PanelKind.allCases)
    func health(_ kind: PanelKind) async throws {
        try await kind.withRunPanel { panel, store in
            let task = try await panel.create(.sample("a"), idempotencyKey: "create")
            try await store.addRun(
                of: try #require(Int64(task.id)), named: "a", result: .failed, reason: "it broke")
            try await store.write { store in
                try await store.replace(
                    ProbeState(
                        serviceID: 1, status: .degraded, since: .sample, checkedAt: .sample,
                        resources: ["servers": 2, "load": .null], nextCheck: .sample))
                try await store.setObservedStatus(of: 1, to: .degraded)
                try await store.insert(ProbeCheck(serviceID: 1, at: .sample, isSuccess: true, latency: 1_250))
                try await store.note(
                    ServiceIssue(
                        severity: "warning", code: "slow", message: "it is slow", firstSeen: .sample,
                        lastSeen: .sample, count: 3), of: 1)
            }
            let service = try #require(try await panel.health(ofService: "1"))
            #expect(service.status == "degraded" && service.checkedAt == .sample)
            #expect(service.uptime.since == .sample)
            #expect(service.resources == [.init(name: "servers", amount: 2), .init(name: "load", amount: nil)])
            #expect(service.issues.map(\.message) == ["it is slow"])
            guard case .system(let performance) = service.detail else {
                Issue.record("it is a system service")
                return
            }
            #expect(performance.latency == .init(last: 1.25, average: 1.25, p95: 1.25))
            #expect(performance.checks == 1 && performance.failures == 0 && performance.windowSeconds == 86_400)

            let health = try #require(try await panel.health(ofService: task.id))
            guard case .scheduled(let history) = health.detail else {
                Issue.record("it is a task")
                return
            }
            #expect(health.dependencies == [.init(id: "1", name: "Wings Daemon", status: "degraded")])
            #expect(history.counts.filter { $0.value > 0 } == [.failed: 1] && history.consecutiveFailures == 1)
            #expect(history.lastRuns.map(\.reason) == ["it broke"])
            #expect(history.lateness.last == 1 && history.duration.average == 10)
            #expect(try await panel.health(ofService: "99") == nil)
        }
    }
}
