import PhoenixModel
import Settings

/// The panels that a calendar is made of.
struct CalendarTargets {
    let needs: TargetNeeds

    /// With files, only what an option names; without, what any setting names. A Client API that is named alone stands
    /// for itself.
    init(_ options: PanelOptions, _ runner: RunnerOptions, hasFiles: Bool, on run: CommandRun) throws {
        let environment = run.environment
        let flags = options.flags()
        let chosen = try ChosenClientAPI(
            flags: flags, environment: { environment[$0] }, contexts: { environment.contexts })
        let namesClient = runner.clientAPI != nil || runner.clientAPIKeyFile != nil
        let namesServices = flags.panel != nil || flags.store != nil
        if flags.context != nil || hasFiles {
            let schedules = namesClient || flags.context != nil && chosen.settings != nil
            let services = namesServices || flags.context != nil && (chosen.contextHasTarget ?? true || !schedules)
            needs = TargetNeeds(services: services, schedules: schedules)
        } else {
            let schedules = namesClient || environment[RunnerPanel.addressVariable] != nil || chosen.settings != nil
            let isSet = ["PHOENIX_PANEL", "PHOENIX_STORE"].contains { environment[$0] != nil }
            needs = TargetNeeds(
                services: !schedules || namesServices || isSet || chosen.contextHasTarget ?? false, schedules: schedules
            )
        }
    }
}
