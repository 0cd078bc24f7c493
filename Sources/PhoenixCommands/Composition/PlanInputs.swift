import Diagnostics
import Manifests
import PhoenixModel
import Planning
import Settings

/// What a plan is made of: the manifests and the panel, read side by side.
struct PlanInputs: Sendable {
    let desired: DesiredState
    let warnings: [Diagnostic]
    let sources: SourceMap
    let live: LiveState
    private let digests: DesiredDigests

    /// - Throws: the errors of the manifests, or what is wrong with the panel.
    static func read(
        _ run: CommandRun, _ files: ManifestArguments, from access: PanelAccess
    ) async throws -> PlanInputs {
        let inputs = run.inputs(files)
        // A set that may be meant for another panel is looked at before that is asked for anything.
        if inputs.mayDecideTargets {
            let (desired, manifests) = try await run.loadSet(inputs)
            try access.target.check(manifests.panels, manifests.sources)
            let live = try await access.openReader().readAll()
            return PlanInputs(desired, manifests, live: live, await DesiredDigests(of: desired), on: run)
        }
        async let reading = access.openReader().readAll()
        let (desired, manifests) = try await run.loadSet(inputs)
        try access.target.check(manifests.panels, manifests.sources)
        let digests = await DesiredDigests(of: desired)
        return PlanInputs(desired, manifests, live: try await reading, digests, on: run)
    }

    private init(
        _ desired: DesiredState, _ manifests: LoadedManifests, live: LiveState, _ digests: DesiredDigests,
        on run: CommandRun
    ) {
        run.keepToTheEnd(live)
        self.desired = desired
        warnings = manifests.diagnostics
        sources = manifests.sources
        self.live = live
        self.digests = digests
    }

    /// Plans; what is wrong with the files or the options whatever the panel has ends the run, and so does an entry for
    /// a system service that the panel does not have.
    func plan(_ options: Planner.Options, on run: CommandRun) throws -> Plan {
        let isMeant = desired.declaresNoTasks && options.allowedDeletes != nil
        if options.prunes, desired.objects.isEmpty, !isMeant { throw CommandError.emptyPrune }
        let problems = options.writesOwnership ? [] : desired.ownershipProblems
        guard problems.isEmpty else { throw FoundErrors(problems, sources: sources) }
        let plan = Planner(options: options).plan(desired: desired, live: live, digests: digests)
        run.keepToTheEnd(plan)
        let unknown = plan.actions.compactMap(\.block).filter { $0.code == .unknownSystemService }
        let errors = unknown + plan.diagnostics.filter { $0.severity == .error }
        guard errors.isEmpty else { throw FoundErrors(errors, sources: sources) }
        return plan
    }
}
