import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("What pages for people ask every store")
struct PageReadingTests {
    @Test("A history of runs is by time, goes on behind any run, and takes all choices", arguments: StoreKind.allCases)
    func history(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await store.write { transaction async throws in
                _ = try await transaction.insert(.finished(5, .succeeded, at: 70, due: 60))  // 1
                _ = try await transaction.insert(.finished(6, .failed, at: 130, due: 120))  // 2
                _ = try await transaction.insert(.finished(5, .missed, at: 190, due: 30))  // 3
                _ = try await transaction.insert(.queued(5, due: nil, at: .sample(120)))  // 4
                _ = try await transaction.insert(.queued(6, due: 240, at: .sample(241)).running())  // 5
            }
            func ids(_ change: (inout RunHistoryQuery) -> Void) async throws -> [Int64] {
                var query = RunHistoryQuery()
                change(&query)
                let ready = query
                return try await store.read { try await $0.runs(ready) }.map(\.id)
            }
            #expect(try await ids { _ in } == [5, 4, 2, 1, 3])
            #expect(try await ids { $0.limit = 2 } == [5, 4])
            #expect(try await ids { $0.after = .init(time: .sample(120), id: 4) } == [2, 1, 3])
            #expect(try await ids { $0.after = .init(time: .sample(30), id: 3) } == [])
            #expect(try await ids { $0.serviceID = 5 } == [4, 1, 3])
            #expect(try await ids { $0.state = .finished } == [2, 1, 3])
            #expect(try await ids { $0.state = .running } == [5])
            #expect(try await ids { $0.results = [.failed, .missed] } == [2, 3])
            #expect(try await ids { ($0.results, $0.since) = ([.failed, .missed], .sample(60)) } == [2])
            #expect(try await ids { ($0.since, $0.until) = (.sample(60), .sample(120)) } == [4, 2, 1])
            #expect(try await ids { ($0.serviceID, $0.results) = (5, [.failed]) } == [])
        }
    }

    @Test("The newest runs of several tasks come at once, so many of each", arguments: StoreKind.allCases)
    func newestRuns(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await store.write { transaction async throws in
                for offset: Int64 in 1...4 { _ = try await transaction.insert(.finished(5, .succeeded, at: offset)) }
                _ = try await transaction.insert(.queued(6, due: nil))
                _ = try await transaction.insert(.finished(7, .failed, at: 9))
            }
            let runs = try await store.read { try await $0.newestRuns(of: [6, 5, 99], limit: 3) }
            let byTask = Dictionary(grouping: runs, by: \.serviceID).mapValues { $0.map(\.id) }
            #expect(byTask == [5: [4, 3, 2], 6: [5]])
            #expect(try await store.read { try await $0.newestRuns(of: [], limit: 3) } == [])
        }
    }

    @Test("Tasks are due in the order of time, and disabled ones never", arguments: StoreKind.allCases)
    func upcoming(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let ids = try await store.write { transaction async throws in
                var ids: [Int64] = []
                for (offset, isEnabled) in [(30, true), (10, true), (5, false), (-7, true)] as [(Int64, Bool)] {
                    var task = ServiceRecord.task("t\(offset)", dependsOn: [1])
                    task.isEnabled = isEnabled
                    task.nextRun = isEnabled ? .sample(offset) : nil
                    ids.append(try await transaction.insert(task).id)
                }
                return ids
            }
            let tasks = try await store.read { try await $0.upcomingTasks(limit: 9) }
            #expect(tasks.map(\.id) == [ids[3], ids[1], ids[0]])
            #expect(tasks.allSatisfy { $0.dependsOn == [1] })
            #expect(try await store.read { try await $0.upcomingTasks(limit: 1) }.map(\.id) == [ids[3]])
        }
    }

    @Test("Tasks are not well when their last run was not, as long as they are enabled", arguments: StoreKind.allCases)
    func unwell(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let ids = try await store.write { transaction async throws in
                var ids: [Int64] = []
                for (index, result) in (RunResult.allCases + [.failed, .failed]).enumerated() {
                    let id = try await transaction.insert(.task("t\(index)")).id
                    try await transaction.noteRun(of: id, at: .sample(Int64(index)), result: result)
                    ids.append(id)
                }
                var disabled = try #require(try await transaction.service(ids[5]))
                disabled.isEnabled = false
                try await transaction.replace(disabled)
                try await transaction.noteRun(of: ids[6], at: .sample(70), result: .succeeded)
                return ids
            }
            let unwell = try await store.read { try await $0.unwellTasks(limit: 9) }
            #expect(unwell.map(\.lastResult) == ["missed", "failed", "partial"])
            #expect(unwell.map(\.id) == [ids[4], ids[2], ids[1]])
            #expect(try await store.read { try await $0.unwellTasks(limit: 1) }.map(\.id) == [ids[4]])
        }
    }

    @Test("A calendar gets the schedules of the enabled tasks", arguments: StoreKind.allCases)
    func schedules(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let id = try await store.write { transaction async throws in
                var disabled = ServiceRecord.task("off")
                disabled.isEnabled = false
                _ = try await transaction.insert(disabled)
                var task = ServiceRecord.task("on")
                task.timezone = "Europe/Berlin"
                let id = try await transaction.insert(task).id
                task.name = "placed"
                task.task = ["type": "backup", "data": ["servers": ["node:eu 1", "node:eu-2"]]]
                _ = try await transaction.insert(task)
                return id
            }
            let schedules = try await store.read { try await $0.taskSchedules() }
            let on = TaskSchedule(id: id, name: "on", schedule: "0 2 * * *", timezone: "Europe/Berlin")
            let placed = TaskSchedule(
                id: id + 1, name: "placed", schedule: "0 2 * * *", timezone: "Europe/Berlin", nodes: ["eu 1", "eu-2"])
            #expect(schedules == [on, placed])
        }
    }

    @Test("The nodes of tasks are those of the steps of the newest runs", arguments: StoreKind.allCases)
    func nodes(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            func step(_ position: Int, _ node: String) -> RunStepRecord {
                RunStepRecord(
                    position: position, target: RunTarget(id: "\(position)", name: "n", node: node), action: "backup",
                    instruction: nil)
            }
            let runs = [(5, ["old"]), (6, ["b", "a", "a", ""]), (5, ["c"]), (7, [])] as [(Int64, [String])]
            for (number, (task, nodes)) in runs.enumerated() {
                try await store.addRun(
                    of: task, at: .sample(Int64(number) * 100), result: .succeeded,
                    steps: nodes.enumerated().map { step($0.offset, $0.element) })
            }
            func nodes(_ limit: Int) async throws -> Set<TaskNode> {
                try await store.read { try await $0.nodes(ofNewestRuns: limit) }
            }
            let newest = [(6, "a"), (6, "b"), (5, "c")].map { TaskNode(serviceID: $0.0, node: $0.1) }
            #expect(try await nodes(3) == Set(newest))
            #expect(try await nodes(9) == Set(newest + [TaskNode(serviceID: 5, node: "old")]))
            #expect(try await nodes(1) == [])
        }
    }

    @Test("Several services come at once, with what they depend on", arguments: StoreKind.allCases)
    func services(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let far = try await store.write { transaction async throws in
                for index in 0..<40 { _ = try await transaction.insert(.task("t\(index)")) }
                return try await transaction.insert(.task("far", dependsOn: [1, 2])).id
            }
            let found = try await store.read { try await $0.services([far, 3, 999, 3]) }
            #expect(found.map(\.id) == [3, far])
            #expect(found.map(\.dependsOn) == [[2], [1, 2]])
        }
    }

    @Test("Checks are counted day by day, and the days outlive them", arguments: StoreKind.allCases)
    func days(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let day = ProbeDay.day(of: .sample)
            let midnight = day * 86_400
            try await store.write { transaction async throws in
                for (service, second, isSuccess) in [
                    (2, 0, true), (1, 86_399, false), (1, 0, true), (1, 86_400, true), (1, -86_400, false),
                ] as [(Int64, Int64, Bool)] {
                    try await transaction.insert(
                        ProbeCheck(
                            serviceID: service, at: Timestamp(seconds: midnight + second), isSuccess: isSuccess,
                            latency: nil))
                }
                _ = try await transaction.pruneChecks(before: .sample(1_000_000), limit: 100)
            }
            let days = try await store.read { try await $0.probeDays(since: day) }
            #expect(
                days == [
                    ProbeDay(serviceID: 1, day: day, checks: 2, failures: 1),
                    ProbeDay(serviceID: 1, day: day + 1, checks: 1, failures: 0),
                    ProbeDay(serviceID: 2, day: day, checks: 1, failures: 0),
                ])
            let later = Timestamp(seconds: midnight + (ProbeDay.kept + 1) * 86_400)
            try await store.write {
                try await $0.insert(ProbeCheck(serviceID: 1, at: later, isSuccess: true, latency: 1))
            }
            let kept = try await store.read { try await $0.probeDays(since: 0) }
            #expect(kept.map(\.day) == [day + 1, day + ProbeDay.kept + 1, day])
        }
    }

    @Test("Issues of several services come together, the last seen first", arguments: StoreKind.allCases)
    func issues(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await store.write { transaction async throws in
                for (service, offset) in [(1, 10), (2, 30), (3, 40), (1, 20)] as [(Int64, Int64)] {
                    try await transaction.note(
                        ServiceIssue(
                            severity: "error", code: "c\(offset)", message: "m",
                            firstSeen: .sample(offset), lastSeen: .sample(offset)), of: service)
                }
                for service: Int64 in [2, 1] {
                    try await transaction.replace(
                        ProbeState(
                            serviceID: service, status: .running, since: .sample, checkedAt: .sample,
                            nextCheck: .sample(60)))
                }
            }
            #expect(
                try await store.read { try await $0.issues(of: [1, 2], limit: 9) }.map(\.issue.code) == [
                    "c30", "c20", "c10",
                ])
            #expect(try await store.read { try await $0.issues(of: [1, 2], limit: 1) }.map(\.issue.code) == ["c30"])
            #expect(try await store.read { try await $0.probeStates() }.map(\.serviceID) == [1, 2])
        }
    }
}
