import ArgumentParser
import Clocks
import PhoenixModel
import Reporting

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a task now.",
        discussion: """
            Asks the panel to run a task, given by its key, name or id. A disabled task can be run, too. With --wait the \
            command follows the run to its end, and exits with 6 unless it succeeded. Ctrl-C then stops the waiting, \
            not the run.

            Example:
              phoenix run nightly-backup
              phoenix run nightly-backup --wait
            """)

    @Argument(help: ArgumentHelp("The key, name or id of a task.", valueName: "task"))
    var task: String

    @Flag(help: "Wait until the run is finished.")
    var wait = false

    @Option(name: [.customShort("o"), .customLong("output")], help: "How to show the run.")
    var outputFormat: ResultFormat = .table

    @OptionGroup var panel: PanelOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = CommandRun(output)
        try await run.performOnPanel(panel.flags()) { access in
            let live = try await access.openReader().readAll()
            let object = try live.object(called: task, of: .scheduled)
            let panel = try await access.open()
            let started = try await panel.startRun(ofService: object.id, idempotencyKey: IdempotencyKey.random())
            guard wait else {
                show(started, on: run)
                if live.target.isEmbedded, !live.target.isServed {
                    run.console.note("note: nothing runs until `phoenix serve` serves this store")
                }
                return
            }
            let follower = RunFollower(panel: panel, clock: .system) { run.console.note($0) }
            let finished = try await InterruptSignal.caught { wasRaised in
                try await follower.follow(started, isInterrupted: wasRaised)
            }
            guard let finished else {
                run.console.note("stopped waiting; run \(started.id) goes on")
                throw ExitStatus.interrupted.exit
            }
            show(finished, on: run)
            if finished.result != .succeeded { throw ExitStatus.actionFailed.exit }
        }
    }

    private func show(_ taskRun: TaskRun, on run: CommandRun) {
        run.show(taskRun.object, as: outputFormat, text: RunText(style: run.console.style).render(taskRun))
    }
}
