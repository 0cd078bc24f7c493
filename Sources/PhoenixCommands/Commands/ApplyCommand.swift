import Applying
import ArgumentParser
import Diagnostics
import PhoenixModel
import Reporting

struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Make the panel agree with the manifests.")

    @OptionGroup var manifests: ManifestOptions
    @OptionGroup var planning: PlanOptions

    @Flag(help: "Do not ask before changing the panel.")
    var yes = false

    @Flag(help: "Show what would be done, and do nothing: the same as plan.")
    var dryRun = false

    @Option(
        help: ArgumentHelp(
            "How many requests may be under way at once: 8, on the embedded panel 64.", valueName: "count"))
    var parallelism: Int?

    @OptionGroup var panel: PanelOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard let parallelism else { return }
        guard (1...256).contains(parallelism) else {
            throw ValidationError("--parallelism must be from 1 to 256, not \(parallelism).")
        }
    }

    func run() async throws {
        let run = Run(output)
        try await run.performOnPanel(
            panel.flags(parallelism: parallelism), allowsUnsupported: planning.allowUnsupported
        ) { access in
            let preview = try await PlanPreview.make(run, manifests, planning, access)
            preview.show(on: run)
            let summary = PlanSummary(preview.plan)
            guard !dryRun, preview.plan.actions.contains(where: { $0.operation != .blocked }) else {
                preview.showDocument(on: run)
                if dryRun { return }
                if summary.blocked > 0 { throw ExitStatus.blocked.exit }
                return
            }
            try confirm(summary, on: run)
            let report = await apply(preview, parallelism: access.parallelism, on: run)
            run.console.resultForPeople(ApplyText(preview.plan, report, style: run.console.style).render())
            preview.showDocument(Self.failures(of: preview.plan, report), on: run)
            if report.wasInterrupted { throw ExitStatus.interrupted.exit }
            if report.hasFailures { throw ExitStatus.actionFailed.exit }
            if summary.blocked > 0 { throw ExitStatus.blocked.exit }
        }
    }

    /// What failed, as diagnostics at the places that asked for it.
    private static func failures(of plan: Plan, _ report: ApplyReport) -> [Diagnostic] {
        zip(plan.actions, report.outcomes).compactMap { action, outcome in
            guard case .failed(let error) = outcome else { return nil }
            var diagnostic = Diagnostic(error)
            diagnostic.message = "\(action.kind.noun) '\(action.key)' failed: \(error.message)"
            diagnostic.span = action.span
            return diagnostic
        }
    }

    private func confirm(_ summary: PlanSummary, on run: Run) throws {
        if yes || summary.changeCount == 0 { return }
        guard run.console.canAsk else {
            throw CommandError(
                .confirmationNeeded, "nobody can be asked: this is no terminal",
                help: "give --yes to apply without asking")
        }
        if run.console.confirms("Apply \(Plural.text(summary.changeCount, "change"))?") { return }
        run.console.note("Nothing was changed.")
        throw ExitStatus.error.exit
    }

    private func apply(_ preview: PlanPreview, parallelism: Int, on run: Run) async -> ApplyReport {
        let plan = preview.plan
        let actionCount = plan.actions.count { $0.operation != .blocked }
        let progress = ProgressLine("Applying", total: actionCount, on: run.console.error)
        let applier = Applier(
            panel: preview.panel, parallelism: parallelism, idempotencyKey: { IdempotencyKey.random() })
        let report = await InterruptSignal.caught { wasRaised in
            await applier.apply(plan, isInterrupted: wasRaised) { event in
                guard case .finished(_, let outcome) = event else { return }
                if case .failed = outcome { progress.advance(failed: true) } else { progress.advance(failed: false) }
            }
        }
        progress.finish()
        return report
    }
}
