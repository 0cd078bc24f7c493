import Diagnostics
import PhoenixModel
import Planning

/// What a plan is made of: the manifests and the panel, read side by side.
struct PlanInputs: Sendable {
    let desired: DesiredState
    let warnings: [Diagnostic]
    let sources: SourceMap
    let live: LiveState
    private let digests: DesiredDigests

    /// - Throws: the errors of the manifests, or what is wrong with the panel.
    static func read(
        _ run: CommandRun, _ files: [String], from open: @escaping @Sendable () async throws -> any PanelReader
    ) async throws -> PlanInputs {
        async let reading = open().readAll()
        let (desired, warnings, sources) = try await run.load(files)
        let digests = await DesiredDigests(of: desired)
        let live = try await reading
        run.keepToTheEnd(live)
        return PlanInputs(desired: desired, warnings: warnings, sources: sources, live: live, digests: digests)
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
