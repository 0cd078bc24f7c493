import ClientAPI
import Clocks
import Notifications
import PanelStore
import PhoenixModel
import Probes
import Scheduling
import ServiceLifecycle
import Settings
import TaskRunners

/// What runs the tasks of a store, looks after its system services, and tells people, beside the server.
struct TaskEngine {
    let scheduler: Scheduler
    /// In the order they are started; they end in the opposite one.
    let services: [any Service]

    init(_ setup: ServerSetup, store: any PanelStore, runner: any TaskRunner, _ logging: ServerLogging) throws {
        let makeID: @Sendable () -> String = { MessageID.make() }
        scheduler = Scheduler(
            store: store, runner: runner, settings: setup.scheduler, logger: logging.logger, metrics: logging.metrics,
            makeID: makeID)
        let probes = ProbeScheduler(
            store: store, probes: NetworkProbes(clock: .system), clock: .system, makeID: makeID, log: logging.logger,
            metrics: logging.metrics)
        var options = DeliveryOptions()
        options.policy = AddressPolicy(allowing: setup.allowedNetworks)
        let delivery = OutboxDelivery(
            store: store, options: options, clock: .system, log: logging.logger, metrics: logging.metrics)
        services = [delivery, probes, scheduler]
    }
}

/// Ids of messages.
enum MessageID {
    /// 128 bits of chance in hexadecimal digits.
    static func make() -> String {
        (0..<4).map { _ in
            let digits = String(UInt32.random(in: .min ... .max), radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }
}
