import ArgumentParser
import Diagnostics
import Files
import Glibc
import Manifests
import PhoenixModel

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write what a project owns on the panel as manifests.",
        discussion: """
            A plan of the exported files is empty. With -f and --format pelican the schedules of manifests are \
            written instead, as the files that Pelican imports. Secrets are never written: each becomes a reference to an \
            environment variable, and a comment lists them.

            Example:
              phoenix export --project skyblock --to manifests/
              phoenix export --foreign
              phoenix export -f schedules.yaml --format pelican --to pelican/
            """)

    @Option(help: ArgumentHelp("The project; optional if only one project owns objects.", valueName: "name"))
    var project: String?

    @Option(
        help: ArgumentHelp("Write files into this folder instead of standard output.", valueName: "folder"),
        completion: .directory)
    var to: String?

    @Flag(help: "Also write the tasks that no project owns; --adopt takes them over.")
    var foreign = false

    @Option(
        name: [.customShort("f"), .customLong("file")],
        help: ArgumentHelp("Manifests whose schedules --format pelican writes; repeatable.", valueName: "path"),
        completion: .manifests)
    var files: [String] = []

    @OptionGroup var layers: ValueOptions
    @OptionGroup var panel: PanelOptions
    @OptionGroup var output: ExportOutputOptions

    func validate() throws {
        if files.contains("") { throw ValidationError("-f has an empty path.") }
        if output.format != .pelican, !files.isEmpty { throw ValidationError("-f needs --format pelican.") }
        guard output.format == .pelican else { return }
        if files.isEmpty { throw ValidationError("--format pelican needs -f with the manifests.") }
        if to == nil { throw ValidationError("--format pelican needs --to: each schedule is a file of its own.") }
    }

    func run() async throws {
        let run = CommandRun(output.options)
        if output.format == .pelican { return try await exportForPelican(run) }
        try await run.performOnPanel(panel.flags()) { access in
            let live = try await access.openReader().readAll()
            let export = ManifestExport(live, project: try chooseProject(live), includesForeign: foreign)
            for object in live.objects {
                guard case .unreadable(let damage) = object.ownership else { continue }
                run.console.note(
                    "left out: '\(object.fields.name)' (id \(object.id)), whose ownership line is not reliable: "
                        + damage.reason)
            }
            guard let to else { return run.console.result(export.document) }
            try write(export.files, to: to, on: run, with: FileWriting.create)
        }
    }

    private func exportForPelican(_ run: CommandRun) async throws {
        try await run.perform {
            let arguments = ManifestArguments(files: files, values: layers.values, settings: layers.set)
            let (desired, _, sources) = try await run.load(arguments)
            let export = PelicanExport(desired)
            if !export.diagnostics.isEmpty { run.console.showBeside(export.diagnostics, sources: sources) }
            if desired.schedules.isEmpty { run.console.note("the manifests have no schedules") }
            // They are made of the manifests, and written again whenever these change.
            if let to { try write(export.files, to: to, on: run, with: FileWriting.write) }
            if !export.diagnostics.isEmpty { throw ExitStatus.error.exit }
        }
    }

    private func write(
        _ files: [ManifestExport.File], to folder: String, on run: CommandRun,
        with write: (String, [UInt8]) throws(FileWriting.Failure) -> Void
    ) throws(CommandError) {
        guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
            throw CommandError(
                .outputFailed, "cannot make \(folder): \(String(cString: strerror(errno)))", status: .error)
        }
        for file in files {
            try run.write(Array(file.text.utf8), to: "\(folder)/\(file.name)", with: write)
            run.console.note("wrote \(folder)/\(file.name)")
        }
    }

    private func chooseProject(_ live: LiveState) throws(CommandError) -> String {
        let owners = Set(
            live.objects.compactMap { object -> String? in
                guard case .owned(let ownership) = object.ownership else { return nil }
                return ownership.project
            })
        if let project {
            guard KeyRule.isValid(project.utf8) else {
                throw CommandError(
                    .badKey, "'\(project)' is not a valid project name", help: "its form is \(KeyRule.pattern)")
            }
            guard owners.contains(project) || owners.isEmpty else {
                throw CommandError(
                    .severalProjects, "project '\(project)' owns nothing on this panel",
                    help: owners.sorted().closest(to: project).map { "did you mean '\($0)'?" }
                        ?? "these do: \(owners.sorted().joined(separator: ", "))", status: .error)
            }
            return project
        }
        guard owners.count <= 1 else {
            throw CommandError(
                .severalProjects, "several projects own objects here: \(owners.sorted().joined(separator: ", "))",
                help: "name one with --project")
        }
        return owners.first ?? "default"
    }
}
