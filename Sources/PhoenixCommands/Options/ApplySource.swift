import ArgumentParser
import PhoenixModel
import Planning

/// What is to be applied: manifests, or a plan made of them earlier.
struct ApplySource: ParsableArguments {
    @Option(name: .file, help: .manifestPath, completion: .manifests)
    var files: [String] = []

    @OptionGroup var layers: ValueOptions

    @Option(
        help: ArgumentHelp("A plan that `plan --out` has saved, instead of manifests.", valueName: "file"),
        completion: .file())
    var plan: String?

    var arguments: ManifestArguments {
        ManifestArguments(files: files, values: layers.values, settings: layers.set)
    }

    func validate() throws {
        if files.contains("") { throw ValidationError("-f has an empty path.") }
        if files.isEmpty, plan == nil {
            throw ValidationError("Missing expected argument '-f <path>' or '--plan <file>'")
        }
        if plan != nil, !layers.values.isEmpty || !layers.set.isEmpty {
            throw ValidationError("A saved plan has its values: give --values and --set to plan instead.")
        }
        if !files.isEmpty, plan != nil {
            throw ValidationError("-f and --plan cannot be used together: a plan contains its files.")
        }
    }

    /// What is to be applied, as far as it is known before a panel is asked.
    enum Content: Sendable {
        case saved(SavedPlan, path: String)
        /// The set is there where it is loaded already.
        case files(CommandRun.LoadedSet?)
    }

    /// Runs `body` with the panels that the files or the plan work on.
    func withTargets<Result>(
        _ flags: CommandRun.TargetFlags, allowsUnsupported: Bool, on run: CommandRun,
        _ body: (PlanTargets, Content) async throws -> Result
    ) async throws -> Result {
        guard let plan else {
            return try await run.withTargets(flags, of: arguments, allowsUnsupported: allowsUnsupported) {
                targets, set in
                try await body(targets, .files(set))
            }
        }
        let saved = try PlanFile.read(plan, environment: run.environment)
        return try await run.withTargets(
            flags, TargetNeeds(saved.plan.target), allowsUnsupported: allowsUnsupported
        ) { targets in
            try await body(targets, .saved(saved, path: plan))
        }
    }

    /// The plan to carry out: made of the manifests, or read from its file and held against the panel.
    func task(
        _ content: Content, _ planning: PlanOptions, from targets: PlanTargets, on run: CommandRun
    ) async throws -> ApplyTask {
        let set: CommandRun.LoadedSet?
        switch content {
        case .saved(let plan, let path):
            return try await ApplyTask(plan, at: path, allowDeletes: planning.allowDeletes, from: targets)
        case .files(let loaded): set = loaded
        }
        let inputs = try await PlanInputs.read(
            run, arguments, set, from: targets, readsAllServers: planning.readsAllServers)
        return ApplyTask(
            ShownPlan(
                plan: try inputs.plan(planning.planner(today: run.today), on: run), warnings: inputs.warnings,
                sources: inputs.sources))
    }
}
