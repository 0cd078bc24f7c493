import PanelServer

/// What the metrics of a server mean, by name.
enum MetricsHelp {
    static let all = PanelServer.metricsHelp.merging(ServerLogging.metricsHelp) { $1 }.merging(tasks) { $1 }

    private static let tasks = [
        "phoenix_notifications_total": "Messages that were delivered, put off, refused or given up.",
        "phoenix_outbox_messages": "Messages that are still to be delivered.",
        "phoenix_outbox_oldest_age_seconds": "How long the oldest of them has waited.",
        "phoenix_probe_duration_seconds": "How long checks of system services took.",
        "phoenix_probes_total": "Checks of system services.",
        "phoenix_replica_clock_skew_seconds": "By how much this machine's clock is ahead of the store's.",
        "phoenix_run_duration_seconds": "From the start to the end of runs.",
        "phoenix_run_lateness_seconds": "From the time that runs were due to their start.",
        "phoenix_run_leases_lost_total": "Runs that this process lost to another one.",
        "phoenix_runs_queued": "Runs that wait for their start.",
        "phoenix_runs_running": "Runs that are being carried out.",
        "phoenix_runs_taken_over_total": "Runs that this process took over from another one.",
        "phoenix_runs_total": "Runs that are finished.",
        "phoenix_scheduler_claims_total": "Runs that were recorded for due times.",
        "phoenix_scheduler_failures_total": "Looks for due tasks that failed.",
        "phoenix_scheduler_lag_seconds": "How long the oldest due task has not been claimed.",
        "phoenix_scheduler_last_tick_timestamp_seconds": "When the scheduler last looked for due tasks.",
        "phoenix_steps_waiting": "Steps that wait for a place on their server or node.",
    ]
}
