import PanelStore
import PanelStorePostgres
import PhoenixModel
import PhoenixTestSupport
import PostgresFixtures
import ProcessFixtures
import Testing

@Suite("Units of work on PostgreSQL", .needs("postgres"), .mustEnd)
struct PostgresConcurrencyTests {
    @Test("that write alone let nobody in between, in whatever process")
    func alone() async throws {
        try await PostgresServer.withStores(3) { _, stores in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<45 {
                    group.addTask {
                        try await stores[worker % 3].write(within: .seconds(600)) { transaction in
                            // Two that see the same number would want the same name.
                            let count = try await transaction.serviceCount()
                            _ = try await transaction.insert(.task("task \(count)"))
                        }
                    }
                }
                try await group.waitForAll()
            }
            let names = try await stores[1].read { try await $0.allServices() }.dropFirst(4).map(\.name)
            #expect(names == (4..<49).map { "task \($0)" })
        }
    }

    @Test("are begun again as a whole when each waits for the other")
    func deadlock() async throws {
        try await PostgresServer.withServer { server in
            try await server.run(
                PostgresStatement("ALTER DATABASE \(server.database) SET deadlock_timeout = '50ms'"))
            let stores = [try await server.open(), try await server.open()]
            let tasks = try await stores[0].write { transaction in
                [try await transaction.insert(.task("a")), try await transaction.insert(.task("b"))]
            }
            let gates = [Gate(), Gate()]
            let begun = Count()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<2 {
                    group.addTask {
                        try await stores[worker].write(as: .concurrent) { transaction in
                            _ = begun.next()
                            _ = try await transaction.unfinishedRuns(of: tasks[worker].id)
                            gates[worker].open()
                            await gates[1 - worker].wait()
                            _ = try await transaction.unfinishedRuns(of: tasks[1 - worker].id)
                            _ = try await transaction.insert(.queued(tasks[worker]))
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(begun.value == 3)
            #expect(try await stores[0].read { try await $0.runs(RunQuery()) }.total == 2)
        }
    }

    @Test("are begun again as a whole after a serialization failure, whatever the body makes of it")
    func serializationFailure() async throws {
        struct Swallowed: Error {}
        try await PostgresServer.withStores(1) { server, stores in
            try await server.run("CREATE SEQUENCE failures")
            try await server.run(
                """
                CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    IF nextval('failures') <= 3 THEN
                        RAISE EXCEPTION 'could not serialize access' USING ERRCODE = '40001';
                    END IF;
                    RETURN NEW;
                END $$
                """)
            try await server.run("CREATE TRIGGER fail BEFORE INSERT ON run FOR EACH ROW EXECUTE FUNCTION fail()")
            let begun = Count()
            try await stores[0].write { transaction in
                let count = begun.next()
                let task = try await transaction.insert(.task("a"))
                do {
                    _ = try await transaction.insert(.queued(task))
                } catch {
                    if count == 2 { throw Swallowed() }
                    if count == 1 { throw error }
                }
            }
            #expect(begun.value == 4)
            #expect(try await stores[0].read { try await $0.serviceCount() } == 5)
            #expect(try await stores[0].read { try await $0.runs(RunQuery()) }.total == 1)
        }
    }

    @Test("free what they hold when they wait for something else until their time is over")
    func stuckNeighbour() async throws {
        try await PostgresServer.withStores(2) { _, stores in
            let (started, finished) = (Gate(), Gate())
            let error = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    // On a machine that is very busy it may not even begin.
                    defer { started.open() }
                    try await stores[0].write(within: .seconds(3)) { transaction in
                        _ = try await transaction.insert(.task("before"))
                        started.open()
                        await finished.wait()
                        _ = try await transaction.insert(.task("after"))
                    }
                }
                await started.wait()
                // Nothing opens the gate before this is done.
                _ = try await stores[1].write { try await $0.insert(.task("other")) }
                finished.open()
                return await #expect(throws: PanelStoreError.self) { try await group.waitForAll() }
            }
            #expect(error?.fault == .unavailable)
            let names = try await stores[0].read { try await $0.allServices() }.dropFirst(4).map(\.name)
            #expect(names == ["other"])
        }
    }

    @Test("of a worker that is being relieved of a run write nothing after that")
    func fencing() async throws {
        try await PostgresServer.withStores(2) { _, stores in
            let run = try await stores[0].write { transaction in
                let task = try await transaction.insert(.task("a"))
                let run = try await transaction.insert(.queued(task).running(by: "one", token: 1))
                #expect(try await transaction.insert([.sample(0)], ofRun: run.id, ifToken: 1))
                return run
            }
            let (relieved, asked) = (Gate(), Gate())
            async let takeover: Void = stores[0].write(as: .concurrent) { transaction async throws in
                #expect(try await transaction.replace(run.running(by: "two", token: 2), ifToken: 1))
                relieved.open()
                await asked.wait()
            }
            await relieved.wait()
            async let late = stores[1].write(as: .concurrent) { transaction async throws in
                _ = try await transaction.now()
                asked.open()
                return try await [
                    transaction.replace(.sample(0, result: .failed), ofRun: run.id, ifToken: 1),
                    transaction.insert([.sample(1)], ofRun: run.id, ifToken: 1),
                    transaction.replace(run, ifToken: 1),
                ]
            }
            #expect(try await late == [false, false, false])
            try await takeover
            #expect(try await stores[0].read { try await $0.steps(ofRun: run.id) } == [.sample(0)])
            #expect(try await stores[0].read { try await $0.run(run.id) }?.lease?.worker == "two")
        }
    }

    @Test("that end two runs of one task at the same time do not both see the other one under way")
    func lastOne() async throws {
        try await PostgresServer.withStores(2) { _, stores in
            let runs = try await stores[0].write { transaction in
                let task = try await transaction.insert(.task("a"))
                return [
                    try await transaction.insert(.queued(task).running(by: "one", token: 1)),
                    try await transaction.insert(.queued(task).running(by: "two", token: 1)),
                ]
            }
            let gates = [Gate(), Gate()]
            let last = try await withThrowingTaskGroup(of: Bool.self) { group in
                for worker in 0..<2 {
                    group.addTask {
                        try await stores[worker].write(as: .concurrent) { transaction in
                            var run = runs[worker]
                            run.finish(.succeeded, nil, at: .sample)
                            #expect(try await transaction.replace(run, ifToken: 1))
                            gates[worker].open()
                            await gates[1 - worker].wait()
                            return try await transaction.unfinishedRuns(of: run.serviceID).isEmpty
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(last.sorted { !$0 && $1 } == [false, true])
        }
    }

    @Test("that add messages to one address give them numbers in the order of their commits")
    func messages() async throws {
        try await PostgresServer.withStores(3) { _, stores in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<30 {
                    group.addTask {
                        try await stores[worker % 3].write(as: .concurrent) { transaction in
                            // In another order each time: nobody may wait for the other.
                            for address in worker.isMultiple(of: 2) ? ["a", "b"] : ["b", "a"] {
                                try await transaction.insert(
                                    OutboxMessage(
                                        id: "\(address)\(worker)", serviceID: 1, kind: "webhook", address: address,
                                        secret: nil, event: "e", payload: [:], text: "", createdAt: .sample))
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let taken = try await withThrowingTaskGroup(of: [OutboxMessage].self) { group in
                for store in stores {
                    group.addTask {
                        try await store.write(as: .concurrent) { transaction in
                            try await transaction.takeMessages(
                                at: .sample, until: Timestamp(seconds: Timestamp.sample.seconds + 60), addresses: 1,
                                perAddress: 100)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(taken.count == 60)
            #expect(Set(taken.map(\.id)).count == 60)
        }
    }
}
