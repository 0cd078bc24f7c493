import Applying
import PhoenixModel
import PhoenixTestSupport
import Synchronization

/// An apply that is watched: its events, and an interruption after so many of them.
final class Recorder: Sendable {
    private let log = Mutex<[ApplyEvent]>([])

    var events: [ApplyEvent] { log.withLock { $0 } }

    func apply(
        _ actions: [Action], to panel: any PanelWriter, parallelism: Int = 1, interruptedAfter count: Int = .max
    ) async -> ApplyReport {
        let applier = Applier(panel: panel, parallelism: parallelism, idempotencyKey: { "key" })
        return await applier.apply(PlanBuilder.plan(actions), isInterrupted: { self.events.count >= count }) { event in
            self.log.withLock { $0.append(event) }
        }
    }
}
