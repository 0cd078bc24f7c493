package import PhoenixModel

/// Carries out a plan: what is independent goes on side by side, what waits starts as soon as it may, and one failure
/// stops what depends on it and nothing else.
package struct Applier: Sendable {
    private let panel: any PanelWriter
    private let parallelism: Int
    private let idempotencyKey: @Sendable () -> String

    /// - Parameters:
    ///   - panel: what is written to.
    ///   - parallelism: how many actions may be under way at once; at least 1.
    ///   - idempotencyKey: gives a new random key for each create.
    package init(
        panel: any PanelWriter, parallelism: Int, idempotencyKey: @escaping @Sendable () -> String
    ) {
        self.panel = panel
        self.parallelism = max(1, parallelism)
        self.idempotencyKey = idempotencyKey
    }

    /// Never throws: how each action ended is in the report. When `isInterrupted` says so, nothing new starts, and what
    /// is under way is awaited. `onEvent` is called by one task, in order; blocked actions, those not attempted and
    /// those settled before have no events.
    ///
    /// `earlier` is what an earlier run of the same plan has done already.
    package func apply(
        _ plan: Plan, after earlier: EarlierRun = EarlierRun(), isInterrupted: @escaping @Sendable () -> Bool,
        onEvent: @escaping @Sendable (ApplyEvent) -> Void
    ) async -> ApplyReport {
        var progress = ApplyProgress(plan.actions, settled: earlier.outcomes)
        var written = WrittenObjects(ids: earlier.createdIDs)
        var wasInterrupted = false
        await withTaskGroup(of: (Int, ActionResult).self) { group in
            var running = 0
            while true {
                while running < parallelism, !wasInterrupted, let next = progress.first {
                    wasInterrupted = isInterrupted()
                    if wasInterrupted { break }
                    progress.start()
                    onEvent(.started(action: next))
                    let action = plan.actions[next]
                    let execution = ActionExecution(
                        action: action, panel: panel, idempotencyKey: idempotencyKey, written: written.part(for: action)
                    )
                    group.addTask { (next, await execution.run()) }
                    running += 1
                }
                guard let (position, result) = await group.next() else { break }
                running -= 1
                written.note(plan.actions[position], result.object)
                onEvent(.finished(action: position, result.outcome))
                for skipped in progress.finish(position, result.outcome) {
                    onEvent(.finished(action: skipped.action, .skipped(because: skipped.cause)))
                }
            }
        }
        return ApplyReport(outcomes: progress.outcomes, wasInterrupted: wasInterrupted)
    }
}
