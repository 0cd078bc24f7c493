/// How much is probed at once, and how long what was found is kept.
package struct ProbeSchedulerOptions: Sendable, Hashable {
    /// Checks under way at the same time.
    package var checksAtOnce = 16
    /// How often is looked for checks that are due.
    package var poll: Duration = .seconds(1)
    /// A check that was taken and has no result by then is taken again, by whoever. Longer than a check may take.
    package var lease: Duration = .seconds(60)
    /// How long checks are kept.
    package var history: Duration = .seconds(7 * 86_400)
    /// How often old ones are removed, and how many in one transaction.
    package var pruneInterval: Duration = .seconds(600)
    package var pruneBatch = 1_000
    /// For one unit of work of the store.
    package var storeLimit: Duration = .seconds(10)

    package init() {}
}
