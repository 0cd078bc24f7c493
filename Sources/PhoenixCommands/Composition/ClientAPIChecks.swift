import ClientAPI
import Diagnostics
import NativeSchedules
import PhoenixModel
import Reporting
import Settings

/// What can be told of the panel whose servers tasks and schedules work on.
struct ClientAPIChecks {
    private let panel: Result<RunnerPanel?, any Error>
    private let heals: Bool
    /// Whether nothing but it is named for the run to look at.
    let isAlone: Bool

    init(_ flags: ClientFlags, _ options: RunnerOptions, heals: Bool, on run: CommandRun) {
        let environment = run.environment
        panel = Result {
            let chosen = try ChosenClientAPI(
                flags: flags, environment: { environment[$0] }, contexts: { environment.contexts })
            return try RunnerPanel(
                options, configured: chosen.settings, chosen.sources, timeout: flags.timeout.map { .seconds($0) }, run)
        }
        self.heals = heals
        let isNamed = options.clientAPI != nil || environment[RunnerPanel.addressVariable] != nil
        let names = [flags.panel, flags.store, flags.context] + ClientAPIChecks.variables.map { environment[$0] }
        isAlone = isNamed && names.allSatisfy { $0 == nil } && environment.contexts.current == nil
    }

    /// The variables that name a panel with services.
    private static let variables = ["PHOENIX_PANEL", "PHOENIX_STORE", "PHOENIX_CONTEXT"]

    var all: [Check] {
        get async {
            do {
                guard let panel = try panel.get() else {
                    return heals
                        ? [Check("heal", .problem, "no Client API is named", help: "give --client-api URL")] : []
                }
                return try await panel.withClient { client in await checks(panel, client) }
            } catch {
                let problem = FoundErrors(error)?.diagnostics.first
                return [
                    Check("client API", .problem, problem?.message ?? String(describing: error), help: problem?.help)
                ]
            }
        }
    }

    private func checks(_ panel: RunnerPanel, _ client: ClientAPI) async -> [Check] {
        var checks: [Check] = []
        do throws(ClientAPIError) {
            let vitals = try await client.check()
            let servers = vitals.serverCount.map { "the key sees \(Plural.text($0, "server"))" } ?? "the key works"
            let owner = vitals.isAdmin ? ", as that of a root admin" : ""
            checks.append(Check("client API", .ok, "\(panel.address) answers; \(servers)\(owner)"))
        } catch {
            return [Check("client API", .problem, error.message, help: error.help)]
        }
        let native = NativePanel(api: client)
        do throws(PanelError) {
            let survey = try await native.survey()
            checks += ScheduleChecks(survey).all
            if heals { checks += await healing(survey.stuck, on: native) }
        } catch {
            checks.append(Check("schedules", .problem, error.message, help: error.help))
        }
        return checks
    }

    private func healing(_ stuck: [ScheduleSurvey.Finding], on native: NativePanel) async -> [Check] {
        if stuck.isEmpty { return [Check("heal", .ok, "there was nothing to free")] }
        var checks: [Check] = []
        for finding in stuck {
            let name = "'\(finding.name)' (id \(finding.id)) on \(finding.server)"
            do throws(PanelError) {
                let wasStuck = try await native.heal(finding)
                checks.append(Check("heal", .ok, wasStuck ? "\(name) is free" : "\(name) was free meanwhile"))
            } catch {
                checks.append(Check("heal", .problem, "\(name) is still stuck: \(error.message)", help: error.help))
            }
        }
        return checks
    }
}
