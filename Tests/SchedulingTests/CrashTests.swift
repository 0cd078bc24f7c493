import PanelStore
import PhoenixModel
import PhoenixTestSupport
import RandomFixtures
import Scheduling
import Synchronization
import Testing

/// Processes that die between any two of their steps, one after the other, on one store.
@Suite(.mustEnd)
struct CrashTests {
    /// The servers, which know what was done to them whatever becomes of the process.
    private final class World: Sendable {
        private let done = Mutex<[FakeRunner.Effect: Int]>([:])
        private let faults = Mutex<[String]>([])

        var effects: [FakeRunner.Effect: Int] { done.withLock { $0 } }
        var violations: [String] { faults.withLock { $0 } }

        func touch(_ effect: FakeRunner.Effect) { done.withLock { $0[effect, default: 0] += 1 } }
        func complain(_ text: String) { faults.withLock { $0.append(text) } }
    }

    /// Of the steps only statistics are harmless to repeat.
    private static let plan: [PlannedStep] = [
        .on("alpha", "statistics"), .on("alpha", "command"), .on("beta", "command"), .on("gamma", "statistics"),
    ]

    private struct Death {
        /// At which call of the store, or nil to die within a step.
        let call: Int?
        let moment: FaultyStore.Moment
        let step: Int
        let isBeforeEffect: Bool
    }

    private func runner(_ world: World, _ store: FaultyStore, _ base: any PanelStore, _ death: Death?) -> FakeRunner {
        let steps = Mutex(0)
        @Sendable func act(_ step: PlannedStep, _ run: RunIdentity) async -> StepOutcome {
            if store.isDead { return StepOutcome(.failed) }
            let records = try? await base.read { try await $0.steps(ofRun: run.id) }
            let record = records?.first { $0.target == step.target && $0.action == step.action }
            if record?.state != .running { world.complain("\(step.action) is done and not recorded as begun") }
            let number = steps.withLock { number in
                number += 1
                return number
            }
            let isLast = death.map { $0.call == nil && $0.step == number } ?? false
            if isLast, death?.isBeforeEffect == true {
                store.die()
                return StepOutcome(.failed)
            }
            world.touch(FakeRunner.Effect(run: run.id, server: step.target.name, action: step.action))
            if isLast { store.die() }
            return StepOutcome(.succeeded)
        }
        return FakeRunner(
            plan: { _ in Self.plan },
            settle: { step, run in
                step.action == "statistics" ? await act(step, run) : StepOutcome(.unknown, "nobody knows")
            },
            perform: act)
    }

    private func life(_ seed: UInt64, in shop: Workshop) async throws {
        var random = SeededGenerator(seed: seed)
        let world = World()
        let tasks = [
            try await shop.addTask("often"),
            try await shop.addTask("queueing", "*/2 * * * *") { $0.overlap = "queue" },
            try await shop.addTask("careful", "*/5 * * * *") { $0.misfire = "run_once" },
        ]
        let start = shop.now
        for number in 0..<6 {
            let isInStore = Bool.random(using: &random)
            let death = Death(
                call: isInStore ? Int.random(in: 1...30, using: &random) : nil,
                moment: Bool.random(using: &random) ? .beforeCommit : .afterCommit,
                step: Int.random(in: 1...8, using: &random), isBeforeEffect: Bool.random(using: &random))
            let store = FaultyStore(shop.store, dyingAt: death.call, death.moment)
            let scheduler = shop.scheduler(
                "worker \(number)", runner: runner(world, store, shop.store, death), store: store)
            while !store.isDead {
                shop.pass(20)
                await scheduler.beat()
                await scheduler.settle()
            }
            shop.pass(Int64.random(in: 0...200, using: &random))
        }
        let store = FaultyStore(shop.store)
        let scheduler = shop.scheduler("last", runner: runner(world, store, shop.store, nil), store: store)
        for _ in 0..<20 {
            shop.pass(7)
            await scheduler.settle()
        }

        #expect(world.violations.isEmpty, "seed \(seed)")
        for (effect, count) in world.effects where effect.action == "command" {
            #expect(count == 1, "seed \(seed): \(effect)")
        }
        for task in tasks {
            let runs = try await shop.runs(of: task.id)
            #expect(runs.allSatisfy { $0.state == .finished }, "seed \(seed)")
            #expect(runs.allSatisfy { $0.result == .succeeded || $0.reason != nil }, "seed \(seed)")
            for run in runs where run.result == .succeeded {
                for step in Self.plan {
                    let effect = FakeRunner.Effect(run: run.id, server: step.target.name, action: step.action)
                    #expect(world.effects[effect, default: 0] >= 1, "seed \(seed): \(effect)")
                }
            }
            let period: Int64 = ["often": 60, "queueing": 120, "careful": 300][task.name] ?? 0
            let covered = runs.flatMap { run -> [Int64] in
                guard let first = run.scheduledFor?.seconds else { return [] }
                return Array(stride(from: first, through: run.missed?.last.seconds ?? first, by: Int(period)))
            }
            let first = try #require(task.nextRun).seconds
            #expect(first > start.seconds)
            #expect(
                covered.sorted() == Array(stride(from: first, through: shop.now.seconds, by: Int(period))),
                "seed \(seed): \(task.name)")
        }
    }

    @Test("whenever processes die, nothing recorded or in doubt is repeated and no time is lost", arguments: 0..<8)
    func kills(block: UInt64) async throws {
        for seed in block * 40..<(block + 1) * 40 { try await life(seed, in: Workshop()) }
    }

    @Test("the same on a store that lives as long as its file, and one that begins its work twice")
    func killsOnOtherStores() async throws {
        for seed in 1_000..<1_020 {
            try await Workshop.with(.sqlite) { try await life(UInt64(seed), in: $0) }
            try await Workshop.with(.retrying) { try await life(UInt64(seed), in: $0) }
        }
    }
}
