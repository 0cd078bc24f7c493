import ClockFixtures
import Logging
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import PrometheusMetrics
import Synchronization
import Testing

@testable import Notifications

@Suite("Messages of several replicas on one store", .mustEnd)
struct OutboxReplicaTests {
    @Test("are sent once, in their order at each address, by whoever comes first", arguments: StoreKind.allCases)
    func once(_ kind: StoreKind) async throws {
        let time = ManualTime()
        try await kind.withStore(clock: { Timestamp(seconds: Int64(time.now / .seconds(1))) }) { store async throws in
            try await store.write { store async throws in
                for number in 0..<60 {
                    try await store.insert(
                        .sample("\(number)", to: "https://\(number % 7).example/", event: "\(number)"))
                }
            }
            let receiver = Receiver()
            let replicas = (0..<3).map { _ in
                OutboxDelivery(
                    store: store, sender: receiver, options: DeliveryOptions(), clock: time.clock(random: 1),
                    log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, metrics: PrometheusMetricsFactory())
            }
            while try await store.write({ try await $0.outboxLoad().count }) > 0 {
                await withDiscardingTaskGroup { group in
                    for replica in replicas { group.addTask { _ = await replica.tick() } }
                }
            }
            #expect(receiver.ids.count == 60)
            for host in 0..<7 {
                let numbers = receiver.ids.filter { $0 % 7 == host }
                #expect(numbers == numbers.sorted())
            }
        }
    }

    /// Keeps what it is sent, in the order it comes in.
    private final class Receiver: MessageSending {
        private let log = Mutex<[Int]>([])
        var ids: [Int] { log.withLock { $0 } }

        func send(_ delivery: Delivery) async -> DeliveryOutcome {
            await Task.yield()
            log.withLock { $0 += delivery.messages.compactMap { Int($0.id) } }
            return .delivered
        }
    }
}
