import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("The health of services in every store")
struct HealthContractTests {
    @Test("is looked at where there is a probe, when it is due, by one at a time", arguments: StoreKind.allCases)
    func dueProbes(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await probe([1, 2, 4], in: store)
            try await store.write { transaction in
                var disabled = try #require(try await transaction.service(4))
                disabled.isEnabled = false
                try await transaction.replace(disabled)
            }
            func taken(at offset: Int64, until: Int64, limit: Int = 9) async throws -> [Int64] {
                try await store.write {
                    try await $0.takeDueProbes(at: .sample(offset), until: .sample(until), limit: limit).map(\.id)
                }
            }
            #expect(try await taken(at: 0, until: 10, limit: 1) == [1])
            #expect(try await taken(at: 0, until: 10) == [2])
            #expect(try await taken(at: 9, until: 20) == [])
            try await store.write { try await $0.replace(.sample(2, next: 15)) }
            #expect(try await taken(at: 10, until: 20) == [1])
            #expect(try await taken(at: 15, until: 30) == [2])
        }
    }

    @Test("is kept as it was found, and forgotten with its service", arguments: StoreKind.allCases)
    func state(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            var state = ProbeState.sample(4, next: 60)
            state.resources = ["queues": ["default": 3], "load": .number(0.25), "version": .null]
            let found = state
            try await store.write { transaction in
                try await transaction.replace(.sample(4, next: 10))
                try await transaction.replace(found)
                for offset: Int64 in [30, 10, 20] {
                    try await transaction.insert(
                        ProbeCheck(
                            serviceID: 4, at: .sample(offset), isSuccess: offset > 10, latency: offset > 10 ? 7 : nil))
                }
                try await transaction.insert(ProbeCheck(serviceID: 1, at: .sample(25), isSuccess: true, latency: 1))
                try await transaction.note(.sample("probe_failed", at: 10), of: 4)
            }
            #expect(try await store.read { try await $0.probeState(of: 4) } == state)
            let checks = try await store.read { try await $0.probeChecks(of: 4, since: .sample(20)) }
            #expect(checks.map(\.at) == [.sample(20), .sample(30)])
            #expect(checks.map(\.latency) == [7, 7])
            #expect(try await store.write { try await $0.pruneChecks(before: .sample(30), limit: 2) } == 2)
            #expect(try await store.write { try await $0.pruneChecks(before: .sample(30), limit: 2) } == 1)
            #expect(try await store.read { try await $0.probeChecks(of: 4, since: .sample(0)) }.count == 1)
            try await store.write { try await $0.remove(4) }
            try await store.read { store async throws in
                #expect(try await store.probeState(of: 4) == nil)
                #expect(try await store.probeChecks(of: 4, since: .sample(0)) == [])
                #expect(try await store.issues(of: 4, limit: 9) == [])
            }
        }
    }

    @Test("has each issue once, with a count, the last seen first", arguments: StoreKind.allCases)
    func issues(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await store.write { transaction in
                try await transaction.note(.sample("a", at: 10), of: 1)
                try await transaction.note(.sample("b", at: 20), of: 1)
                try await transaction.note(.sample("a", at: 25), of: 2)
                try await transaction.note(.sample("a", at: 30, severity: "warning"), of: 1)
            }
            let issues = try await store.read { try await $0.issues(of: 1, limit: 9) }
            #expect(issues.map(\.code) == ["a", "b"])
            #expect(issues[0].count == 2 && issues[0].severity == "warning" && issues[0].message == "seen at 30")
            #expect(issues[0].firstSeen == .sample(10) && issues[0].lastSeen == .sample(30))
            #expect(try await store.read { try await $0.issues(of: 1, limit: 1) }.count == 1)
        }
    }

    @Test("has the latest sample of each server, by its name", arguments: StoreKind.allCases)
    func samples(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let tasks = try await store.write { transaction in
                let tasks = [
                    try await transaction.insert(.task("a")).id, try await transaction.insert(.task("b")).id,
                ]
                for offset: Int64 in [30, 10, 20] {
                    try await transaction.insert([
                        .sample(tasks[0], "u2", "Alpha", at: offset), .sample(tasks[0], "u1", "Zulu", at: offset + 1),
                    ])
                }
                try await transaction.insert([.sample(tasks[1], "u1", "Zulu", at: 5)])
                return tasks
            }
            let latest = try await store.read { try await $0.latestSamples(of: tasks[0]) }
            #expect(latest.map(\.target.name) == ["Alpha", "Zulu"])
            #expect(latest.map(\.at) == [.sample(30), .sample(31)])
            #expect(latest[0].values == ["cpu": 30.5, "memory": 4])
            let all = try await store.read { try await $0.latestSamples(limit: 9) }
            #expect(all.map(\.serviceID) == [tasks[0], tasks[0], tasks[1]])
            #expect(try await store.read { try await $0.latestSamples(limit: 2) }.count == 2)
            let old = try await store.write { transaction in
                try await [
                    transaction.pruneSamples(of: tasks[0], before: .sample(30), limit: 3),
                    transaction.pruneSamples(of: tasks[0], before: .sample(30), limit: 3),
                ]
            }
            #expect(old == [3, 1])
            #expect(try await store.read { try await $0.latestSamples(of: tasks[0]) } == latest)
            try await store.write { try await $0.remove(tasks[0]) }
            #expect(try await store.read { try await $0.latestSamples(limit: 9) }.map(\.serviceID) == [tasks[1]])
        }
    }

    @Test("takes nothing of a service that is gone, and does not fail for it", arguments: StoreKind.allCases)
    func gone(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await store.write { transaction in
                try await transaction.replace(.sample(99, next: 10))
                try await transaction.note(.sample("a", at: 1), of: 99)
                try await transaction.insert(ProbeCheck(serviceID: 99, at: .sample, isSuccess: true, latency: 1))
                try await transaction.insert([.sample(99, "u1", "Zulu", at: 5)])
            }
            try await store.read { store async throws in
                #expect(try await store.probeState(of: 99) == nil)
                #expect(try await store.issues(of: 99, limit: 9) == [])
                #expect(try await store.latestSamples(limit: 9) == [])
            }
        }
    }

    @Test("is what services are listed by", arguments: StoreKind.allCases)
    func listing(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let task = try await store.write { transaction in
                let task = try await transaction.insert(.task("a")).id
                try await transaction.setObservedStatus(of: 1, to: .stopped)
                try await transaction.setObservedStatus(of: 2, to: .running)
                try await transaction.setObservedStatus(of: 4, to: .running)
                try await transaction.setObservedStatus(of: task, to: .running)
                // A service that is disabled is that, a task that still runs is not.
                for id: Int64 in [4, task] {
                    var disabled = try #require(try await transaction.service(id))
                    disabled.isEnabled = false
                    try await transaction.replace(disabled)
                }
                return task
            }
            func ids(_ change: (inout ServiceQuery) -> Void) async throws -> [Int64] {
                var query = ServiceQuery()
                change(&query)
                let ready = query
                return try await store.read { try await $0.page(ready) }.records.map(\.id)
            }
            #expect(try await ids { $0.status = .running } == [2, task])
            #expect(try await ids { $0.status = .stopped } == [1])
            #expect(try await ids { $0.status = .disabled } == [4])
            #expect(try await ids { $0.status = .unknown } == [3])
            #expect(try await ids { $0.order = [.init(.status)] } == [4, 2, task, 1, 3])
        }
    }

    private func probe(_ ids: [Int64], in store: any PanelStore) async throws {
        try await store.write { transaction in
            for id in ids {
                var record = try #require(try await transaction.service(id))
                record.config = ["probe": ["type": "sftp", "host": "127.0.0.1"]]
                try await transaction.replace(record)
            }
        }
    }
}

extension ProbeState {
    fileprivate static func sample(_ serviceID: Int64, next: Int64) -> ProbeState {
        ProbeState(
            serviceID: serviceID, status: .degraded, since: .sample(1), checkedAt: .sample(2), failuresInARow: 3,
            successesInARow: 4, nextCheck: .sample(next))
    }
}

extension ServiceIssue {
    fileprivate static func sample(_ code: String, at offset: Int64, severity: String = "error") -> ServiceIssue {
        ServiceIssue(
            severity: severity, code: code, message: "seen at \(offset)",
            firstSeen: .sample(offset), lastSeen: .sample(offset))
    }
}

extension ServerSample {
    fileprivate static func sample(
        _ serviceID: Int64, _ server: String, _ name: String, at offset: Int64
    ) -> ServerSample {
        ServerSample(
            serviceID: serviceID, target: RunTarget(id: server, name: name, node: "n"), at: .sample(offset),
            values: ["cpu": Double(offset) + 0.5, "memory": 4])
    }
}
