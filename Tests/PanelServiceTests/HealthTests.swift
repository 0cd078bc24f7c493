import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

@Suite("Health")
struct HealthTests {
    @Test("says of nothing what is not known", arguments: StoreKind.embedded)
    func unknown(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let task = try await panel.create("a")
            let service = try APIHealth.value(await panel.services.health(id: "3")).asMap()
            #expect(service["status"] == "unknown" && service["checked_at"] == .null)
            #expect(service["uptime"] == ["seconds": .null, "since": .null])
            #expect(service["resources"] == [:] && service["issues"] == [])
            #expect(service["dependencies"] == [["id": "2", "name": "Database Host", "status": "unknown"]])
            #expect(
                service["performance"] == [
                    "latency_ms": ["last": .null, "avg": .null, "p95": .null],
                    "availability": ["window_seconds": 86_400, "ratio": .null, "checks": 0, "failures": 0],
                ])
            let health = try APIHealth.value(await panel.services.health(id: task.id)).asMap()
            #expect(health["status"] == "scheduled" && health["last_runs"] == [] && health["performance"] == nil)
            #expect(health["runs"] == ["succeeded": 0, "partial": 0, "failed": 0, "skipped": 0, "missed": 0])
            #expect(health["lateness_seconds"] == ["last": .null, "p95": .null])
            #expect(health["duration_seconds"] == ["last": .null, "avg": .null, "p95": .null])
            #expect(health["consecutive_failures"] == 0)
            _ = await panel.refusal(.serviceNotFound) { try await panel.services.health(id: "99") }
        }
    }

    @Test("of a service has its uptime while it is well or half well, and no other time", arguments: StoreKind.embedded)
    func uptime(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let since = Timestamp(seconds: Timestamp.sample.seconds - 60)
            let statuses: [(ServiceStatus, Int64?)] = [(.running, 60), (.degraded, 60), (.stopped, nil)]
            for (status, seconds) in statuses {
                try await panel.store.write { store in
                    try await store.replace(
                        ProbeState(serviceID: 2, status: status, since: since, checkedAt: since, nextCheck: .sample))
                    try await store.setObservedStatus(of: 2, to: status)
                }
                #expect(try await panel.services.health(id: "2").uptime.seconds == seconds, "\(status)")
            }
        }
    }

    @Test("hides secrets of four characters and more in what was found", arguments: StoreKind.embedded)
    func secrets(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            for (password, message) in [("pa55", "(secret) is wrong"), ("pa5", "pa5 is wrong")] {
                let probe: Value = [
                    "type": "mysql", "host": "db", "user": "monitor", "password": .string(password),
                ]
                try await panel.update("2", ["config": ["probe": probe]])
                try await panel.store.write { store in
                    try await store.note(
                        ServiceIssue(
                            severity: "error", code: "refused", message: "\(password) is wrong",
                            firstSeen: .sample, lastSeen: .sample), of: 2)
                }
                #expect(try await panel.services.health(id: "2").issues.map(\.message) == [message])
            }
        }
    }

    @Test("of a system service is what its probes have found", arguments: StoreKind.embedded)
    func probes(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let now = Timestamp.sample
            @Sendable func ago(_ seconds: Int64) -> Timestamp { Timestamp(seconds: now.seconds - seconds) }
            try await panel.store.write { store in
                var state = ProbeState(
                    serviceID: 2, status: .running, since: ago(600), checkedAt: ago(5), nextCheck: now)
                state.resources = ["connections": 3, "load": .number(0.5), "queries": .null]
                try await store.replace(state)
                try await store.setObservedStatus(of: 2, to: .running)
                for (index, latency) in ([nil, 2_000, 4_000, 3_000] as [Int64?]).enumerated() {
                    try await store.insert(
                        ProbeCheck(
                            serviceID: 2, at: ago(Int64(100 - index)), isSuccess: latency != nil, latency: latency))
                }
                // Before the window.
                try await store.insert(ProbeCheck(serviceID: 2, at: ago(90_000), isSuccess: false, latency: nil))
                for number in 0..<25 {
                    try await store.note(
                        ServiceIssue(
                            severity: "warning", code: "c\(number)", message: "slow",
                            firstSeen: ago(1_000), lastSeen: ago(Int64(number)), count: 2), of: 2)
                }
            }
            let health = try await panel.services.health(id: "2")
            #expect(health.status == "running" && health.checkedAt == ago(5))
            #expect(health.uptime == ServiceHealth.Uptime(seconds: 600, since: ago(600)))
            #expect(
                health.resources == [
                    .init(name: "connections", amount: 3), .init(name: "load", amount: 0.5),
                    .init(name: "queries", amount: nil),
                ])
            #expect(health.issues.map(\.code) == (0..<20).map { "c\($0)" })
            guard case .system(let performance) = health.detail else {
                Issue.record("it is a system service")
                return
            }
            #expect(performance.latency == .init(last: 3, average: 3, p95: 4))
            #expect(performance.checks == 4 && performance.failures == 1 && performance.availability == 0.75)
            #expect(try await panel.get("2")["status"] == "running")

            try await panel.store.write { store in
                try await store.replace(
                    ProbeState(serviceID: 2, status: .stopped, since: now, checkedAt: now, nextCheck: now))
                try await store.setObservedStatus(of: 2, to: .stopped)
            }
            #expect(try await panel.services.health(id: "2").uptime == ServiceHealth.Uptime())
            #expect(try await panel.services.health(id: "3").dependencies.map(\.status) == ["stopped"])
        }
    }

    @Test("of a task is what its last runs tell", arguments: StoreKind.embedded)
    func runs(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let task = try await panel.create("a")
            let id = try #require(Int64(task.id))
            let results: [RunResult] =
                Array(repeating: .succeeded, count: 110) + [.failed, .missed, .skipped, .partial, .skipped]
            for (minute, result) in results.enumerated() {
                try await panel.store.addRun(
                    of: id, at: Timestamp(seconds: Timestamp.sample.seconds + Int64(minute) * 60), result: result,
                    late: minute == 114 ? 9 : 1, duration: minute == 114 ? 50 : 10)
            }
            let health = try await panel.services.health(id: task.id)
            guard case .scheduled(let history) = health.detail else {
                Issue.record("it is a task")
                return
            }
            #expect(history.counts == [.succeeded: 95, .failed: 1, .missed: 1, .skipped: 2, .partial: 1])
            #expect(history.lastRuns.map(\.id) == (106...115).reversed().map { String($0) })
            // What did not run says nothing of failures.
            #expect(history.consecutiveFailures == 2)
            #expect(history.lateness == .init(last: 9, average: 1.08, p95: 1))
            #expect(history.duration == .init(last: 50, average: 10.4, p95: 10))
        }
    }

    @Test("of a statistics task has what the servers use together", arguments: StoreKind.embedded)
    func statistics(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let task = try await panel.create("a")
            let id = try #require(Int64(task.id))
            try await panel.store.write { store in
                try await store.insert(
                    ["x", "y"].map { name in
                        ServerSample(
                            serviceID: id, target: RunTarget(id: name, name: name, node: "n"), at: .sample,
                            values: name == "x" ? ["cpu": 1.5, "uptime": 9] : ["cpu": 2, "memory": 10])
                    })
            }
            #expect(
                try await panel.services.health(id: task.id).resources == [
                    .init(name: "servers", amount: 2), .init(name: "cpu", amount: 3.5),
                    .init(name: "memory", amount: 10),
                ])
            let samples = try await panel.services.latestSamples(limit: 1)
            #expect(samples.map(\.target.name) == ["x"])
        }
    }
}
