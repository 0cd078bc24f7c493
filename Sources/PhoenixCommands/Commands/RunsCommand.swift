import ArgumentParser
import PhoenixModel
import Reporting

struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "Show what has been run, newest first.",
        discussion: """
            Shows the runs of one task, given by its key, name or id, or those of all tasks. --run shows one run with \
            its steps. Times are in UTC.

            Example:
              phoenix runs
              phoenix runs nightly-backup --result failed --since 7d
              phoenix runs nightly-backup --run 12
            """)

    @Argument(help: ArgumentHelp("The key, name or id of a task; all tasks by default.", valueName: "task"))
    var task: String?

    @Option(help: ArgumentHelp("Only runs with this result.", valueName: "result"))
    var result: RunResult?

    @Option(
        help: ArgumentHelp(
            "Only runs since this time: 2026-11-24T02:00:00Z, a date, or how long ago: 30m, 12h, 7d.", valueName: "time"
        ))
    var since: PastMoment?

    @Option(help: ArgumentHelp("How many runs at most; 20 by default.", valueName: "count"))
    var limit: Int?

    @Option(name: .customLong("run"), help: ArgumentHelp("One run, with its steps.", valueName: "id"))
    var runID: String?

    @Option(name: [.customShort("o"), .customLong("output")], help: "How to show them.")
    var outputFormat: ResultFormat = .table

    @OptionGroup var panel: PanelOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if runID != nil, result != nil || since != nil || limit != nil {
            throw ValidationError("--run shows one run, and takes no --result, --since or --limit.")
        }
        if let limit, !(1...10_000).contains(limit) {
            throw ValidationError("--limit must be from 1 to 10000, not \(limit).")
        }
    }

    func run() async throws {
        let run = CommandRun(output)
        try await run.performOnPanel(panel.flags()) { access in
            let panel = try await access.openReader()
            var serviceID: String?
            if let task { serviceID = try await panel.readAll().object(called: task, of: .scheduled).id }
            if let runID {
                let found = try await find(runID, of: serviceID, on: panel)
                run.show(
                    found.object, as: outputFormat, text: RunText(style: run.console.style).render(found))
                return
            }
            var selection = RunFilter(limit: limit ?? 20)
            selection.serviceID = serviceID
            selection.result = result
            selection.since = since?.moment(before: run.now())
            let runs = try await panel.runs(selection)
            run.show(
                .list(runs.map(\.object)), as: outputFormat, text: RunTable(style: run.console.style).render(runs))
        }
    }

    /// A run is found through its task. Without one it must be among the newest runs.
    private func find(
        _ id: String, of serviceID: String?, on panel: any PanelRunReader
    ) async throws(PanelError) -> TaskRun {
        if let serviceID {
            if let run = try await panel.run(id, ofService: serviceID) { return run }
            throw PanelError(.notFound, "'\(task ?? serviceID)' has no run with the id '\(id)'")
        }
        let newest = try await panel.runs(RunFilter(limit: Self.searchedRuns))
        if let run = newest.first(where: { $0.id == id }) {
            return try await panel.run(id, ofService: run.serviceID) ?? run
        }
        throw PanelError(
            .notFound, "there is no run with the id '\(id)' among the newest \(Self.searchedRuns)",
            help: "name its task, too: phoenix runs TASK --run \(id)")
    }

    private static let searchedRuns = 1_000
}

extension RunResult: ExpressibleByArgument {}
