import PanelStore
import PhoenixModel

/// The steps of a run, how far they are, and what of that is not in the store yet.
struct RunProgress: Sendable {
    enum Next: Sendable, Hashable {
        case perform(Int)
        /// It was begun by somebody who has not said how it ended.
        case settle(Int)
    }

    private struct Server {
        var left = 0
        var results: Set<StepResult> = []
        /// Why its further steps are not done.
        var obstacle: String?
    }

    private(set) var steps: [StoredStep]
    private(set) var targets = TargetCounts()
    private var servers: [String: Server] = [:]
    /// Steps before it are finished.
    private var cursor = 0

    /// Whether the store has the steps at all.
    private(set) var isInserted: Bool
    /// By position, what steps were waiting out that were begun and cancelled.
    private var obstacles: [Int: String] = [:]
    /// Positions of the steps that have changed since the store has them.
    private(set) var unwritten: [Int] = []

    /// The steps of a run that begins.
    init(planned: [PlannedStep]) {
        self.init(planned.enumerated().map { StoredStep($0.element, position: $0.offset) }, isInserted: false)
    }

    /// The steps of a run that somebody else has begun, by position.
    init(recorded: [RunStepRecord]) {
        self.init(recorded.map(StoredStep.init), isInserted: true)
    }

    private init(_ steps: [StoredStep], isInserted: Bool) {
        self.steps = steps
        self.isInserted = isInserted
        for step in steps { servers[step.plan.target.id, default: Server()].left += 1 }
        targets.total = servers.count
        for step in steps where step.record.state == .finished { count(step) }
    }

    /// What is to be done next; nil when all is done. Steps that cannot be done any more become skipped on the way.
    mutating func next() -> Next? {
        while cursor < steps.count {
            let step = steps[cursor]
            switch step.record.state {
            case .running: return .settle(cursor)
            case .finished: cursor += 1
            case .queued:
                guard let obstacle = servers[step.plan.target.id]?.obstacle else { return .perform(cursor) }
                finish(cursor, StepOutcome(.skipped, obstacle, attempts: 0))
            }
        }
        return nil
    }

    mutating func begin(_ index: Int) {
        steps[index].record.state = .running
        steps[index].record.attempts += 1
        unwritten.append(index)
    }

    /// Takes back that a step begins.
    mutating func withdraw(_ index: Int) {
        steps[index].record.state = .queued
        steps[index].record.attempts -= 1
        unwritten.removeLast()
    }

    mutating func finish(_ index: Int, _ outcome: StepOutcome) {
        // The attempt that beginning the step has noted is one of these.
        let noted = steps[index].record.state == .running ? 1 : 0
        steps[index].record.attempts = max(
            steps[index].record.attempts, steps[index].record.attempts - noted + outcome.attempts)
        steps[index].record.state = .finished
        steps[index].record.result = outcome.result
        steps[index].record.reason = outcome.reason
        if unwritten.last != index { unwritten.append(index) }
        count(steps[index])
    }

    /// Notes what a step was waiting out that was begun and cancelled.
    mutating func note(obstacle: String?, of index: Int) { obstacles[index] = obstacle }

    /// Ends all that is not finished: what was begun is unknown, the rest is skipped.
    mutating func skipRest(_ reason: String) {
        for index in steps.indices.dropFirst(cursor) where steps[index].record.state != .finished {
            let wasBegun = steps[index].record.state == .running
            let text = obstacles[index].map { "\(reason); \($0)" } ?? reason
            finish(index, StepOutcome(wasBegun ? .unknown : .skipped, text, attempts: wasBegun ? 1 : 0))
        }
    }

    /// Seconds that are to pass yet between the end of what was done last and the beginning of a step.
    func delay(of index: Int, now: Timestamp) -> Int64 {
        let ends = steps[..<index].lazy.reversed().compactMap { step in
            step.record.startedAt == nil ? nil : step.record.finishedAt
        }
        guard let end = ends.first else { return steps[index].plan.delay }
        return max(0, steps[index].plan.delay - (now.seconds - end.seconds))
    }

    /// Takes note that everything is in the store, with `moment` where a step did not have its times yet.
    mutating func didWrite(at moment: Timestamp) {
        if isInserted {
            for index in unwritten { steps[index].record.stamp(moment) }
        } else {
            for index in steps.indices { steps[index].record.stamp(moment) }
        }
        isInserted = true
        unwritten = []
    }

    private mutating func count(_ step: StoredStep) {
        let id = step.plan.target.id
        guard var server = servers[id], let result = step.record.result else { return }
        server.left -= 1
        server.results.insert(result)
        if result != .succeeded, !step.plan.continuesOnFailure, server.obstacle == nil {
            server.obstacle = "the step before it has not succeeded"
        }
        servers[id] = server
        guard server.left == 0 else { return }
        switch StepResult.ofServer(server.results) {
        case .succeeded: targets.succeeded += 1
        case .failed: targets.failed += 1
        case .skipped: targets.skipped += 1
        case .unknown: targets.unknown += 1
        }
    }
}

extension StepResult {
    /// How a server fared whose steps ended in these ways: the worst of them decides. A step that was skipped because
    /// one before it failed never comes alone.
    fileprivate static func ofServer(_ results: Set<StepResult>) -> StepResult {
        let worstFirst: [StepResult] = [.failed, .unknown, .skipped]
        return worstFirst.first(where: results.contains) ?? .succeeded
    }
}

extension RunStepRecord {
    /// Sets the times that belong to the state and are not known yet.
    mutating func stamp(_ moment: Timestamp) {
        if startedAt == nil, state == .running { startedAt = moment }
        if finishedAt == nil, state == .finished { finishedAt = moment }
    }
}
