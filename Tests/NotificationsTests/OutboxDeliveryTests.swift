import ClockFixtures
import Clocks
import CoreMetrics
import LogFixtures
import Logging
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import PrometheusMetrics
import RandomFixtures
import ServiceLifecycle
import Synchronization
import Testing

@testable import Notifications

@Suite("The delivery of messages", .mustEnd)
struct OutboxDeliveryTests {
    /// Takes deliveries as it is told.
    private final class Script: MessageSending {
        typealias Answer = @Sendable (_ address: String, _ number: Int) async -> DeliveryOutcome

        private let answer: Answer
        private let log = Mutex<[Delivery]>([])

        init(_ answer: @escaping Answer = { _, _ in .delivered }) { self.answer = answer }

        var deliveries: [Delivery] { log.withLock { $0 } }
        var ids: [String] { deliveries.map(\.id) }

        func send(_ delivery: Delivery) async -> DeliveryOutcome {
            let number = log.withLock { log in
                log.append(delivery)
                return log.count { $0.address == delivery.address }
            }
            return await answer(delivery.address, number)
        }
    }

    private struct Setting {
        let time: ManualTime
        let store: InMemoryPanelStore
        let script: Script
        let metrics = PrometheusMetricsFactory()
        var options = DeliveryOptions()

        init(_ script: Script = Script(), runsTwice: Bool = false, time: ManualTime = ManualTime()) {
            self.time = time
            self.script = script
            store = InMemoryPanelStore(
                clock: { Timestamp(seconds: Int64(time.now / .seconds(1))) }, runsTwice: runsTwice)
        }

        /// One process of the server.
        func process(_ store: (any PanelStore)? = nil) -> OutboxDelivery {
            OutboxDelivery(
                store: store ?? self.store, sender: script, options: options, clock: time.clock(random: 1),
                log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, metrics: metrics)
        }

        func insert(_ messages: OutboxMessage...) async throws {
            try await store.write { store in for message in messages { try await store.insert(message) } }
        }

        /// Says who is told of service 2.
        func notify(_ entries: Value) async throws {
            try await store.write { store in
                guard var service = try await store.service(2) else { return }
                service.notify = entries
                _ = try await store.replace(service)
            }
        }

        func pass(_ seconds: Int64) async throws { try await time.clock().sleep(.seconds(seconds)) }
        func waiting() async throws -> Int { try await store.write { try await $0.outboxLoad().count } }
        func issues() async throws -> [ServiceIssue] { try await store.read { try await $0.issues(of: 2, limit: 20) } }
    }

    @Test("empties the outbox", arguments: [false, true])
    func delivers(runsTwice: Bool) async throws {
        let setting = Setting(runsTwice: runsTwice)
        try await setting.insert(.sample("m1", to: "https://a.example/"), .sample("m2", to: "https://b.example/"))
        #expect(await setting.process().tick() == 2)
        #expect(Set(setting.script.ids) == ["m1", "m2"])
        #expect(try await setting.waiting() == 0)
        #expect(await setting.process().tick() == 0)
        #expect(try await setting.issues().isEmpty)
    }

    @Test("keeps the order of an address, and sends nothing past a message that failed")
    func order() async throws {
        let setting = Setting(Script { _, number in number == 2 ? .failed("a.example answered 500") : .delivered })
        try await setting.insert(
            .sample("m1", event: "service.stopped"), .sample("m2", event: "service.recovered"),
            .sample("m3", event: "service.stopped"))
        let process = setting.process()
        _ = await process.tick()
        #expect(setting.script.ids == ["m1", "m2"])
        #expect(await process.tick() == 0)
        try await setting.pass(10)
        #expect(await process.tick() == 2)
        #expect(setting.script.ids == ["m1", "m2", "m2", "m3"])
        #expect(try await setting.waiting() == 0)
    }

