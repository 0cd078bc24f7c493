import Applying
import ArgumentParser
import Diagnostics
import PhoenixModel
import Planning
import Reporting

struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Make the panel match the manifests.",
        discussion: """
            Pass manifests with -f, or a plan that `plan --out` has saved with --plan.

            Example:
              phoenix apply -f manifests/
              phoenix apply --plan phoenix.plan --yes
            """)

    @OptionGroup var source: ApplySource
    @OptionGroup var planning: PlanOptions

    @Flag(help: "Do not ask for confirmation before changing the panel.")
    var yes = false

    @Flag(help: "Show what would be done and change nothing, like plan.")
    var dryRun = false

    @OptionGroup var reports: ReportOptions
    @OptionGroup var panel: PanelOptions
    @OptionGroup var runner: RunnerOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if source.plan != nil, planning.areGiven {
            throw ValidationError("A saved plan is applied as it was made: give these flags to plan instead.")
        }
    }

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            try await reports.around(dryRun ? .plan : .apply, on: run, inputs: inputFiles(run)) {
                let flags = CommandRun.TargetFlags(panel: panel.flags(), runner: runner)
                return try await source.withTargets(
                    flags, allowsUnsupported: planning.allowUnsupported, on: run
                ) { targets, content in
                    try await apply(content, to: targets, on: run)
                }
            }
        }
    }

    private func inputFiles(_ run: CommandRun) -> InputFiles {
        InputFiles(
            manifests: source.arguments, others: source.plan.map { [($0, "the plan")] } ?? [], panel.flags(), runner,
            run.environment)
    }

    private func apply(
        _ content: ApplySource.Content, to targets: PlanTargets, on run: CommandRun
    ) async throws -> (RunReport, ExitStatus?) {
        let (targets, opened) = try await targets.opened()
        let task = try await source.task(content, planning, from: targets, on: run)
        task.show(on: run)
        if dryRun || task.status != nil || !task.hasWork {
            task.shown.showDocument(on: run)
            if dryRun { return (task.shown.report(.plan), nil) }
            if task.isDone { throw CommandError.planAppliedAlready }
            let report = task.reportOfNothing
            if let report { show(report, of: task, on: run) }
            return (task.shown.report(.apply, report), task.status)
        }
        try confirm(task.shown.plan, on: run)
        let panel = if let opened { opened } else { try await targets.open() }
        let report = await carryOut(task, on: panel, parallelism: targets.parallelism, run)
        show(report, of: task, on: run)
        let failures = Self.failures(of: task.shown.plan, report)
        task.shown.showDocument(failures, on: run)
        return (task.shown.report(.apply, report, failures: failures), report.status)
    }

    private func show(_ report: ApplyReport, of task: ApplyTask, on run: CommandRun) {
        run.console.resultForPeople(ApplyText(task.shown.plan, report, style: run.console.style).render())
    }

    /// What failed or had changed, as diagnostics at the places that asked for it.
    private static func failures(of plan: Plan, _ report: ApplyReport) -> [Diagnostic] {
        zip(plan.actions, report.outcomes).compactMap { action, outcome in
            switch outcome {
            case .failed(let error):
                var diagnostic = Diagnostic(error)
                diagnostic.message = "\(action.kind.noun) '\(action.key)' failed: \(error.message)"
                diagnostic.span = action.span
                return diagnostic
            case .stale(let error):
                return Diagnostic(
                    .staleAction, "\(action.kind.noun) '\(action.key)': \(error.message)", at: action.span,
                    help: error.help)
            default: return nil
            }
        }
    }

    private func confirm(_ plan: Plan, on run: CommandRun) throws {
        if yes { return }
        let changeCount = PlanSummary(plan).changeCount
        guard run.console.canAsk else {
            throw CommandError(
                .confirmationNeeded, "cannot ask for confirmation: this is not a terminal",
                help: "use --yes to apply without confirmation")
        }
        let question =
            changeCount > 0
            ? "Apply \(Plural.text(changeCount, "change"))?"
            : "Refresh \(OwnershipCount(plan.actions.filter { $0.operation == .bookkeeping }).text)?"
        if run.console.confirms(question) { return }
        run.console.note("Nothing was changed.")
        throw ExitStatus.error.exit
    }

    private func carryOut(
        _ task: ApplyTask, on panel: any PanelWriter, parallelism: Int, _ run: CommandRun
    ) async -> ApplyReport {
        let plan = task.shown.plan
        let actionCount = plan.actions.count { $0.operation != .blocked }
        let progress = ProgressLine("Applying", total: actionCount, on: run.console.error)
        let applier = Applier(panel: panel, parallelism: parallelism, idempotencyKey: { IdempotencyKey.random() })
        let report = await InterruptSignal.caught { wasRaised in
            await applier.apply(plan, after: task.earlier, isInterrupted: wasRaised) { event in
                guard case .finished(_, let outcome) = event else { return }
                if case .failed = outcome { progress.advance(failed: true) } else { progress.advance(failed: false) }
            }
        }
        progress.finish()
        return report
    }
}

extension ApplyReport {
    /// The exit code of an apply; nil when all is done.
    fileprivate var status: ExitStatus? {
        if wasInterrupted { return .interrupted }
        if hasFailures { return .actionFailed }
        return hasBlocked ? .blocked : nil
    }
}
