import ClockFixtures
import PhoenixCommands
import PhoenixModel
import PhoenixTestSupport
import Synchronization
import Testing

@Suite("Following a run", .ownThread)
struct RunFollowerTests {
    @Test("says how far it is, each thing once, and ends with it")
    func progress() async throws {
        let panel = ScriptedRuns([
            .run(.queued), .run(.running), .run(.running, done: 1), .run(.running, done: 1),
            .run(.running, done: 2, failed: 1), .run(.finished, result: .partial),
        ])
        let (finished, lines) = try await follow(panel)
        #expect(finished?.result == .partial)
        #expect(
            lines == [
                "run 7 is queued", "run 7 is running: 0 of 3 servers done", "run 7 is running: 1 of 3 servers done",
                "run 7 is running: 3 of 3 servers done, 1 failed",
            ])
    }

    @Test("says once that nothing seems to run it", arguments: [true, false])
    func stuck(isEmbedded: Bool) async throws {
        let panel = ScriptedRuns(
            Array(repeating: .run(.queued), count: 30) + [.run(.finished, result: .succeeded)], isEmbedded: isEmbedded)
        let (finished, lines) = try await follow(panel)
        #expect(finished?.result == .succeeded)
        #expect(lines.count == 2)
        #expect(lines.last?.contains(isEmbedded ? "nothing runs until `phoenix serve`" : "scheduler") == true)
    }

    @Test("survives a panel that is away for a while, not one that stays away")
    func unreachable() async throws {
        let away = ScriptedRuns.Answer.failure(PanelError(.unreachable, "nobody answers"))
        let short = ScriptedRuns(Array(repeating: away, count: 9) + [.run(.running), away, .run(.finished)])
        let (finished, lines) = try await follow(short)
        #expect(finished != nil)
        #expect(lines.count { $0.contains("nobody answers") } == 2)
        let error = await #expect(throws: PanelError.self) {
            try await follow(ScriptedRuns(Array(repeating: away, count: 10) + [.run(.finished)]))
        }
        #expect(error?.code == .unreachable)
        let refused = ScriptedRuns.Answer.failure(PanelError(.unauthenticated, "no"))
        await #expect(throws: PanelError.self) { try await follow(ScriptedRuns([refused, .run(.finished)])) }
        await #expect(throws: PanelError.self) { try await follow(ScriptedRuns([.gone, .run(.finished)])) }
    }

    @Test("ends when it is interrupted, while the run goes on")
    func interrupted() async throws {
        let panel = ScriptedRuns(Array(repeating: .run(.running), count: 10))
        let (finished, _) = try await follow(panel) { panel.lookCount == 3 }
        #expect(finished == nil && panel.lookCount == 3)
    }

    private func follow(
        _ panel: ScriptedRuns, isInterrupted: @escaping @Sendable () -> Bool = { false }
    ) async throws -> (TaskRun?, [String]) {
        let log = LineLog()
        let follower = RunFollower(panel: panel, clock: ManualTime().clock()) { log.add($0) }
        let finished = try await follower.follow(ScriptedRuns.sample(.queued), isInterrupted: isInterrupted)
        return (finished, log.lines)
    }
}

private final class LineLog: Sendable {
    private let state = Mutex<[String]>([])

    var lines: [String] { state.withLock { $0 } }

    func add(_ line: String) { state.withLock { $0.append(line) } }
}

/// A panel that answers for one run as it is told, look by look.
private final class ScriptedRuns: PanelRunReader {
    enum Answer: Sendable {
        case run(TaskRun)
        case gone
        case failure(PanelError)

        static func run(_ state: RunState, result: RunResult? = nil, done: Int = 0, failed: Int = 0) -> Answer {
            var run = ScriptedRuns.sample(state)
            run.result = result
            if state != .queued { run.targets = TargetCounts(total: 3, succeeded: done, failed: failed) }
            return .run(run)
        }
    }

    let target: PanelTarget
    private let answers: [Answer]
    private let count = Mutex(0)

    init(_ answers: [Answer], isEmbedded: Bool = false) {
        self.answers = answers
        target = PanelTarget(name: "panel", isEmbedded: isEmbedded)
    }

    static func sample(_ state: RunState) -> TaskRun {
        TaskRun(
            id: "7", serviceID: "5", serviceName: "a", trigger: .manual, state: state, queuedAt: Timestamp(seconds: 0))
    }

    var lookCount: Int { count.withLock { $0 } }

    func run(_ id: String, ofService serviceID: String) async throws(PanelError) -> TaskRun? {
        let index = count.withLock { count in
            defer { count += 1 }
            return count
        }
        switch answers[min(index, answers.count - 1)] {
        case .run(let run): return run
        case .gone: return nil
        case .failure(let error): throw error
        }
    }

    func runs(_ selection: RunFilter) async throws(PanelError) -> [TaskRun] { [] }

    func health(ofService id: String) async throws(PanelError) -> ServiceHealth? { nil }

    func readAll() async throws(PanelError) -> LiveState {
        LiveState(target: target, capabilities: .complete, objects: [])
    }

    func read(id: String) async throws(PanelError) -> LiveObject? { nil }
}
