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
            A plan of the exported files is empty. Secrets are never written: each becomes a reference to an \
            environment variable, and a comment lists them.

            Example:
              phoenix export --project skyblock --to manifests/
              phoenix export --foreign
            """)

    @Option(help: ArgumentHelp("The project; optional if only one project owns objects.", valueName: "name"))
    var project: String?

    @Option(
        help: ArgumentHelp("Write files into this folder instead of standard output.", valueName: "folder"),
        completion: .directory)
    var to: String?

    @Flag(help: "Also write the tasks that no project owns; --adopt takes them over.")
    var foreign = false

    @OptionGroup var panel: PanelOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = CommandRun(output)
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
            guard mkdir(to, 0o755) == 0 || errno == EEXIST else {
                throw CommandError(
                    .outputFailed, "cannot make \(to): \(String(cString: strerror(errno)))", status: .error)
            }
            for file in export.files {
                try run.write(Array(file.text.utf8), to: "\(to)/\(file.name)", with: FileWriting.create)
                run.console.note("wrote \(to)/\(file.name)")
            }
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
