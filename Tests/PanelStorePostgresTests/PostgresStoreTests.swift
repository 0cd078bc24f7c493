import PanelStore
import PanelStorePostgres
import PhoenixModel
import PhoenixTestSupport
import PostgresFixtures
import ProcessFixtures
import Synchronization
import Testing

@Suite("A store on PostgreSQL", .needs("postgres"), .mustEnd)
struct PostgresStoreTests {
    @Test("is made by one of several processes that come at once")
    func severalOpeners() async throws {
        try await PostgresServer.withServer { server in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for opener in 0..<4 {
                    group.addTask {
                        let store = try await server.open()
                        _ = try await store.write { try await $0.insert(.task("task \(opener)")) }
                    }
                }
                try await group.waitForAll()
            }
            let store = try await server.open()
            #expect(try await store.read { try await $0.allServices() }.map(\.id) == Array(1...8))
            #expect(try await server.number("SELECT count(*) FROM phoenix_migration") == 3)
        }
    }

    @Test("is refused when a newer version wrote it")
    func tooNew() async throws {
        try await PostgresServer.withStores(1) { server, _ in
            try await server.run("INSERT INTO phoenix_migration (step) VALUES ('9999-later')")
            for mode in [StoreMode.writing, .reading] {
                let error = await #expect(throws: PanelStoreError.self) { _ = try await server.open(for: mode) }
                #expect(error?.fault == .tooNew)
            }
        }
    }

    @Test("is refused when it is another program's database, which it leaves alone")
    func otherProgram() async throws {
        try await PostgresServer.withServer { server in
            try await server.run("CREATE TABLE player (id bigint)")
            let error = await #expect(throws: PanelStoreError.self) { _ = try await server.open() }
            #expect(error?.message.contains("another program") == true)
            #expect(error?.help?.contains("CREATE SCHEMA") == true)
            #expect(try await server.number("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 1)
            // As the help says.
            try await server.run("CREATE SCHEMA phoenix")
            let store = try await server.open(url: server.url + "?options=-csearch_path%3Dphoenix")
            #expect(try await store.read { try await $0.serviceCount() } == 4)
        }
    }

    @Test("is not made by one who only reads, and not written to")
    func reading() async throws {
        try await PostgresServer.withServer { server in
            let missing = await #expect(throws: PanelStoreError.self) { _ = try await server.open(for: .reading) }
            #expect(missing?.help == "'phoenix serve' and 'phoenix apply' create one")
            #expect(try await server.number("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0)
            _ = try await server.open()
            let store = try await server.open(for: .reading)
            #expect(try await store.read { try await $0.serviceCount() } == 4)
            let error = await #expect(throws: PanelStoreError.self) {
                try await store.write { try await $0.insert(.task("a")) }
            }
            #expect(error?.fault == .readOnly)
        }
    }

    @Test("that takes no changes can be read, and says what is wrong")
    func readOnly() async throws {
        try await PostgresServer.withServer { server in
            _ = try await server.open()
            try await server.run(
                PostgresStatement("ALTER DATABASE \(server.database) SET default_transaction_read_only = on"))
            let store = try await server.open()
            #expect(try await store.read { try await $0.serviceCount() } == 4)
            for write in [
                { _ = try await store.write { try await $0.insert(.task("a")) } }, { try await store.checkWritable() },
            ] as [() async throws -> Void] {
                let error = await #expect(throws: PanelStoreError.self) { try await write() }
                #expect(error?.fault == .readOnly)
            }
        }
    }

    @Test("whose disk is full says so, and goes on when there is space")
    func full() async throws {
        try await PostgresServer.withStores(1) { server, stores in
            try await server.run(
                """
                CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100';
                END $$
                """)
            try await server.run("CREATE TRIGGER fill BEFORE INSERT ON service EXECUTE FUNCTION fill()")
            let error = await #expect(throws: PanelStoreError.self) {
                try await stores[0].write { try await $0.insert(.task("a")) }
            }
            #expect(error?.fault == .full)
            try await server.run("DROP TRIGGER fill ON service")
            _ = try await stores[0].write { try await $0.insert(.task("a")) }
            #expect(try await stores[0].read { try await $0.serviceCount() } == 5)
        }
    }

    @Test("shows that a key was revoked by another process")
    func revokedKey() async throws {
        try await PostgresServer.withStores(2) { _, stores in
            let key = APIKeyRecord(
                id: "a", name: "one", digest: Array(0..<32), permissions: [], createdAt: .sample)
            try await stores[0].write { try await $0.insert(key) }
            // What a server keeps of a key it keeps at a version.
            var version: ConfigurationVersion?
            while version == nil {
                #expect(try await stores[1].read { try await $0.apiKey("a") } == key)
                version = stores[1].configurationVersion()
            }
            #expect(try await stores[0].write { try await $0.removeAPIKey(named: "one") })
            let start = ContinuousClock.now
            while stores[1].configurationVersion() == version { await Task.yield() }
            // Within a second, on a machine that is not busy.
            #expect(ContinuousClock.now - start < .seconds(60))
            #expect(try await stores[1].read { try await $0.apiKey("a") } == nil)
            var next: ConfigurationVersion?
            while next == nil {
                _ = try await stores[1].read { try await $0.serviceCount() }
                next = stores[1].configurationVersion()
            }
            #expect(next?.keys != version?.keys && next?.services == version?.services)
        }
    }

    @Test("counts its runs, also what is not summed up yet, and while others sum up")
    func counts() async throws {
        var options = PostgresPanelStore.Options()
        options.foldInterval = .zero
        try await PostgresServer.withStores(3, options: options) { server, stores in
            let task = try await stores[0].write { try await $0.insert(.task("a")) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<30 {
                    group.addTask {
                        try await stores[worker % 3].write(as: .concurrent) { transaction in
                            for number in 0..<10 {
                                var run = RunRecord.queued(task)
                                run.finish(number == 0 ? .failed : .succeeded, nil, at: .sample)
                                _ = try await transaction.insert(run)
                            }
                        }
                        #expect(try await stores[worker % 3].read { try await $0.runs(RunQuery()) }.total >= 10)
                    }
                }
                try await group.waitForAll()
            }
            var failed = RunQuery()
            (failed.serviceID, failed.result) = (task.id, .failed)
            let query = failed
            #expect(try await stores[1].read { try await $0.runs(query) }.total == 30)
            #expect(try await stores[1].read { try await $0.runs(RunQuery()) }.total == 300)
            #expect(try await server.number("SELECT count(*) FROM run_change") < 300)
        }
    }

    @Test("finds deep pages of runs without counting them off, and has the right ones where that cannot be")
    func deepPages() async throws {
        let statements = Mutex<[String]>([])
        var options = PostgresPanelStore.Options()
        options.foldInterval = .zero
        options.observeStatement = { sql in statements.withLock { $0.append(sql) } }
        try await PostgresServer.withStores(1, options: options) { server, stores in
            let task = try await stores[0].write { try await $0.insert(.task("a")) }
            for _ in 0..<4 {
                try await stores[0].write { transaction in
                    for number in 0..<1_500 {
                        var run = RunRecord.queued(task)
                        if number % 500 > 0 { run.finish(.succeeded, nil, at: .sample) }
                        _ = try await transaction.insert(run)
                    }
                }
            }
            func page(_ offset: Int) async throws -> [Int64] {
                var query = RunQuery()
                (query.offset, query.limit) = (offset, 3)
                let ready = query
                let slice = try await stores[0].read { try await $0.runs(ready) }
                #expect(slice.total == 6_000)
                return slice.records.map(\.id)
            }
            for offset in [0, 1_023, 1_024, 3_000, 4_975, 5_998, 6_000, 9_000] {
                let first = Int64(6_000 - offset)
                statements.withLock { $0 = [] }
                #expect(try await page(offset) == (0..<3).map { first - $0 }.filter { $0 > 0 })
                let isCountedOff = statements.withLock { $0 }.contains { $0.contains("id = ANY (ARRAY(") }
                #expect(isCountedOff == (offset < 1_024))
            }
            // As a version leaves it that knew no stretches.
            try await server.run("UPDATE run_stretch SET runs = runs - 1 WHERE stretch = 2")
            #expect(try await page(3_000) == [3_000, 2_999, 2_998])
        }
    }

    @Test("keeps texts with any character")
    func anyCharacter() async throws {
        try await PostgresServer.withStores(1) { _, stores in
            var record = ServiceRecord.task("a")
            record.description = "\u{0}\u{1}\u{2}{\"NULL\",\\}🌙\u{0}"
            let written = record
            let id = try await stores[0].write { transaction in
                let task = try await transaction.insert(written)
                _ = try await transaction.insert(.queued(task).running(by: written.description, token: 1))
                try await transaction.insert(
                    OutboxMessage(
                        id: "NULL", serviceID: 1, kind: "webhook", address: written.description, secret: nil,
                        event: "", payload: [:], text: written.description, createdAt: .sample))
                return task.id
            }
            #expect(try await stores[0].read { try await $0.service(id) }?.description == record.description)
            #expect(try await stores[0].read { try await $0.run(1) }?.worker == record.description)
            let messages = try await stores[0].write {
                try await $0.takeMessages(at: .sample, until: .sample, addresses: 1, perAddress: 1)
            }
            #expect(messages.map(\.address) == [record.description] && messages.map(\.text) == [record.description])
            #expect(messages.map(\.id) == ["NULL"] && messages.map(\.secret) == [nil])
        }
    }

    @Test("has the database's clock where there is no other one")
    func clock() async throws {
        try await PostgresServer.withServer { server in
            let store = try await PostgresPanelStore.open(location: server.location)
            let before = try await server.number("SELECT floor(extract(epoch FROM clock_timestamp()))::bigint")
            let times = [
                try await store.read { try await $0.now() }, try await store.write { try await $0.now() },
                try await store.write(as: .concurrent) { try await $0.now() },
            ]
            let after = try await server.number("SELECT floor(extract(epoch FROM clock_timestamp()))::bigint")
            #expect(times.allSatisfy { before...after ~= $0.seconds })
        }
    }
}
