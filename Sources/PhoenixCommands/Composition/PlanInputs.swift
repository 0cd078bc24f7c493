import Cron
import Diagnostics
import Manifests
import PhoenixModel
import Planning
import Settings
import Synchronization

/// What a plan is made of: the manifests and the panel, read side by side.
struct PlanInputs: Sendable {
    let desired: DesiredState
    let warnings: [Diagnostic]
    let sources: SourceMap
    let live: LiveState
    private let groundwork: PlanGroundwork
    /// What is to be known of the selectors of schedules, and of what they do to the servers.
    private let notices: [Diagnostic]

    /// `set` is that of the files, where it is loaded already; `readsAllServers` says whether servers that no entry selects
    /// are looked at too.
    /// - Throws: the errors of the manifests, or what is wrong with a panel.
    static func read(
        _ run: CommandRun, _ files: ManifestArguments, _ set: CommandRun.LoadedSet?, from targets: PlanTargets,
        readsAllServers: Bool = false
    ) async throws -> PlanInputs {
        guard let (desired, manifests) = set else {
            async let reading = targets.read { _ in [] }
            let (desired, manifests) = try await run.loadSet(run.inputs(files))
            try targets.names.check(manifests.panels, manifests.sources)
            async let digests = DesiredDigests(of: desired)
            let live = try await reading
            let index = LiveIndex(live, for: desired)
            return await PlanInputs(
                desired, manifests, live: live, PlanGroundwork(of: desired, index, digests), on: run)
        }
        let resolved = Mutex(ScheduleResolution(desired, on: []))
        var live = try await targets.read { servers in
            let resolution = ScheduleResolution(desired, on: servers)
            resolved.withLock { $0 = resolution }
            return readsAllServers ? servers : resolution.servers
        }
        let resolution = resolved.withLock { $0 }
        live.unreadableServers.merge(resolution.missing) { read, _ in read }
        let advice = PlannedScheduleAdvice(
            resolution, heavyStarts: manifests.heavyStarts, zones: .system, today: run.today)
        async let digests = DesiredDigests(of: resolution.desired)
        let index = LiveIndex(live, for: resolution.desired)
        return await PlanInputs(
            resolution.desired, manifests, live: live, PlanGroundwork(of: resolution.desired, index, digests),
            notices: resolution.diagnostics + advice.diagnostics, on: run)
    }

    private init(
        _ desired: DesiredState, _ manifests: LoadedManifests, live: LiveState, _ groundwork: PlanGroundwork,
        notices: [Diagnostic] = [], on run: CommandRun
    ) {
        self.notices = notices
        run.keepToTheEnd(live)
        self.desired = desired
        warnings = manifests.diagnostics
        sources = manifests.sources
        self.live = live
        self.groundwork = groundwork
    }

    /// Plans; what is wrong with the files or the options whatever the panel has ends the run, and so does an entry for
    /// a system service that the panel does not have.
    func plan(_ options: Planner.Options, on run: CommandRun) throws -> Plan {
        let isMeant = (desired.declaresNoTasks || desired.declaresNoSchedules) && options.allowedDeletes != nil
        if options.prunes, desired.objects.isEmpty, !isMeant { throw CommandError.emptyPrune }
        let problems = options.writesOwnership ? [] : desired.ownershipProblems
        guard problems.isEmpty else { throw FoundErrors(problems, sources: sources) }
        var plan = Planner(options: options).plan(desired: desired, live: live, groundwork: groundwork)
        plan.diagnostics = notices + plan.diagnostics
        run.keepToTheEnd(plan)
        let unknown = plan.actions.compactMap(\.block).filter { $0.code == .unknownSystemService }
        let errors = unknown + plan.diagnostics.filter { $0.severity == .error }
        guard errors.isEmpty else { throw FoundErrors(errors, sources: sources) }
        return plan
    }
}
