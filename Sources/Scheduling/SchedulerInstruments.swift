import CoreMetrics
import PanelStore
import PhoenixModel

extension Scheduler {
    /// Upper bounds of the histograms of a scheduler, by name, in seconds: a run may be an hour late and take a day.
    package static let histogramBuckets: [String: [Double]] = [
        SchedulerInstruments.latenessName: [0, 1, 2, 5, 10, 30, 60, 300, 900, 3_600, 21_600],
        SchedulerInstruments.durationName: [0, 1, 5, 15, 60, 300, 900, 1_800, 3_600, 10_800, 86_400],
    ]
}

/// What a scheduler measures.
struct SchedulerInstruments: Sendable {
    static let latenessName = "phoenix_run_lateness_seconds"
    static let durationName = "phoenix_run_duration_seconds"

    private let results: [RunResult: Counter]
    private let lateness: CoreMetrics.Timer
    private let duration: CoreMetrics.Timer
    private let queued: Gauge
    private let running: Gauge
    private let waiting: Gauge
    private let lag: Gauge
    private let lastTick: Gauge
    private let claims: Counter
    private let failures: Counter
    private let takeovers: Counter
    private let lostLeases: Counter

    init(factory: any MetricsFactory) {
        func counter(_ label: String) -> Counter { Counter(label: label, dimensions: [], factory: factory) }
        func gauge(_ label: String) -> Gauge { Gauge(label: label, dimensions: [], factory: factory) }
        results = Dictionary(
            uniqueKeysWithValues: RunResult.allCases.map { result in
                let dimensions = [("result", result.rawValue)]
                return (result, Counter(label: "phoenix_runs_total", dimensions: dimensions, factory: factory))
            })
        lateness = CoreMetrics.Timer(label: Self.latenessName, dimensions: [], factory: factory)
        duration = CoreMetrics.Timer(label: Self.durationName, dimensions: [], factory: factory)
        queued = gauge("phoenix_runs_queued")
        running = gauge("phoenix_runs_running")
        waiting = gauge("phoenix_steps_waiting")
        lag = gauge("phoenix_scheduler_lag_seconds")
        lastTick = gauge("phoenix_scheduler_last_tick_timestamp_seconds")
        claims = counter("phoenix_scheduler_claims_total")
        failures = counter("phoenix_scheduler_failures_total")
        takeovers = counter("phoenix_runs_taken_over_total")
        lostLeases = counter("phoenix_run_leases_lost_total")
    }

    /// Counts a row that was claimed. One that stands for several missed times counts once.
    func noteClaim(_ run: RunRecord) {
        claims.increment()
        if run.state == .finished { noteEnd(run) }
    }

    func noteStart(_ run: RunRecord) {
        guard run.trigger == .schedule, let due = run.scheduledFor, let start = run.startedAt else { return }
        lateness.recordSeconds(start.seconds - due.seconds)
    }

    func noteEnd(_ run: RunRecord) {
        if let result = run.result { results[result]?.increment() }
        if let start = run.startedAt, let end = run.finishedAt { duration.recordSeconds(end.seconds - start.seconds) }
    }

    /// `waiting` is how many steps wait for a place.
    func noteLoad(_ load: RunLoad, waiting count: Int, now: Timestamp) {
        waiting.record(Int64(count))
        queued.record(Int64(load.queued))
        running.record(Int64(load.running))
        lag.record(max(0, now.seconds - (load.nextDue ?? now).seconds))
    }

    func noteTick(_ moment: Timestamp) { lastTick.record(moment.seconds) }

    func noteFailure() { failures.increment() }

    func noteTakeover() { takeovers.increment() }

    func noteLostLease() { lostLeases.increment() }
}
