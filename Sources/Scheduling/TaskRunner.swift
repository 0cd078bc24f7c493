package import PhoenixModel

/// Carries out tasks on the servers of a panel. It keeps nothing between calls: what it must know again is in the
/// steps, so that another process can go on after a crash.
///
/// A call that is cancelled returns soon, and does nothing more to the panel: the run is over for this process then
/// (its lease is lost, or its time is up), and whatever it returns is not recorded as done.
package protocol TaskRunner: Sendable {
    /// The steps of a run, in the order they are to be done, with the servers that its task names now. Nothing is done
    /// to them yet. A server that cannot be worked on (suspended, installing, in maintenance) has one step, which is
    /// skipped with the reason.
    /// - Throws: why the run cannot start.
    func steps(of task: Value, run: RunIdentity) async throws(RunnerError) -> [PlannedStep]

    /// Does a step.
    func perform(_ step: PlannedStep, run: RunIdentity) async -> StepOutcome

    /// Settles a step that was begun and of which nothing more is known, as after a crash: it looks whether it was
    /// done, does it where doing it again is harmless, and else answers `unknown`.
    func settle(_ step: PlannedStep, run: RunIdentity) async -> StepOutcome
}
