import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("Runs in every store")
struct RunContractTests {
    @Test("have an id each, ascending, and are given back as they were put in", arguments: StoreKind.allCases)
    func roundTrip(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            var run = RunRecord.queued(5, due: 60)
            run.missed = MissedTimes(count: 3, last: .sample(180))
            run.waitsForOthers = true
            run.notBefore = .sample(5)
            let queued = run
            let first = try await store.write { try await $0.insert(queued) }
            #expect(first.id == 1)
            #expect(try await store.read { try await $0.run(1) } == first)
            var expected = queued
            expected.id = 1
            #expect(first == expected)

            expected = expected.running(by: "two", token: 7, until: 90)
            expected.reason = "a \"sentence\"\n"
            expected.targets = TargetCounts(total: 5, succeeded: 1, failed: 1, skipped: 1, unknown: 1)
            expected.missed = nil
            expected.waitsForOthers = false
            expected.notBefore = .sample(6)
            let running = expected
            #expect(try await store.write { try await $0.replace(running, ifToken: nil) })
            #expect(try await store.read { try await $0.run(1) } == expected)

            expected.state = .finished
            expected.result = .partial
            expected.finishedAt = .sample(80)
            let finished = expected
            #expect(try await store.write { try await $0.replace(finished, ifToken: 7) })
            expected.task = nil
            expected.lease = nil
            #expect(try await store.read { try await $0.run(1) } == expected)
            #expect(try await store.write { try await $0.insert(.queued(6, due: nil)).id } == 2)
        }
    }

    @Test("are one for a task and its scheduled time, and many without one", arguments: StoreKind.allCases)
    func slots(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            _ = try await store.write { try await $0.insert(.finished(5, .skipped, at: 60, due: 60)) }
            await #expect(throws: (any Error).self) {
                try await store.write { try await $0.insert(.queued(5, due: 60)) }
            }
            try await store.write { transaction async throws in
                _ = try await transaction.insert(.queued(6, due: 60))
                _ = try await transaction.insert(.queued(5, due: 120))
                for _ in 0..<2 { _ = try await transaction.insert(.queued(5, due: nil)) }
            }
            #expect(try await store.read { try await $0.runs(RunQuery()) }.total == 5)
        }
    }

    @Test("cover their scheduled time, and all of a stretch that was missed", arguments: StoreKind.allCases)
    func coverage(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let covered = try await store.write { transaction async throws in
                var missed = RunRecord.finished(5, .missed, at: 400, due: 60)
                missed.missed = MissedTimes(count: 4, last: .sample(240))
                _ = try await transaction.insert(missed)
                _ = try await transaction.insert(.queued(5, due: 360))
                _ = try await transaction.insert(.queued(6, due: 0))
                var covered: [Int64] = []
                for offset: Int64 in [0, 60, 120, 240, 300, 360, 420]
                where try await transaction.hasRun(of: 5, for: .sample(offset)) { covered.append(offset) }
                return covered
            }
            #expect(covered == [60, 120, 240, 360])
        }
    }

    @Test("come from the enabled tasks that are due, the longest due first", arguments: StoreKind.allCases)
    func due(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            func taken(at offset: Int64, limit: Int = 10) async throws -> [String] {
                try await store.write { try await $0.takeDueTasks(at: .sample(offset), limit: limit).map(\.name) }
            }
            try await store.write { transaction async throws in
                for (name, offset, isEnabled) in [
                    ("late", 30 as Int64, true), ("first", 10, true), ("disabled", 5, false), ("second", 20, true),
                ] {
                    var record = ServiceRecord.task(name, dependsOn: [1])
                    record.isEnabled = isEnabled
                    record.nextRun = .sample(offset)
                    _ = try await transaction.insert(record)
                }
                var never = ServiceRecord.task("never")
                never.nextRun = nil
                _ = try await transaction.insert(never)
            }
            #expect(try await taken(at: 9) == [])
            #expect(try await taken(at: 20) == ["first", "second"])
            #expect(try await taken(at: 40, limit: 2) == ["first", "second"])
            #expect(try await store.read { try await $0.runLoad() }.nextDue == .sample(10))
            let records = try await store.write { try await $0.takeDueTasks(at: .sample(20), limit: 9) }
            #expect(records.map(\.dependsOn) == [[1], [1]])
            try await store.write { try await $0.setNextRun(of: records[0].id, to: .sample(70)) }
            #expect(try await taken(at: 40) == ["second", "late"])
            let moved = try await store.read { try await $0.service(records[0].id) }
            #expect(moved?.nextRun == .sample(70))
            #expect(moved?.version == records[0].version && moved?.updatedAt == records[0].updatedAt)
        }
    }

    @Test("start when their time has come, and where they wait, alone", arguments: StoreKind.allCases)
    func startable(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            func startable(at offset: Int64, limit: Int = 10) async throws -> [Int64] {
                try await store.write { try await $0.takeStartableRuns(at: .sample(offset), limit: limit).map(\.id) }
            }
            try await store.write { transaction async throws in
                for (serviceID, notBefore, waits) in [
                    (5, 30, false), (6, 10, true), (6, 20, true), (5, 20, false), (7, 20, true), (7, 15, false),
                ] as [(Int64, Int64, Bool)] {
                    var run = RunRecord.queued(serviceID, due: nil)
                    run.notBefore = .sample(notBefore)
                    run.waitsForOthers = waits
                    _ = try await transaction.insert(run)
                }
            }
            #expect(try await startable(at: 9) == [])
            #expect(try await startable(at: 20) == [2, 6, 4])
            #expect(try await startable(at: 30, limit: 3) == [2, 6, 4])
            #expect(try await startable(at: 30) == [2, 6, 4, 1])
            try await store.write { transaction async throws in
                for id: Int64 in [2, 6] {
                    guard let run = try await transaction.run(id) else { return }
                    _ = try await transaction.replace(run.running(), ifToken: nil)
                }
            }
            #expect(try await startable(at: 30) == [4, 1])
            try await store.write { transaction async throws in
                guard var run = try await transaction.run(2) else { return }
                run.state = .finished
                run.result = .succeeded
                run.finishedAt = .sample(31)
                _ = try await transaction.replace(run, ifToken: 1)
            }
            #expect(try await startable(at: 30) == [3, 4, 1])
        }
    }

    @Test("whose lease has ended are found, the oldest lease first", arguments: StoreKind.allCases)
    func abandoned(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await store.write { transaction async throws in
                for until: Int64 in [60, 30, 90] {
                    _ = try await transaction.insert(.queued(5, due: nil).running(until: until))
                }
                _ = try await transaction.insert(.queued(5, due: nil))
            }
            func abandoned(at offset: Int64, limit: Int = 9) async throws -> [Int64] {
                try await store.write { try await $0.takeAbandonedRuns(at: .sample(offset), limit: limit).map(\.id) }
            }
            #expect(try await abandoned(at: 29) == [])
            #expect(try await abandoned(at: 60) == [2, 1])
            #expect(try await abandoned(at: 90, limit: 1) == [2])
            await #expect(throws: (any Error).self) {
                var run = RunRecord.queued(5, due: nil)
                run.state = .running
                let unheld = run
                _ = try await store.write { try await $0.insert(unheld) }
            }
        }
    }

    @Test("take nothing from a worker that has lost its lease", arguments: StoreKind.allCases)
    func fencing(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let run = try await store.write { transaction async throws in
                let run = try await transaction.insert(.queued(5, due: 60).running(by: "one", token: 1))
                #expect(try await transaction.insert([.sample(0), .sample(1)], ofRun: run.id, ifToken: 1))
                #expect(try await transaction.replace(run.running(by: "two", token: 2), ifToken: 1))
                return run
            }
            let before = try await store.read { try await ($0.run(1), $0.steps(ofRun: 1)) }
            let answers = try await store.write { transaction async throws in
                var step = RunStepRecord.sample(0)
                step.state = .finished
                return try await [
                    transaction.replace(run, ifToken: 1), transaction.replace(run, ifToken: nil),
                    transaction.replace(step, ofRun: 1, ifToken: 1),
                    transaction.insert([.sample(2)], ofRun: 1, ifToken: 1),
                    transaction.replace(.finished(5, .failed, at: 60, due: 60), ifToken: nil),
                ]
            }
            #expect(answers == [false, false, false, false, false])
            let after = try await store.read { try await ($0.run(1), $0.steps(ofRun: 1)) }
            #expect(before.0 == after.0 && before.1 == after.1)
        }
    }

    @Test("stay as they are once they are finished", arguments: StoreKind.allCases)
    func finality(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let finished = try await store.write { try await $0.insert(.finished(5, .failed, at: 60, due: 60)) }
            var again = finished
            again.state = .queued
            again.result = nil
            let reopened = again
            #expect(try await !store.write { try await $0.replace(reopened, ifToken: nil) })
            #expect(try await store.read { try await $0.run(1) } == finished)
        }
    }

    @Test("have steps in their order, without instructions at the end", arguments: StoreKind.allCases)
    func steps(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            var done = RunStepRecord.sample(0)
            done.state = .finished
            done.result = .unknown
            done.reason = "the answer was lost"
            (done.startedAt, done.finishedAt) = (.sample(1), .sample(2))
            done.attempts = 2
            try await store.write { [done] transaction async throws in
                _ = try await transaction.insert(.queued(5, due: 60).running(token: 3))
                #expect(try await transaction.insert([.sample(1), .sample(0)], ofRun: 1, ifToken: 3))
                #expect(try await transaction.steps(ofRun: 1) == [.sample(0), .sample(1)])
                #expect(try await transaction.replace(done, ofRun: 1, ifToken: 3))
                #expect(try await !transaction.replace(.sample(7), ofRun: 1, ifToken: 3))
                #expect(try await transaction.steps(ofRun: 1) == [done, .sample(1)])
                var run = try #require(try await transaction.run(1))
                run.state = .finished
                run.result = .partial
                run.finishedAt = .sample(3)
                #expect(try await transaction.replace(run, ifToken: 3))
            }
            let steps = try await store.read { try await $0.steps(ofRun: 1) }
            #expect(steps.map(\.instruction) == [nil, nil])
            done.instruction = nil
            #expect(steps.first == done)
            #expect(try await store.read { try await $0.steps(ofRun: 2) } == [])
        }
    }

    @Test("have their steps once, whoever does not know whether they were written", arguments: StoreKind.allCases)
    func stepsTwice(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            var begun = RunStepRecord.sample(0)
            begun.state = .running
            begun.startedAt = .sample(1)
            let (first, last) = (begun, RunStepRecord.sample(1, result: .skipped))
            _ = try await store.write { try await $0.insert(.queued(5, due: 60).running(token: 3)) }
            let added = try await store.write { try await $0.insert([first, .sample(1)], ofRun: 1, ifToken: 3) }
            let again = try await store.write { try await $0.insert([.sample(0), last], ofRun: 1, ifToken: 3) }
            #expect(added && again)
            #expect(try await store.read { try await $0.steps(ofRun: 1) } == [.sample(0), last])
        }
    }

    @Test("stay with the worker that lengthens its leases, which learns of stops", arguments: StoreKind.allCases)
    func heartbeat(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await store.write { transaction async throws in
                for (worker, until) in [("one", 60), ("two", 60), ("one", 900), ("one", 10)] as [(String, Int64)] {
                    _ = try await transaction.insert(.queued(5, due: nil).running(by: worker, until: until))
                }
                _ = try await transaction.insert(.queued(5, due: nil))
                for id: Int64 in [3, 5, 77] { try await transaction.requestStop(ofRun: id) }
            }
            let held = try await store.write { try await $0.renewLeases(of: "one", until: .sample(120)) }
            #expect(held.map(\.id) == [1, 3, 4])
            #expect(held.map(\.isStopRequested) == [false, true, false])
            let ends = try await store.read { store async throws in
                var ends: [Timestamp?] = []
                for id: Int64 in 1...5 { ends.append(try await store.run(id)?.lease?.until) }
                return ends
            }
            #expect(ends == [.sample(120), .sample(60), .sample(900), .sample(120), nil])
        }
    }

    @Test("do not lose a stop that was asked for meanwhile", arguments: StoreKind.allCases)
    func stop(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let run = try await store.write { try await $0.insert(.queued(5, due: nil).running()) }
            try await store.write { try await $0.requestStop(ofRun: run.id) }
            #expect(try await store.write { try await $0.replace(run, ifToken: 1) })
            #expect(try await store.read { try await $0.run(run.id) }?.isStopRequested == true)
        }
    }

    @Test("tell how much is before a scheduler", arguments: StoreKind.allCases)
    func load(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            #expect(try await store.read { try await $0.runLoad() } == RunLoad())
            try await store.write { transaction async throws in
                for notBefore: Int64 in [40, 20] {
                    var run = RunRecord.queued(5, due: nil)
                    run.notBefore = .sample(notBefore)
                    _ = try await transaction.insert(run)
                }
                for _ in 0..<3 { _ = try await transaction.insert(.queued(5, due: nil).running()) }
                _ = try await transaction.insert(.finished(5, .succeeded, at: 5))
            }
            let load = try await store.read { try await $0.runLoad() }
            #expect(load.queued == 2 && load.running == 3 && load.nextDue == nil)
            #expect(load.oldestQueued == .sample(20))
        }
    }

    @Test("of a task are told apart by whether they are finished and really ran", arguments: StoreKind.allCases)
    func ofTask(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await store.write { transaction async throws in
                for result in [.succeeded, .failed, .skipped, .missed] as [RunResult] {
                    _ = try await transaction.insert(.finished(5, result, at: 60))
                }
                _ = try await transaction.insert(.queued(5, due: nil).running())
                _ = try await transaction.insert(.finished(6, .succeeded, at: 60))
                _ = try await transaction.insert(.queued(5, due: nil))
            }
            try await store.read { store async throws in
                #expect(try await store.unfinishedRuns(of: 5).map(\.id) == [5, 7])
                #expect(try await store.finishedRuns(of: 5, limit: 3).map(\.id) == [4, 3, 2])
                #expect(try await store.lastRealResult(of: 5) == .failed)
                #expect(try await store.lastRealResult(of: 6) == .succeeded)
                #expect(try await store.lastRealResult(of: 7) == nil)
            }
        }
    }

    @Test(
        "note on their task what they did, which no change of its configuration undoes",
        arguments: StoreKind.allCases)
    func notes(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let before = try await store.write { try await $0.insert(.task("a")) }
            try await store.write { transaction async throws in
                try await transaction.noteRun(of: before.id, at: .sample(9), result: .partial)
                try await transaction.setObservedStatus(of: before.id, to: .running)
                try await transaction.noteRun(of: 99, at: .sample, result: .failed)
                try await transaction.setObservedStatus(of: 99, to: .running)
            }
            // As of before the run.
            try await store.write { transaction async throws in
                var stale = before
                stale.description = "changed"
                try await transaction.replace(stale)
            }
            let after = try #require(try await store.read { try await $0.service(before.id) })
            #expect(after.description == "changed")
            #expect(after.lastRun == .sample(9) && after.lastResult == "partial" && after.status == .running)
            #expect(after.version == before.version && after.updatedAt == before.updatedAt)
            try await store.write { try await $0.setObservedStatus(of: before.id, to: nil) }
            #expect(try await store.read { try await $0.service(before.id) }?.status == .scheduled)
        }
    }

    @Test("outlive their task; those that wait end as skipped", arguments: StoreKind.allCases)
    func deletion(_ kind: StoreKind) async throws {
        try await kind.withStore(clock: { .sample(500) }) { store async throws in
            let task = try await store.write { try await $0.insert(.task("a")).id }
            try await store.write { transaction async throws in
                _ = try await transaction.insert(.finished(task, .succeeded, at: 5))
                _ = try await transaction.insert(.queued(task, due: 60).running())
                _ = try await transaction.insert(.queued(task, due: 120))
                try await transaction.remove(task)
            }
            let runs = try await store.read { try await $0.runs(RunQuery()) }.records
            #expect(runs.map(\.id) == [3, 2, 1])
            #expect(runs.map(\.state) == [.finished, .running, .finished])
            #expect(runs[0].result == .skipped && runs[0].finishedAt == .sample(500) && runs[0].task == nil)
            #expect(runs[0].reason == "the task was deleted before the run started")
        }
    }

    @Test("have the time of day of the store", arguments: StoreKind.allCases)
    func time(_ kind: StoreKind) async throws {
        try await kind.withStore(clock: { .sample(77) }) { store async throws in
            #expect(try await store.read { try await $0.now() } == .sample(77))
        }
    }
}
