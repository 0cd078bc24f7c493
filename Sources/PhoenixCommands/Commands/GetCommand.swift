import ArgumentParser
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
            default: show([try live.object(called: subject)], asList: false, among: live.objects, on: run)
            }
        }
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
