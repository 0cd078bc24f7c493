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
            `schedules` shows the schedules that the panel itself runs on its servers; it needs a Client API.

            Example:
              phoenix get tasks
              phoenix get nightly-backup -o yaml
              phoenix get schedules --servers 'name:lobby*'
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, wide, json, yaml
    }

    @Argument(
        help: ArgumentHelp("services, tasks, schedules, or the key, name or id of one object.", valueName: "what"))
    var subject = "services"

    @Option(name: [.customShort("o"), .customLong("output")], help: "How to show it.")
    var outputFormat: Format = .table

    @Option(
        help: ArgumentHelp(
            "Of schedules: only of these servers, as manifests name them; repeatable.", valueName: "selector"))
    var servers: [String] = []

    @OptionGroup var panel: PanelOptions
    @OptionGroup var runner: RunnerOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if !servers.isEmpty, subject != "schedules" {
            throw ValidationError("--servers chooses schedules: phoenix get schedules --servers …")
        }
    }

    func run() async throws {
        let run = CommandRun(output)
        if subject == "schedules" { return try await run.perform { try await showSchedules(on: run) } }
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

    private func showSchedules(on run: CommandRun) async throws {
        let flags = CommandRun.TargetFlags(panel: panel.flags(), runner: runner)
        let live = try await run.withTargets(flags, .schedules) { targets in
            try await targets.readSchedules(of: servers)
        }
        for (server, reason) in live.unreadableServers.sorted(by: { $0.key < $1.key }) {
            run.console.note("not shown: the server \(GameServer.quoted(server, live.serverNames[server])) \(reason)")
        }
        let document: ValueMap = ["data": ScheduleDocument.value(live.objects, live.serverNames)]
        switch outputFormat {
        case .table, .wide:
            let table = ScheduleTable(style: run.console.style, isWide: outputFormat == .wide)
            run.console.result(table.render(live.objects, live.serverNames))
        case .json: run.console.result(.map(document))
        case .yaml: run.console.result(YAMLText.document(document))
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
