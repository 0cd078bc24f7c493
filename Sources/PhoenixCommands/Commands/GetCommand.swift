import ArgumentParser
import Diagnostics
import Manifests
import PhoenixModel
import Reporting
import ServicesAPI

struct GetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Show what the panel has.",
        discussion: """
            `services` shows all services, `tasks` shows the scheduled tasks. A key, a name or an id shows one object.

            Example:
              phoenix get tasks
              phoenix get nightly-backup -o yaml
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, wide, json, yaml
    }

    @Argument(help: ArgumentHelp("services, tasks, or the key, name or id of one object.", valueName: "what"))
    var subject = "services"

    @Option(name: [.customShort("o"), .customLong("output")], help: "How to show it.")
    var outputFormat: Format = .table

    @OptionGroup var panel: PanelOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = CommandRun(output)
        try await run.performOnPanel(panel.flags()) { access in
            let live = try await access.openReader().readAll()
            switch subject {
            case "services": show(live.objects, asList: true, among: live.objects, on: run)
            case "tasks":
                show(live.objects.filter { $0.kind == .scheduled }, asList: true, among: live.objects, on: run)
            default: show([try find(in: live)], asList: false, among: live.objects, on: run)
            }
        }
    }

    /// By key first, then by name, then by id: the order in which people mean them. A key may have its project before
    /// it, as in the table. The files' key of a system service is nowhere on the panel, but mostly a word of its name.
    private func find(in live: LiveState) throws -> LiveObject {
        let byKey = live.objects.filter {
            guard case .owned(let ownership) = $0.ownership else { return false }
            return ownership.key == subject || "\(ownership.project)/\(ownership.key)" == subject
        }
        let byName = live.objects.filter { $0.fields.name == subject }
        let byID = live.objects.filter { $0.id == subject }
        let byWord = live.objects.filter {
            $0.kind == .system && Self.words($0.fields.name).contains(subject.lowercased())
        }
        let found = [byKey, byName, byID, byWord].first { !$0.isEmpty } ?? []
        if found.count > 1 {
            let ids = found.map(\.id).joined(separator: ", ")
            throw PanelError(.notFound, "'\(subject)' matches several objects (ids \(ids))", help: "give the id")
        }
        if let object = found.first { return object }
        let closest = live.objects.map(\.fields.name).closest(to: subject)
        throw PanelError(
            .notFound, "the panel has no object with the key, name or id '\(subject)'",
            help: closest.map { "did you mean '\($0)'?" })
    }

    /// The words of a name in lower case, and all of them as a key would have them.
    private static func words(_ name: String) -> [String] {
        let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        return words + [words.joined(separator: "-")]
    }

    private func document(_ objects: [LiveObject], asList: Bool) -> ValueMap {
        let data = objects.map(APIObject.masked)
        return ["data": asList ? .list(data) : data.first ?? .null]
    }

    private func show(_ objects: [LiveObject], asList: Bool, among all: [LiveObject], on run: CommandRun) {
        switch outputFormat {
        case .table, .wide:
            let table = ObjectTable(
                style: run.console.style, nextRuns: run.nextRuns, isWide: outputFormat == .wide)
            run.console.result(table.render(objects, among: all))
        case .json: run.console.result(.map(document(objects, asList: asList)))
        case .yaml: run.console.result(YAMLText.document(document(objects, asList: asList)))
        }
    }
}
