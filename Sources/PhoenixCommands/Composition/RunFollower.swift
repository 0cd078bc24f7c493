package import Clocks
package import PhoenixModel
import Reporting

/// Follows a run until it is finished, and says how far it is.
package struct RunFollower: Sendable {
    private let panel: any PanelRunReader
    private let clock: WallClock
    private let say: @Sendable (String) -> Void

    /// Between two looks: at first, and at the most.
    private static let pauses: (first: Duration, longest: Duration) = (.milliseconds(500), .seconds(2))
    /// After which a run that has not started is worth a word.
    private static let patience: Duration = .seconds(10)
    /// So many looks in a row may fail, as while a server is restarted.
    private static let toleratedFailures = 10

    /// `say` is given one line at a time.
    package init(panel: any PanelRunReader, clock: WallClock, say: @escaping @Sendable (String) -> Void) {
        self.panel = panel
        self.clock = clock
        self.say = say
    }

    /// - Returns: the finished run with its steps; nil when it was interrupted.
    /// - Throws: that the run cannot be looked at any more.
    package func follow(
        _ run: TaskRun, isInterrupted: @Sendable () -> Bool = { false }
    ) async throws(PanelError) -> TaskRun? {
        let start = clock.now()
        var pause = Self.pauses.first
        var said = ""
        var hasWarned = false
        var failures = 0
        while !isInterrupted() {
            if let now = try await look(at: run, &failures) {
                if now.state == .finished { return now }
                let progress = Self.progress(of: now)
                if progress != said { say(progress) }
                said = progress
                if now.state == .queued, !hasWarned, clock.now() - start >= Self.patience {
                    hasWarned = true
                    say(warning)
                }
            }
            do { try await clock.sleep(pause) } catch { return nil }
            pause = min(pause * 3 / 2, Self.pauses.longest)
        }
        return nil
    }

    /// The run as it is now; nil when that is not to be had at the moment.
    private func look(at run: TaskRun, _ failures: inout Int) async throws(PanelError) -> TaskRun? {
        do throws(PanelError) {
            guard let now = try await panel.run(run.id, ofService: run.serviceID) else {
                throw PanelError(.notFound, "run \(run.id) is gone: its task was deleted, or it was pruned")
            }
            failures = 0
            return now
        } catch {
            failures += 1
            let isTemporary = error.code == .unreachable || error.code == .rateLimited || error.code == .store(.locked)
            guard isTemporary, failures < Self.toleratedFailures else { throw error }
            if failures == 1 { say("cannot read the run, trying again: \(TerminalText.escaped(error.message))") }
            return nil
        }
    }

    private static func progress(of run: TaskRun) -> String {
        let targets = run.targets
        let done = targets.succeeded + targets.failed + targets.skipped + targets.unknown
        guard run.state == .running, targets.total > 0 else { return "run \(run.id) is \(run.state.rawValue)" }
        let failed = targets.failed == 0 ? "" : ", \(targets.failed) failed"
        return "run \(run.id) is running: \(done) of \(Plural.text(targets.total, "server")) done\(failed)"
    }

    private var warning: String {
        panel.target.isEmbedded
            ? "it is still queued: other runs are before it, or nothing runs until `phoenix serve` serves this store"
            : "it is still queued: the panel is busy, or its scheduler is not running"
    }
}