    @Test("tries again with the same id, after waits that double up to an hour")
    func backoff() async throws {
        let setting = Setting(Script { _, number in number < 14 ? .failed("a.example answered 500") : .delivered })
        try await setting.insert(.sample("m1"))
        let process = setting.process()
        var waits: [Int64] = []
        while try await setting.waiting() > 0 {
            _ = await process.tick()
            var wait: Int64 = 0
            while try await setting.waiting() > 0, setting.script.ids.count == waits.count + 1 {
                try await setting.pass(10)
                wait += 10
                let before = setting.script.ids.count
                if await process.tick() > 0 { #expect(setting.script.ids.count == before + 1) }
            }
            waits.append(wait)
        }
        #expect(Set(setting.script.ids) == ["m1"])
        #expect(waits.prefix(11) == [10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 3_600, 3_600])
    }

    @Test("gives up after a day, and says so on the service")
    func givesUp() async throws {
        let setting = Setting(Script { _, _ in .failed("hooks.example.com answered 410") })
        try await setting.insert(.sample("m1"))
        let process = setting.process()
        _ = await process.tick()
        #expect(try await setting.issues().map(\.code) == ["notification_failed"])
        #expect(try await setting.issues().map(\.message) == ["hooks.example.com answered 410"])
        try await setting.pass(86_399)
        _ = await process.tick()
        #expect(try await setting.waiting() == 1)
        try await setting.pass(3_600)
        _ = await process.tick()
        #expect(try await setting.waiting() == 0)
        let issues = try await setting.issues()
        #expect(Set(issues.map(\.code)) == ["notification_failed", "notification_dropped"])
        let dropped = try #require(issues.first { $0.code == "notification_dropped" })
        #expect(dropped.message == "a message was given up after 24 h: hooks.example.com answered 410")
        #expect(dropped.severity == "error")
        #expect(setting.metrics.render().contains(#"phoenix_notifications_total{kind="webhook",result="dropped"} 1"#))
    }

    @Test("goes on with what came later once an old message is given up")
    func laterMessages() async throws {
        let setting = Setting(Script { _, _ in .failed("a.example answered 500") })
        let later = Timestamp(seconds: 1_800_000_000 + 80_000)
        try await setting.insert(.sample("m1"), .sample("m2", event: "run.failed", at: later))
        let process = setting.process()
        try await setting.pass(86_400)
        _ = await process.tick()
        #expect(setting.script.ids == ["m1", "m2"])
        #expect(try await setting.waiting() == 1)
    }

    @Test("says on the service why an address is refused")
    func refused() async throws {
        let setting = Setting(Script { _, _ in .refused("10.0.0.1 is in a private or special network") })
        try await setting.insert(.sample("m1"), .sample("m2", service: 99))
        _ = await setting.process().tick()
        #expect(try await setting.issues().map(\.code) == ["notification_refused"])
        #expect(try await setting.issues().map(\.severity) == ["error"])
        // The message waits: somebody may allow the network.
        #expect(try await setting.waiting() == 2)
    }

    @Test("puts messages together that wait at the same time")
    func grouped() async throws {
        let setting = Setting()
        for number in 0..<150 { try await setting.insert(.sample("m\(number)")) }
        let process = setting.process()
        #expect(await process.tick() == 100)
        #expect(await process.tick() == 50)
        #expect(setting.script.deliveries.map(\.count) == [100, 50])
        #expect(setting.script.ids == ["m99", "m149"])
        #expect(try await setting.waiting() == 0)
    }

    @Test("sends the same id again when the process dies between sending and recording")
    func crash() async throws {
        let setting = Setting()
        try await setting.insert(.sample("m1"), .sample("m2", event: "service.recovered"))
        let dying = InterruptedStore(setting.store, writesLeft: 1)
        _ = await setting.process(dying).tick()
        #expect(setting.script.ids == ["m1"])
        #expect(try await setting.waiting() == 2)
        // Nobody else sends while the lease of the dead process lasts.
        #expect(await setting.process().tick() == 0)
        try await setting.pass(300)
        _ = await setting.process().tick()
        #expect(setting.script.ids == ["m1", "m1", "m2"])
        #expect(try await setting.waiting() == 0)
    }

    @Test("a store that is away for long is said once, and once more when it is back")
    func storeAway() async throws {
        let setting = Setting()
        let lines = LogLines()
        let store = FaultyStore(setting.store, failingWith: PanelStoreError(.unavailable, "away"))
        let delivery = OutboxDelivery(
            store: store, sender: setting.script, options: setting.options, clock: setting.time.clock(random: 1),
            log: Logger(label: "test") { _ in lines }, metrics: setting.metrics)
        for _ in 0..<100 {
            _ = await delivery.tick()
            try await setting.pass(1)
        }
        let said = lines.all.filter { !$0.hasPrefix("debug") }
        #expect(said == ["error cannot look for messages"])
        store.fail(with: nil)
        _ = await delivery.tick()
        #expect(lines.all.last == "notice the store can be reached again")
    }

    @Test("a corrected address reaches what waits for the old one, once the old one has failed again")
    func correctedAddress() async throws {
        let (old, new) = ("https://old.example/", "https://new.example/")
        let setting = Setting(Script { address, _ in address == old ? .failed("no") : .delivered })
        try await setting.notify([["type": "webhook", "url": .string(old)]])
        try await setting.insert(.sample("m1", to: old), .sample("m2", to: old))
        _ = await setting.process().tick()
        try await setting.notify([["type": "webhook", "url": .string(new)]])
        for _ in 0..<3 {
            try await setting.pass(3_600)
            _ = await setting.process().tick()
        }
        let delivered = setting.script.deliveries.filter { $0.address == new }.flatMap { $0.messages.map(\.id) }
        #expect(delivered == ["m1", "m2"])
        #expect(try await setting.waiting() == 0)
    }

    @Test("an address that is still there for other events is not replaced")
    func addressOfOtherEvents() async throws {
        let old = "https://old.example/"
        let setting = Setting(Script { _, _ in .failed("no") })
        try await setting.notify([
            ["type": "webhook", "url": .string(old), "on": ["recovered"]],
            ["type": "webhook", "url": "https://new.example/", "on": ["stopped"]],
        ])
        try await setting.insert(.sample("m1", to: old))
        _ = await setting.process().tick()
        try await setting.pass(3_600)
        _ = await setting.process().tick()
        #expect(setting.script.deliveries.map(\.address) == [old, old])
    }

    @Test("waits between half of its time and all of it, by chance")
    func chance() {
        let options = DeliveryOptions()
        #expect(RetryWait.after(0, options, random: 0) == .seconds(5))
        #expect(RetryWait.after(0, options, random: 0.5) == .seconds(7.5))
        #expect(RetryWait.after(1, options, random: 1) == .seconds(20))
        #expect(RetryWait.after(99, options, random: 0) == .seconds(1_800))
    }

    @Test("gives back what there is no time for within its lease")
    func longQueue() async throws {
        let time = ManualTime()
        let setting = Setting(
            Script { _, _ in
                time.advance(.seconds(50))
                return .delivered
            }, time: time)
        for number in 0..<6 {
            let event = number % 2 == 0 ? "service.stopped" : "service.recovered"
            try await setting.insert(.sample("m\(number)", event: event))
        }
        let start = time.now
        let process = setting.process()
        #expect(await process.tick() == 6)
        // Nobody else may take them before two minutes are over.
        #expect(time.now - start <= .seconds(120))
        let sent = setting.script.ids.count
        #expect(sent < 6)
        #expect(try await setting.waiting() == 6 - sent)
        while try await setting.waiting() > 0 { _ = await process.tick() }
        #expect(setting.script.ids == (0..<6).map { "m\($0)" })
    }

    @Test("sends to no more addresses at once than it may, over all that goes on")
    func addressesAtOnce() async throws {
        let gate = AsyncStream<Void>.makeStream()
        var setting = Setting(
            Script { _, _ in
                for await _ in gate.stream {}
                return .delivered
            })
        setting.options.addressesAtOnce = 2
        for number in 0..<3 { try await setting.insert(.sample("m\(number)", to: "https://\(number).example/")) }
        let process = setting.process()
        let first = Task { await process.tick() }
        while setting.script.ids.count < 2 { await Task.yield() }
        #expect(await process.tick() == 0)
        gate.continuation.finish()
        #expect(await first.value == 2)
        #expect(await process.tick() == 1)
    }

    @Test("a clock that is set back does not keep Discord waiting")
    func discordPauseAndClock() async throws {
        let setting = Setting(
            Script { _, number in
                number == 1
                    ? .postponed("discord.com asks to wait (429)", wait: .seconds(60), isForAll: true) : .delivered
            })
        let process = setting.process()
        try await setting.insert(.sample("m1", to: "https://discord.com/first", kind: "discord"))
        _ = await process.tick()
        setting.time.advance(.seconds(-3_600))
        let earlier = Timestamp(seconds: 1_799_990_000)
        try await setting.insert(.sample("m2", to: "https://discord.com/second", kind: "discord", at: earlier))
        _ = await process.tick()
        #expect(setting.script.ids == ["m1", "m2"])
    }

    @Test(
        "an address is not guessed",
        arguments: [
            // Two can be meant; it is still there beside another; nobody wants that event any more.
            ["https://a.example/", "https://b.example/"], ["https://old.example/", "https://b.example/"], [],
        ])
    func addressesNotGuessed(addresses: [String]) async throws {
        let old = "https://old.example/"
        let setting = Setting(Script { _, _ in .failed("no") })
        try await setting.notify(.list(addresses.map { ["type": "webhook", "url": .string($0)] }))
        try await setting.insert(.sample("m1", to: old))
        for _ in 0..<3 {
            _ = await setting.process().tick()
            try await setting.pass(3_600)
        }
        #expect(setting.script.deliveries.allSatisfy { $0.address == old })
        #expect(try await setting.waiting() == 1)
    }

    @Test("loses nothing and keeps the order of every address, wherever a process dies", arguments: 0..<60)
    func crashes(_ seed: Int) async throws {
        let setting = Setting(Script { _, number in number % 3 == 2 ? .failed("no") : .delivered })
        var generator = SeededGenerator(seed: UInt64(seed))
        for number in 0..<20 {
            let address = "https://\(Int.random(in: 0..<3, using: &generator)).example/"
            try await setting.insert(.sample("m\(number)", to: address, event: "event.\(number)"))
        }
        while try await setting.waiting() > 0 {
            let writes = Int.random(in: 0..<12, using: &generator)
            _ = await setting.process(InterruptedStore(setting.store, writesLeft: writes)).tick()
            try await setting.pass(Int64.random(in: 1..<400, using: &generator))
        }
        for host in 0..<3 {
            let numbers = setting.script.deliveries.filter { $0.address == "https://\(host).example/" }
                .compactMap { Int($0.id.dropFirst()) }
            // Again and again perhaps, but none before its time.
            #expect(numbers == numbers.sorted())
        }
        #expect(Set(setting.script.ids).count == 20)
    }

    @Test("does not let a slow address keep the others waiting")
    func slowAddress() async throws {
        let gate = AsyncStream<Void>.makeStream()
        let setting = Setting(
            Script { address, _ in
                if address.contains("slow") { for await _ in gate.stream {} }
                return .delivered
            })
        try await setting.insert(.sample("m1", to: "https://slow.example/"))
        let process = setting.process()
        let slow = Task { await process.tick() }
        while setting.script.ids.isEmpty { await Task.yield() }
        try await setting.insert(.sample("m2", to: "https://fast.example/"), .sample("m3", to: "https://slow.example/"))
        #expect(await process.tick() == 1)
        #expect(setting.script.ids == ["m1", "m2"])
        gate.continuation.finish()
        #expect(await slow.value == 1)
        #expect(await process.tick() == 1)
        #expect(setting.script.ids == ["m1", "m2", "m3"])
    }

    @Test("leaves all of Discord alone when it wants that, and other receivers not")
    func globalLimit() async throws {
        let setting = Setting(
            Script { address, number in
                address.contains("first") && number == 1
                    ? .postponed("discord.com asks to wait (429)", wait: .seconds(1.5), isForAll: true) : .delivered
            })
        let process = setting.process()
        try await setting.insert(.sample("m1", to: "https://discord.com/first", kind: "discord"))
        _ = await process.tick()
        try await setting.insert(
            .sample("m2", to: "https://discord.com/second", kind: "discord"), .sample("m3", to: "https://a.example/"))
        _ = await process.tick()
        #expect(setting.script.ids == ["m1", "m3"])
        try await setting.pass(2)
        _ = await process.tick()
        #expect(Set(setting.script.ids.dropFirst(2)) == ["m1", "m2"])
        #expect(try await setting.waiting() == 0)
    }

    @Test("sends what is under way to its end when the server is to end, and takes nothing more")
    func shutdown() async throws {
        let setting = Setting(
            Script { _, number in
                if number == 1 { try? await gracefulShutdown() }
                return .delivered
            })
        try await setting.insert(.sample("m1"), .sample("m2", event: "service.recovered"))
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let group = ServiceGroup(services: [setting.process()], logger: quiet)
        let run = Task { try await group.run() }
        while setting.script.ids.isEmpty { await Task.yield() }
        await group.triggerGracefulShutdown()
        try await run.value
        #expect(setting.script.ids == ["m1"])
        #expect(try await setting.waiting() == 1)
        // The next process need not wait for the lease.
        #expect(await setting.process().tick() == 1)
        #expect(setting.script.ids == ["m1", "m2"])
    }

    @Test("shows what waits and counts what was delivered")
    func metrics() async throws {
        let setting = Setting(Script { address, _ in address.contains("a.") ? .delivered : .failed("no") })
        try await setting.insert(.sample("m1", to: "https://a.example/"), .sample("m2", to: "https://b.example/"))
        try await setting.pass(30)
        _ = await setting.process().tick()
        let text = setting.metrics.render()
        #expect(text.contains("phoenix_outbox_messages 1"))
        #expect(text.contains("phoenix_outbox_oldest_age_seconds 30"))
        #expect(text.contains(#"phoenix_notifications_total{kind="webhook",result="delivered"} 1"#))
        #expect(text.contains(#"phoenix_notifications_total{kind="webhook",result="failed"} 1"#))
    }

    @Test("says nothing of the path of an address in log lines")
    func logLines() async throws {
        let lines = LogLines()
        let setting = Setting()
        try await setting.insert(.sample("m1", to: "https://127.0.0.1:1/secret-path?token=abc"))
        let process = OutboxDelivery(
            store: setting.store, lookup: HostLookup { _ in ["127.0.0.1"] }, clock: setting.time.clock(),
            log: Logger(label: "test") { _ in lines }, metrics: setting.metrics)
        _ = await process.tick()
        #expect(!lines.whole.isEmpty)
        #expect(!lines.whole.joined().contains("secret-path"))
        #expect(!lines.whole.joined().contains("token"))
        let issue = try #require(try await setting.issues().first)
        #expect(!issue.message.contains("secret-path"))
    }
}
