import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

@Suite("Runs")
struct RunTests {
    @Test("are queued by hand, as the task then is", arguments: StoreKind.embedded)
    func start(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let task = try await panel.create("a", ["enabled": false, "timeout": 60])
            let run = try await panel.services.startRun(id: task.id)
            #expect(run.trigger == .manual && run.state == .queued && run.queuedAt == .sample)
            #expect(run.scheduledFor == nil && run.startedAt == nil && run.result == nil && run.reason == nil)
            #expect(run.serviceID == task.id && run.serviceName == "a")
            let number = try #require(Int64(run.id))
            let stored = try #require(try await panel.store.read { try await $0.run(number) })
            #expect(stored.timeout == 60)
            #expect(stored.task == task["task"])
            #expect(try await panel.services.run(run.id, ofID: task.id).steps == [])
        }
    }

    @Test("by hand follow the task's rule for overlapping", arguments: StoreKind.embedded)
    func overlap(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            for (rule, started) in [("skip", 0), ("queue", 1), ("allow", 3)] {
                let task = try await panel.create(rule, ["overlap": .string(rule)])
                let running = try await panel.store.addRun(
                    of: try #require(Int64(task.id)), result: nil, state: .running)
                var ids: [String] = []
                for _ in 0..<3 {
                    do throws(ServiceError) {
                        ids.append(try await panel.services.startRun(id: task.id).id)
                    } catch {
                        let problem = try #require(error.problems.first)
                        #expect(problem.code == .serviceConflict)
                        #expect(problem.meta["reason"] == "running")
                        // The run that is in the way.
                        #expect(problem.meta["run"]?.plainText == ids.last ?? String(running.id))
                    }
                }
                #expect(ids.count == started, "\(rule)")
            }
        }
    }

    @Test("of a system service there are none", arguments: StoreKind.embedded)
    func systemService(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let problems = await panel.refusal(.serviceConflict) { try await panel.services.startRun(id: "1") }
            #expect(problems.first?.meta["reason"] == "system_service")
            #expect(try await panel.services.runs(RunListRequest(ofService: "1")).total == 0)
            _ = await panel.refusal(.serviceNotFound) { try await panel.services.startRun(id: "99") }
        }
    }

    @Test("start once for one idempotency key", arguments: StoreKind.embedded)
    func idempotency(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let key = RequestKey(scope: "test", key: "k")
            let task = try await panel.create("a", ["overlap": "allow"])
            let other = try await panel.create("b", key: "create")
            let first = try await panel.services.startRun(id: task.id, key: key)
            #expect(try await panel.services.startRun(id: task.id, key: key) == first)
            let reused = await panel.refusal(.validationFailed) {
                try await panel.services.startRun(id: other.id, key: key)
            }
            #expect(reused.first?.meta["reason"] == "key_reused")
            _ = await panel.refusal(.validationFailed) {
                try await panel.services.startRun(id: other.id, key: RequestKey(scope: "test", key: "create"))
            }
            // The answer is that of the first time, whatever has become of the run.
            _ = try await panel.services.stopRun(first.id, ofID: task.id)
            #expect(try await panel.services.startRun(id: task.id, key: key) == first)
            panel.wait(86_401)
            #expect(try await panel.services.startRun(id: task.id, key: key).id != first.id)
        }
    }

    @Test("are stopped: queued ones at once, running ones after their step", arguments: StoreKind.embedded)
    func stop(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let task = try await panel.create("a")
            let id = try #require(Int64(task.id))
            let queued = try await panel.services.startRun(id: task.id)
            let stopped = try await panel.services.stopRun(queued.id, ofID: task.id)
            #expect(stopped.state == .finished && stopped.result == .skipped && stopped.reason != nil)
            let finished = await panel.refusal(.serviceConflict) {
                try await panel.services.stopRun(queued.id, ofID: task.id)
            }
            #expect(finished.first?.meta["reason"] == "finished")

            let running = try await panel.store.addRun(of: id, result: nil, state: .running)
            let asked = try await panel.services.stopRun(String(running.id), ofID: task.id)
            #expect(asked.state == .running)
            #expect(try await panel.store.read { try await $0.run(running.id) }?.isStopRequested == true)
            _ = await panel.refusal(.notFound) { try await panel.services.stopRun("99", ofID: task.id) }
        }
    }

    @Test("are found under their own task alone", arguments: StoreKind.embedded)
    func ofAnotherTask(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let (first, second) = (try await panel.create("a"), try await panel.create("b"))
            let run = try await panel.services.startRun(id: first.id)
            for id in [run.id, "0", "-1", "x", "00\(run.id)"] {
                _ = await panel.refusal(.notFound) { try await panel.services.run(id, ofID: second.id) }
            }
            #expect(try await panel.services.run(run.id, ofID: first.id).id == run.id)
        }
    }

    @Test("are listed newest first, in pages, by state, result, task and time", arguments: StoreKind.embedded)
    func lists(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let (first, second) = (try await panel.create("a"), try await panel.create("b"))
            let (one, two) = (try #require(Int64(first.id)), try #require(Int64(second.id)))
            func moment(_ minutes: Int64) -> Timestamp { Timestamp(seconds: Timestamp.sample.seconds + minutes * 60) }
            for minute in 0..<6 {
                try await panel.store.addRun(
                    of: one, named: "a", at: moment(Int64(minute)), result: minute == 2 ? .failed : .succeeded)
            }
            let queued = try await panel.services.startRun(id: second.id)
            try await panel.store.addRun(of: two, named: "b", at: moment(9), result: .failed)

            func ids(_ query: (String, String)..., of service: String? = nil) async throws -> [String] {
                let parameters = query.map { QueryParameter($0.0, $0.1) }
                return try await panel.services.runs(RunListRequest(parameters, ofService: service)).elements.map(\.id)
            }
            #expect(try await ids() == ["8", "7", "6", "5", "4", "3", "2", "1"])
            #expect(try await ids(of: first.id) == ["6", "5", "4", "3", "2", "1"])
            #expect(try await ids(("filter[service]", second.id)) == ["8", "7"])
            #expect(try await ids(("filter[result]", "failed")) == ["8", "3"])
            #expect(try await ids(("filter[state]", "queued")) == [queued.id])
            #expect(try await ids(("since", "\(moment(4))"), of: first.id) == ["6", "5"])
            #expect(try await ids(("until", "\(moment(1))"), of: first.id) == ["2", "1"])
            #expect(try await ids(("page", "3"), ("per_page", "2"), of: first.id) == ["2", "1"])
            #expect(try await ids(("page", "999999999"), ("per_page", "100")) == [])
            let page = try await panel.services.runs(
                RunListRequest([.init("per_page", "5"), .init("filter[result]", "succeeded")], ofService: first.id))
            #expect(page.total == 5)
            #expect(page.elements.allSatisfy { $0.steps == nil })
        }
    }

    @Test("of deleted tasks are listed among all", arguments: StoreKind.embedded)
    func deletedTask(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let task = try await panel.create("a")
            let id = try #require(Int64(task.id))
            try await panel.store.addRun(of: id, named: "a", result: .failed, reason: "it was https://kim:pw@a.example")
            try await panel.services.delete(id: task.id)
            let all = try await panel.services.runs(RunListRequest(ofService: nil))
            #expect(all.elements.map(\.serviceName) == ["a"])
            #expect(all.elements.first?.reason == "it was https://(secret)@a.example")
            _ = await panel.refusal(.serviceNotFound) {
                try await panel.services.runs(RunListRequest(ofService: task.id))
            }
        }
    }

    @Test(
        "are not listed by what is malformed or unknown",
        arguments: [
            ("filter[state]", "done"), ("filter[state]", ""), ("filter[result]", "ok"), ("since", "yesterday"),
            ("since", "2026-02-30T00:00:00Z"), ("until", ""), ("until", "2026-11-24"), ("filter[service]", "x"),
            ("filter[service]", "-1"), ("page", "0"), ("per_page", "x"), ("sort", "id"), ("filter", "a"), ("", ""),
        ])
    func badQuery(_ name: String, _ value: String) throws {
        let error = #expect(throws: ServiceError.self) { try RunListRequest([.init(name, value)], ofService: nil) }
        #expect(error?.problems.map(\.code) == [.badRequest])
        #expect(error?.problems.fields == [name])
        // Not both ways of naming the task.
        #expect(throws: ServiceError.self) { try RunListRequest([.init("filter[service]", "1")], ofService: "1") }
    }

    @Test("in progress keep their task from being deleted, unless they may be ended", arguments: StoreKind.embedded)
    func deleting(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let task = try await panel.create("a")
            let run = try await panel.store.addRun(
                of: try #require(Int64(task.id)), named: "a", result: nil, state: .running)
            let problems = await panel.refusal(.serviceConflict) { try await panel.services.delete(id: task.id) }
            #expect(problems.first?.meta["reason"] == "running")
            #expect(problems.first?.meta["run"]?.plainText == String(run.id))
            try await panel.services.delete(id: task.id, endsRuns: true)
            _ = await panel.refusal(.serviceNotFound) { try await panel.services.get(id: task.id) }
            #expect(try await panel.store.read { try await $0.run(run.id) }?.isStopRequested == true)
        }
    }

    @Test("that are only queued do not", arguments: StoreKind.embedded)
    func deletingQueued(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let task = try await panel.create("a")
            let run = try await panel.services.startRun(id: task.id)
            try await panel.services.delete(id: task.id)
            let left = try await panel.services.runs(RunListRequest(ofService: nil)).elements
            #expect(left.map(\.id) == [run.id])
            #expect(left.first?.state == .finished && left.first?.result == .skipped)
        }
    }

    @Test("show in the task's status, last run and last result", arguments: StoreKind.embedded)
    func standing(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let task = try await panel.create("a")
            let id = try #require(Int64(task.id))
            #expect(task["status"] == "scheduled" && task["last_run"] == nil)
            try await panel.store.addRun(of: id, result: nil, state: .running)
            #expect(try await panel.get(task.id)["status"] == "running")
            try await panel.store.write { try await $0.setObservedStatus(of: id, to: nil) }
            try await panel.store.addRun(of: id, at: Timestamp(seconds: 1_795_486_000), result: .partial, late: 3)
            let after = try await panel.get(task.id)
            #expect(after["status"] == "scheduled")
            #expect(after["last_run"] == .string("\(Timestamp(seconds: 1_795_486_003))"))
            #expect(after["last_result"] == "partial")
            #expect(after["updated_at"] == task["updated_at"])
        }
    }
}
