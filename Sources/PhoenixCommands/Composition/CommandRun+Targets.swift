import ClientAPI
import Diagnostics
import Manifests
import NativeSchedules
import PhoenixModel
import Settings
import WebAddresses

extension CommandRun {
    /// A set of manifests with all that is known of it.
    typealias LoadedSet = (desired: DesiredState, manifests: LoadedManifests)

    /// What the options of a command say of its targets.
    struct TargetFlags {
        let panel: ClientFlags
        let runner: RunnerOptions
    }

    /// Runs `body` with the panels that the files work on. The set goes along where it had to be loaded to know them.
    /// - Throws: what is wrong with the files and the settings, and what `body` throws.
    func withTargets<Result>(
        _ flags: TargetFlags, of files: ManifestArguments, allowsUnsupported: Bool = false,
        _ body: (PlanTargets, LoadedSet?) async throws -> Result
    ) async throws -> Result {
        let inputs = inputs(files)
        guard inputs.mayDecideTargets else {
            return try await withTargets(flags, .services, allowsUnsupported: allowsUnsupported) { targets in
                try await body(targets, nil)
            }
        }
        // Files tell how many servers make a backup at once, the plan tells it of each node.
        let set = try await loadSet(inputs, leavingOut: .backupsAtOnce)
        return try await withTargets(
            flags, TargetNeeds(set.desired), allowsUnsupported: allowsUnsupported
        ) { targets in
            try targets.names.check(set.manifests.panels, set.manifests.sources)
            return try await body(targets, set)
        }
    }

    /// Runs `body` with the panels that are needed; connections to them are closed afterwards.
    func withTargets<Result>(
        _ flags: TargetFlags, _ needs: TargetNeeds, allowsUnsupported: Bool = false,
        _ body: (PlanTargets) async throws -> Result
    ) async throws -> Result {
        guard needs.services else {
            return try await withSchedulePanel(flags) { schedules, names in
                let parallelism = flags.panel.parallelism ?? 8
                return try await body(
                    PlanTargets(panels: .schedules(schedules), parallelism: parallelism, names: names))
            }
        }
        return try await withPanel(flags.panel, allowsUnsupported: allowsUnsupported) { services in
            guard needs.schedules else {
                return try await body(
                    PlanTargets(
                        panels: .services(services), parallelism: services.parallelism, names: services.target))
            }
            return try await withSchedulePanel(flags) { schedules, _ in
                try await body(
                    PlanTargets(
                        panels: .both(services, schedules), parallelism: services.parallelism,
                        names: services.target))
            }
        }
    }

    /// Runs `body` with the panel whose servers have schedules, and its names.
    func withSchedulePanel<Result>(
        _ flags: TargetFlags, _ body: (any SchedulePanel, TargetNames) async throws -> Result
    ) async throws -> Result {
        let environment = environment
        let chosen = try ChosenClientAPI(
            flags: flags.panel, environment: { environment[$0] }, contexts: { environment.contexts })
        let panel = try RunnerPanel(
            flags.runner, configured: chosen.settings, chosen.sources,
            timeout: flags.panel.timeout.map { .seconds($0) }, self)
        guard let panel else { throw CommandError.clientAPIMissing(environment.contexts) }
        let origin: SettingOrigin =
            if flags.runner.clientAPI != nil {
                .flag("--client-api")
            } else if environment[RunnerPanel.addressVariable] != nil {
                .environment(RunnerPanel.addressVariable)
            } else {
                chosen.origin
            }
        if isVerbose { console.note("client API \(panel.address), from \(origin)") }
        let names = TargetNames(
            Setting(.panel(panel.address.description), from: origin), contexts: { environment.contexts })
        return try await panel.withClient { client in try await body(NativePanel(api: client), names) }
    }
}

extension CommandError {
    /// The three ways to name a Client API.
    fileprivate static func clientAPIMissing(_ contexts: ContextsFile) -> CommandError {
        CommandError(
            .clientAPIMissing, "schedules are reached through the panel's Client API, and none is given",
            help: "give --client-api URL, set \(RunnerPanel.addressVariable), or choose a context of \(contexts.path) "
                + "that has a client_api; the key comes from \(RunnerPanel.keyVariable) or --client-api-key-file FILE")
    }
}
