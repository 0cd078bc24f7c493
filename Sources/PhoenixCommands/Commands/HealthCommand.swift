import ArgumentParser
import HTTPTransport
import PhoenixModel
import Reporting
import ServicesAPI

struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health", abstract: "Show how services and tasks are doing.",
        discussion: """
            Shows one service or task, given by its key, name or id, or all of them. A system service is not well when \
            it is stopped or degraded, or when its probe has not reported; a task when its last run failed, even in part, \
            or was missed.

            Example:
              phoenix health
              phoenix health "Wings Daemon"
              phoenix health --check
            """)

    @Argument(help: ArgumentHelp("The key, name or id of a service or task; all by default.", valueName: "service"))
    var service: String?

    @Flag(help: "Exit with 6 if one of them is not well.")
    var check = false

    @Option(name: [.customShort("o"), .customLong("output")], help: "How to show it.")
    var outputFormat: ResultFormat = .table

    @OptionGroup var panel: PanelOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = CommandRun(output)
        try await run.performOnPanel(panel.flags()) { access in
            let panel = try await access.openReader()
            let live = try await panel.readAll()
            let entries: [HealthEntry]
            if let service {
                let object = try live.object(called: service)
                guard let health = try await panel.health(ofService: object.id) else {
                    throw PanelError(.notFound, "'\(object.fields.name)' is no longer on the panel")
                }
                entries = [HealthEntry(object, health, now: run.now())]
                let text = HealthText(style: run.console.style)
                run.show(
                    APIHealth.value(health), as: outputFormat, text: entries.map { text.render($0, health) }.joined())
            } else {
                entries = try await self.entries(of: live, on: panel, access.parallelism, run.now())
                run.show(
                    .list(entries.map(\.value)), as: outputFormat,
                    text: HealthTable(style: run.console.style).render(entries))
            }
            if check, entries.contains(where: { !$0.verdict.isWell }) { throw ExitStatus.actionFailed.exit }
        }
    }

    /// The list tells of tasks what is asked here, so that only system services are asked for singly: they are few.
    private func entries(
        of live: LiveState, on panel: any PanelRunReader, _ parallelism: Int, _ now: Timestamp
    ) async throws(PanelError) -> [HealthEntry] {
        try await live.objects.concurrentMap(limit: parallelism) { object throws(PanelError) in
            let health = object.kind == .system ? try await panel.health(ofService: object.id) : nil
            return HealthEntry(object, health, now: now)
        }
    }
}

extension HealthEntry {
    /// For programs: what the API has of it, which service it is, and whether it is well.
    fileprivate var value: Value {
        var map: ValueMap = [
            "id": .string(object.id), "name": .string(object.fields.name), "type": .string(object.kind.rawValue),
            "is_well": .bool(verdict.isWell), "problem": verdict.problem.map { .string($0) } ?? .null,
        ]
        if let health {
            if case .map(let known) = APIHealth.value(health) { for (key, value) in known { map[key] = value } }
        } else {
            map["status"] = .string(object.status)
            map["last_run"] = object.lastRun.map { .string("\($0)") } ?? .null
            map["last_result"] = object.lastResult.map { .string($0) } ?? .null
        }
        return .map(map)
    }
}
