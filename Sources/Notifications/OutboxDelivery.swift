package import Clocks
package import CoreMetrics
import LogOutput
package import Logging
package import PanelStore
import PhoenixModel
import ServiceLifecycle
import Synchronization

/// Delivers the messages of a store's outbox, those of one address in their order.
///
/// A message leaves the outbox after its receiver has accepted it. When the process dies in between, it is delivered
/// once more, with the same id.
package final class OutboxDelivery: Service {
    private let store: any PanelStore
    private let sender: any MessageSending
    private let options: DeliveryOptions
    private let clock: WallClock
    private let log: Logger
    private let instruments: DeliveryInstruments
    private let state = Mutex(State())
    /// Of the store.
    private let failures = FailureStreak()

    private struct State {
        var underWay = 0
        /// For how long Discord wants to hear nothing, and since when.
        var discordPause: (start: Duration, length: Duration) = (.zero, .zero)
        var lastLook: Duration?
    }

    /// How often the depth of the outbox is looked at.
    private static let lookInterval: Duration = .seconds(10)

    package convenience init(
        store: any PanelStore, options: DeliveryOptions = DeliveryOptions(), lookup: HostLookup = .system,
        clock: WallClock, log: Logger, metrics: any MetricsFactory
    ) {
        self.init(
            store: store, sender: HTTPMessageSender(options: options, lookup: lookup, clock: clock), options: options,
            clock: clock, log: log, metrics: metrics)
    }

    init(
        store: any PanelStore, sender: any MessageSending, options: DeliveryOptions, clock: WallClock, log: Logger,
        metrics: any MetricsFactory
    ) {
        self.store = store
        self.sender = sender
        self.options = options
        self.clock = clock
        self.log = log
        instruments = DeliveryInstruments(factory: metrics)
    }

    /// Delivers until the process is to end. What is being sent then is still sent, and its end recorded.
    package func run() async throws {
        await withDiscardingTaskGroup { group in
            while !isEnding {
                for messages in await take() {
                    group.addTask { await self.deliver(messages) }
                }
                await look()
                try? await cancelWhenGracefulShutdown { try await self.clock.sleep(self.options.poll) }
            }
        }
    }

    /// Takes what may be delivered now and tries it once, and answers how many messages that were.
    package func tick() async -> Int {
        let taken = await take()
        await withDiscardingTaskGroup { group in
            for messages in taken { group.addTask { await self.deliver(messages) } }
        }
        await look()
        return taken.reduce(0) { $0 + $1.count }
    }

    private var isEnding: Bool { Task.isShuttingDownGracefully || Task.isCancelled }

    /// Messages that nobody else sends before `lease` is over: an address's worth of them each.
    private func take() async -> [[OutboxMessage]] {
        let free = options.addressesAtOnce - state.withLock { $0.underWay }
        guard free > 0 else { return [] }
        let (lease, most) = (Int64(lease / .seconds(1)), options.messagesPerAddress)
        do {
            let messages = try await store.write(within: options.storeLimit, as: .concurrent) { store in
                let now = try await store.now()
                return try await store.takeMessages(
                    at: now, until: Timestamp(seconds: now.seconds + lease), addresses: free, perAddress: most)
            }
            let taken = Dictionary(grouping: messages, by: \.address).values
                .map { $0.sorted { $0.sequence < $1.sequence } }
                .sorted { $0[0].sequence < $1[0].sequence }
            state.withLock { $0.underWay += taken.count }
            if failures.end() { log.notice("the store can be reached again") }
            return taken
        } catch is CancellationError {
            return []
        } catch {
            noteFailure("cannot look for messages", error)
            return []
        }
    }

    /// Time for one delivery to be tried at all addresses of its host and recorded.
    private var oneDelivery: Duration { options.sendLimit * 5 + options.storeLimit }
    private var lease: Duration { oneDelivery * 2 }

    private func deliver(_ messages: [OutboxMessage]) async {
        defer { state.withLock { $0.underWay -= 1 } }
        let start = clock.now()
        var rest = messages[...]
        do {
            while let delivery = Delivery.first(of: rest) {
                let elapsed = clock.now() - start
                guard !isEnding, elapsed >= .zero, elapsed + oneDelivery <= lease else {
                    return try await giveBack(delivery)
                }
                guard try await deliver(delivery) else { return }
                rest = rest.dropFirst(delivery.count)
            }
        } catch {
            // Whoever takes them when the lease is over sends them again.
            noteFailure("cannot record what became of messages", error)
        }
    }

    /// Whether the next ones of the address may follow.
    private func deliver(_ delivery: Delivery) async throws -> Bool {
        if let wait = discordPause(for: delivery) {
            try await postpone(delivery, wait: wait, isTry: false, failure: nil)
            return false
        }
        let outcome = await sender.send(delivery)
        switch outcome {
        case .delivered:
            let ids = delivery.messages.map(\.id)
            try await store.write(within: options.storeLimit, as: .concurrent) { try await $0.removeMessages(ids) }
            instruments.count("delivered", delivery)
            return true
        case .failed(let message):
            let wait = RetryWait.after(delivery.attempts, options, random: clock.random())
            return try await fail(delivery, "failed", .init("warning", "notification_failed", message), wait)
        case .refused(let message):
            let wait = RetryWait.after(delivery.attempts, options, random: clock.random())
            return try await fail(delivery, "refused", .init("error", "notification_refused", message), wait)
        case .postponed(let message, let wait, let isForAll):
            if isForAll { state.withLock { $0.discordPause = (clock.now(), wait) } }
            return try await fail(delivery, "failed", .init("warning", "notification_failed", message), wait)
        }
    }

    private func discordPause(for delivery: Delivery) -> Duration? {
        guard delivery.isForDiscord else { return nil }
        let pause = state.withLock { $0.discordPause }
        let passed = clock.now() - pause.start
        // A clock that was set back ends the pause.
        return passed >= .zero && passed < pause.length ? pause.length - passed : nil
    }

    private struct Failure {
        let severity: String
        let code: String
        let message: String

        init(_ severity: String, _ code: String, _ message: String) {
            self.severity = severity
            self.code = code
            self.message = message
        }

        func issue(at moment: Timestamp) -> ServiceIssue {
            ServiceIssue(severity: severity, code: code, message: message, firstSeen: moment, lastSeen: moment)
        }
    }

    /// Whether the next ones of the address may follow, as these have been given up.
    private func fail(
        _ delivery: Delivery, _ result: String, _ failure: Failure, _ wait: Duration
    ) async throws -> Bool {
        instruments.count(result, delivery)
        log.warning(
            "message not delivered",
            metadata: [
                "message": "\(delivery.id)", "reason": "\(failure.message)", "tries": "\(delivery.attempts + 1)",
            ])
        return try await postpone(delivery, wait: wait, isTry: true, failure: failure)
    }

    @discardableResult
    private func postpone(
        _ delivery: Delivery, wait: Duration, isTry: Bool, failure: Failure?
    ) async throws -> Bool {
        let seconds = Int64((min(wait, options.patience) / .seconds(1)).rounded(.up))
        let patience = Int64(options.patience / .seconds(1))
        let dropped = try await store.write(within: options.storeLimit, as: .concurrent) { store in
            let now = try await store.now()
            let old = delivery.messages.filter { now.seconds - $0.createdAt.seconds >= patience }
            let kept = delivery.messages.filter { now.seconds - $0.createdAt.seconds < patience }
            try await store.removeMessages(old.map(\.id))
            for var message in kept {
                if isTry, let corrected = try await store.corrected(message) {
                    // It takes the place behind what waits for its new address.
                    try await store.removeMessages([message.id])
                    try await store.insert(corrected)
                    continue
                }
                message.nextTry = Timestamp(seconds: now.seconds + seconds)
                if isTry { message.attempts += 1 }
                if let failure { message.lastFailure = failure.message }
                try await store.postpone(message)
            }
            for id in Set(delivery.messages.map(\.serviceID)) {
                guard try await store.service(id) != nil else { continue }
                if let failure { try await store.note(failure.issue(at: now), of: id) }
                let count = old.count { $0.serviceID == id }
                guard count > 0 else { continue }
                let hours = patience / 3_600
                let reason = failure.map { ": \($0.message)" } ?? ""
                let what = count == 1 ? "a message was" : "\(count) messages were"
                let gaveUp = Failure("error", "notification_dropped", "\(what) given up after \(hours) h\(reason)")
                try await store.note(gaveUp.issue(at: now), of: id)
            }
            return old.count
        }
        guard dropped > 0 else { return false }
        instruments.count("dropped", delivery)
        log.error("messages were given up", metadata: ["messages": "\(dropped)"])
        return dropped == delivery.count
    }

    /// Lets others take the address at once.
    private func giveBack(_ delivery: Delivery) async throws {
        try await postpone(delivery, wait: .zero, isTry: false, failure: nil)
    }

    private func noteFailure(_ text: Logger.Message, _ error: any Error) {
        log.log(level: failures.levelOfNext(), text, metadata: ["error": "\(error)"])
    }

    private func look() async {
        let now = clock.now()
        let isDue = state.withLock { state in
            if let last = state.lastLook, now >= last, now - last < Self.lookInterval { return false }
            state.lastLook = now
            return true
        }
        guard isDue else { return }
        do {
            let (count, age) = try await store.write(within: options.storeLimit, as: .concurrent) { store in
                let load = try await store.outboxLoad()
                let now = try await store.now()
                return (load.count, load.oldest.map { max(0, now.seconds - $0.seconds) } ?? 0)
            }
            instruments.show(waiting: count, oldestAge: age)
        } catch {
            noteFailure("cannot look at the outbox", error)
        }
    }
}

extension PanelStoreTransaction {
    /// A message with the address that its service names now, when it no longer names the one that failed and only one
    /// other can be meant; nil where that is not so.
    fileprivate func corrected(_ message: OutboxMessage) async throws -> OutboxMessage? {
        guard let service = try await service(message.serviceID) else { return nil }
        let entries = NotifyEntry.all(in: service.notify).filter { $0.kind == message.kind }
        let event = message.event.split(separator: ".").last.map(String.init) ?? message.event
        let meant = entries.filter { $0.events.contains(event) }
        guard !entries.contains(where: { $0.address == message.address }), meant.count == 1 else { return nil }
        return OutboxMessage(
            id: message.id, serviceID: message.serviceID, kind: message.kind, address: meant[0].address,
            secret: meant[0].secret, event: message.event, payload: message.payload, text: message.text,
            createdAt: message.createdAt)
    }
}
