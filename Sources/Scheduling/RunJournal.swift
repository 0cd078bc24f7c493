import Clocks
import Logging
import PanelStore
import PhoenixModel

/// Somebody else carries out the run, or this process has no right to go on with it.
struct RunLost: Error {}

/// Records one run in the store, under its fencing token: the only writer of a run that is carried out.
///
/// Every write is tried again as long as the run may be this process's. What is recorded is therefore what was done,
/// or the run is lost.
struct RunJournal: Sendable {
    let store: any PanelStore
    let limit: Duration
    let clock: WallClock
    let messages: RunMessages
    let control: RunControl
    let id: Int64
    let token: Int64
    let logger: Logger
    /// The store's clock at the last write.
    private(set) var now: Timestamp
    /// Samples of steps that are not in the store yet.
    private var samples: [ServerSample] = []

    init(
        _ claimed: ClaimedRun, store: any PanelStore, limit: Duration, clock: WallClock, messages: RunMessages,
        logger: Logger
    ) {
        self.store = store
        self.limit = limit
        self.clock = clock
        self.messages = messages
        self.logger = logger
        control = claimed.control
        id = claimed.run.id
        token = claimed.token
        now = claimed.now
    }

    /// More than a run adds, so that what is too old goes in the end.
    private static let samplesPrunedAtOnce = 5_000

    private struct Entry: Sendable {
        var newSteps: [RunStepRecord] = []
        var steps: [RunStepRecord] = []
        var targets: TargetCounts
        var samples: [ServerSample]
    }

    func recordedSteps() async throws -> [RunStepRecord] {
        let id = id
        return try await store.read(within: limit) { try await $0.steps(ofRun: id) }
    }

    mutating func keep(_ sample: [String: Double], of step: PlannedStep, task: Int64) {
        if !sample.isEmpty {
            samples.append(ServerSample(serviceID: task, target: step.target, at: now, values: sample))
        }
    }

    /// Records everything up to here.
    mutating func flush(_ progress: inout RunProgress) async throws {
        guard !progress.isInserted || !progress.unwritten.isEmpty else { return }
        _ = try await write(&progress) { $1 }
    }

    /// Records that a step begins, with everything before it; nothing when somebody wants the run to end.
    /// - Returns: whether the step may be done.
    mutating func begin(_ index: Int, _ progress: inout RunProgress) async throws -> Bool {
        progress.begin(index)
        if try await write(&progress, { _, run in run.isStopRequested ? nil : run }) != nil { return true }
        progress.withdraw(index)
        control.send(.stop)
        return false
    }

    /// Records the end of the run, with everything before it, and what people are told about it.
    mutating func end(_ progress: inout RunProgress, _ verdict: RunVerdict) async throws -> RunRecord? {
        try await write(&progress) { now, run in
            var run = run
            run.finish(verdict.result, verdict.reason, at: now)
            return run
        }
    }

    /// Records everything up to here and lets another process go on.
    mutating func giveUp(_ progress: inout RunProgress) async throws {
        _ = try await write(&progress) { _, run in
            var run = run
            run.lease = run.lease?.givenUp
            return run
        }
    }

    /// Writes what is not in the store yet, with a change of the run itself: the run as it is to be, or nil to write
    /// nothing at all. Answers the run as it then is.
    private mutating func write(
        _ progress: inout RunProgress, _ change: @escaping @Sendable (Timestamp, RunRecord) -> RunRecord?
    ) async throws -> RunRecord? {
        var entry = Entry(targets: progress.targets, samples: samples)
        if progress.isInserted {
            entry.steps = progress.unwritten.map { progress.steps[$0].record }
        } else {
            entry.newSteps = progress.steps.map(\.record)
        }
        let (id, token, messages, written) = (id, token, messages, entry)
        let (now, run) = try await retrying { store in
            try await Self.write(written, to: id, ifToken: token, in: store, messages, change)
        }
        self.now = now
        guard let run else { return nil }
        samples = []
        progress.didWrite(at: now)
        return run
    }

    private static func write(
        _ entry: Entry, to id: Int64, ifToken token: Int64, in store: any PanelStoreTransaction,
        _ messages: RunMessages, _ change: @Sendable (Timestamp, RunRecord) -> RunRecord?
    ) async throws -> (Timestamp, RunRecord?) {
        let now = try await store.now()
        guard var run = try await store.run(id), run.lease?.token == token else { throw RunLost() }
        let before = run
        run.targets = entry.targets
        guard let run = change(now, run) else { return (now, nil) }
        if !entry.newSteps.isEmpty {
            let steps = entry.newSteps.map { $0.stamped(now) }
            guard try await store.insert(steps, ofRun: id, ifToken: token) else { throw RunLost() }
        }
        for step in entry.steps {
            guard try await store.replace(step.stamped(now), ofRun: id, ifToken: token) else { throw RunLost() }
        }
        if !entry.samples.isEmpty, try await store.service(run.serviceID) != nil {
            try await store.insert(entry.samples)
        }
        if run.state == .finished {
            if let days = before.sampleRetention {
                let bound = Timestamp(seconds: now.seconds - days * 86_400)
                _ = try await store.pruneSamples(of: run.serviceID, before: bound, limit: samplesPrunedAtOnce)
            }
            guard try await store.conclude(run, ifToken: token, announcing: messages) else { throw RunLost() }
        } else if run != before {
            guard try await store.replace(run, ifToken: token) else { throw RunLost() }
        }
        return (now, run)
    }

    /// Tries a write until it is done, or the run is lost.
    private func retrying<T: Sendable>(
        _ body: @escaping @Sendable (any PanelStoreTransaction) async throws -> T
    ) async throws -> T {
        var pause = Duration.milliseconds(100)
        while true {
            if control.signal == .leaseLost { throw RunLost() }
            do {
                return try await store.write(within: limit, as: .concurrent, body)
            } catch let error as PanelStoreError {
                logger.warning("a run could not be recorded", metadata: ["run": "\(id)", "error": "\(error)"])
                // There is no time left to try again in.
                if control.signal == .handOver { throw error }
            }
            try await clock.sleep(pause)
            pause = min(pause * 2, .seconds(5))
        }
    }
}

extension RunRecord {
    /// For how many days the samples of its task are kept; nil when it records none.
    fileprivate var sampleRetention: Int64? {
        guard case .map(let task)? = task, task["type"] == "statistics" else { return nil }
        guard case .map(let data)? = task["data"], case .integer(let days)? = data["retention_days"] else {
            return TaskRules.defaultSampleRetention
        }
        return days
    }
}

extension RunStepRecord {
    fileprivate func stamped(_ moment: Timestamp) -> RunStepRecord {
        var step = self
        step.stamp(moment)
        return step
    }
}
