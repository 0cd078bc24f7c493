import ArgumentParser
import Cron
import Diagnostics
import Manifests
import PanelClient
import PanelStore
import PhoenixModel
import Planning
import Reporting
import Settings

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Find problems with the panel, the key, the clock, the store and the settings.",
        discussion: """
            Changes nothing, unless --heal is given. Exits with 1 if there is a problem. Where nothing but a Client API is
            named, only that one is looked at: the key, what it may do on each server, the panel's zone, and whether the
            panel's cron job and queue worker are alive.

            Example:
              phoenix doctor -f manifests/ --panel https://panel.example.com
              phoenix doctor --client-api https://panel.example.com --heal
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @Option(
        name: .file,
        help: ArgumentHelp("Manifests to check together with the panel; repeatable.", valueName: "path"),
        completion: .manifests)
    var files: [String] = []

    @Option(name: [.customShort("o"), .customLong("output")], help: "How to show it.")
    var format: Format = .text

    @Flag(
        help: """
            Free schedules of the panel that are stuck in a run, by switching them off and on again. Needs a Client API.
            """)
    var heal = false

    @OptionGroup var panel: PanelOptions
    @OptionGroup var runner: RunnerOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            var checkup = Checkup()
            var status = ExitStatus.error
            let desired = await manifests(&checkup, on: run)
            let clientAPI = ClientAPIChecks(panel.flags(), runner, heals: heal, on: run)
            if !clientAPI.isAlone {
                do {
                    try await run.withPanel(panel.flags()) { access in
                        checkup.checks += access.settings.map { Check("settings", .ok, $0) }
                        await examine(access, desired, &checkup, on: run)
                    }
                } catch {
                    guard let errors = FoundErrors(error) else { throw error }
                    checkup.checks += errors.diagnostics.map { Check("settings", .problem, $0.message, help: $0.help) }
                    if let usage = (error as? CommandError)?.status ?? (error is SettingsFailure ? .usage : nil) {
                        status = usage
                    }
                }
            }
            checkup.checks += await clientAPI.all
            switch format {
            case .text: run.console.result(checkup.text(run.console.style))
            case .json: run.console.result(checkup.value)
            }
            if checkup.hasProblems { throw status.exit }
        }
    }

    private func manifests(_ checkup: inout Checkup, on run: CommandRun) async -> DesiredState? {
        if files.isEmpty { return nil }
        let loaded = await run.loadManifests(ManifestArguments(files: files))
        let errors = loaded.diagnostics.filter { $0.severity == .error }
        if let first = errors.first {
            let place = first.span.map { " at \(loaded.sources.position(of: $0))" } ?? ""
            checkup.checks.append(
                Check(
                    "manifests", .problem, "\(Plural.text(errors.count, "error")), the first\(place): \(first.message)",
                    help: "phoenix validate shows them all"))
        } else if let desired = loaded.desired {
            let summary = ManifestSummary(desired, fileCount: loaded.fileCount).text.trimmed()
            checkup.checks.append(Check("manifests", .ok, String(summary)))
        }
        return loaded.desired
    }

    private func examine(
        _ access: PanelAccess, _ desired: DesiredState?, _ checkup: inout Checkup, on run: CommandRun
    ) async {
        if case .store(let location) = access.examination {
            let found = await StoreChecks(location, run).all
            checkup.checks += found
            if found.contains(where: { $0.outcome == .problem }) {
                checkup.checks.append(Check("objects", .notChecked, "the store is not reliable"))
                return
            }
        }
        let live: LiveState
        do {
            live = try await access.openReader().readAll()
            checkup.checks.append(
                Check("panel", .ok, "\(live.target.name) answers, with \(Plural.text(live.objects.count, "service"))"))
        } catch {
            let problem = FoundErrors(error)?.diagnostics.first
            checkup.checks.append(
                Check("panel", .problem, problem?.message ?? String(describing: error), help: problem?.help))
            checkup.checks.append(Check("objects", .notChecked, "the panel could not be read"))
            return
        }
        if case .remote(let panel) = access.examination { checkup.checks += await connection(to: panel) }
        checkup.checks += LiveChecks(live, zones: .system).all
        if let desired { checkup.checks.append(orphans(desired, live, run)) }
    }

    private func connection(to panel: HTTPPanel) async -> [Check] {
        do throws(PanelError) {
            return ConnectionChecks(try await panel.vitals()).all
        } catch {
            return [Check("connection", .problem, error.message, help: error.help)]
        }
    }

    /// What the files no longer have.
    private func orphans(_ desired: DesiredState, _ live: LiveState, _ run: CommandRun) -> Check {
        let count = Planner(options: Planner.Options(today: run.today)).plan(desired: desired, live: live).orphans.count
        return count == 0
            ? Check("orphans", .ok, "everything that \(desired.project) owns is in the files")
            : Check(
                "orphans", .warning,
                "\(desired.project) owns \(Plural.text(count, "object")) on the panel that the files do not declare",
                help: "plan shows them, and --prune deletes them")
    }
}
