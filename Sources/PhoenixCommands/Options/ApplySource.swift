import ArgumentParser
import PhoenixModel
import Planning

/// What is to be applied: manifests, or a plan made of them earlier.
struct ApplySource: ParsableArguments {
    @Option(
        name: [.customShort("f"), .customLong("file")],
        help: ArgumentHelp(
            "A manifest, a directory, a glob, or - for standard input; repeatable, later ones override.",
            valueName: "path"),
        completion: .manifests)
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

    /// The plan to carry out: made of the manifests, or read from its file and held against the panel.
    func task(
        _ planning: PlanOptions, from access: PanelAccess, on run: CommandRun
    ) async throws -> ApplyTask {
        if let plan {
            return try await ApplyTask(
                savedAt: plan, allowDeletes: planning.allowDeletes, from: access.openReader, on: run)
        }
        let inputs = try await PlanInputs.read(run, arguments, from: access)
        return ApplyTask(
            ShownPlan(
                plan: try inputs.plan(planning.planner(today: run.today), on: run), warnings: inputs.warnings,
                sources: inputs.sources))
    }
}
