import Diagnostics
import PhoenixModel
import PhoenixTestSupport
import Planning
import RandomFixtures
import Testing

@Suite("Whatever the files say")
struct PlanPropertyTests {
    /// Random sets of entries over a few keys and names, so that everything collides.
    private struct World {
        var generator: SeededGenerator

        mutating func ignored() -> [IgnoredField] {
            [Field.name, .enabled, .dependsOn].filter { _ in Int.random(in: 0..<20, using: &generator) == 0 }
                .map { .field($0) }
        }

        mutating func entries() -> [DesiredObject] {
            let keys = ["a", "b", "c", "d", "e", "f", "g"].shuffled(using: &generator)
                .prefix(.random(in: 0...7, using: &generator))
            var names = ["1", "2", "3", "4", "5", "6", "7", "8"].shuffled(using: &generator)
            var entries: [DesiredObject] = []
            var disabled: Set<String> = []
            for key in keys {
                let dependencies = entries.filter { _ in Int.random(in: 0..<3, using: &generator) == 0 }.map(\.key)
                let enabled =
                    !disabled.intersection(dependencies).isEmpty ? false : Int.random(in: 0..<3, using: &generator) > 0
                if !enabled { disabled.insert(key) }
                entries.append(
                    .task(
                        key, name: names.removeLast(), schedule: "\(Int.random(in: 0..<2, using: &generator)) 2 * * *",
                        enabled: enabled, task: .backup(keep: .random(in: 1...2, using: &generator)),
                        dependsOn: dependencies,
                        protect: Int.random(in: 0..<12, using: &generator) == 0, ignoring: ignored()))
            }
            return entries
        }
    }

    @Test("an apply in any order leaves nothing to plan, and the panel refuses nothing", arguments: 0..<300)
    func converges(_ seed: Int) async {
        var world = World(generator: SeededGenerator(seed: UInt64(seed)))
        let scenario = Scenario()
        for _ in 0..<6 {
            let entries = world.entries()
            let plan = scenario.plan(entries) { $0.prunes = true }
            let walk = await PlanWalk(plan, on: scenario.panel, using: &world.generator)
            #expect(walk.isComplete, "\(walk.errors)\n\(PlanSketch.text(plan))")
            #expect(scenario.panel.refusals.isEmpty)
            let rest = scenario.plan(entries) { $0.prunes = true }
            let wasBlocked = plan.actions.contains { $0.operation == .blocked }
            #expect(
                rest.actions.allSatisfy { wasBlocked && $0.operation == .blocked },
                "\(PlanSketch.text(plan))\n--\n\(PlanSketch.text(rest))")
        }
    }

    @Test(
        "with foreign objects and edits by hand in between, nothing is refused and no foreign object changes",
        arguments: 0..<300)
    func foreignObjectsStay(_ seed: Int) async {
        var world = World(generator: SeededGenerator(seed: UInt64(seed) + 10_000))
        let scenario = Scenario()
        for round in 0..<5 {
            var foreign = DesiredObject.task("foreign \(round)").fields
            if Bool.random(using: &world.generator) {
                foreign.name = "\(Int.random(in: 1...8, using: &world.generator))"
            }
            let taken = Set(scenario.panel.live.objects.map(\.fields.name))
            let owned = scenario.panel.live.objects.filter { $0.kind == .scheduled && $0.fields.enabled == true }
            foreign.dependsOn = owned.randomElement(using: &world.generator).map { [.id($0.id)] }
            if !taken.contains(foreign.name) { scenario.panel.add(foreign) }
            if let victim = scenario.panel.live.objects.filter({ $0.ownership != .none }).randomElement(
                using: &world.generator)
            {
                scenario.panel.edit(victim.fields.name) { $0.schedule = "9 9 * * *" }
            }
            let before = foreignObjects(scenario.panel)
            let entries = world.entries()
            let plan = scenario.plan(entries) { $0.prunes = true }
            let walk = await PlanWalk(plan, on: scenario.panel, using: &world.generator)
            #expect(walk.isComplete, "\(walk.errors)\n\(PlanSketch.text(plan))")
            #expect(scenario.panel.refusals.isEmpty)
            #expect(foreignObjects(scenario.panel) == before)
            let rest = scenario.plan(entries) { $0.prunes = true }.actions.filter { $0.operation != .blocked }
            // What was blocked by what has gone meanwhile may be possible now.
            if !plan.actions.contains(where: { $0.operation == .blocked }) { #expect(rest.isEmpty) }
        }
    }

    private func foreignObjects(_ panel: FakePanel) -> [LiveObject] {
        panel.live.objects.filter { $0.ownership == .none }
    }

    @Test("the same input gives the same plan, in whatever order the panel lists its objects", arguments: 0..<50)
    func deterministic(_ seed: Int) async throws {
        var world = World(generator: SeededGenerator(seed: UInt64(seed) + 20_000))
        let scenario = Scenario()
        await scenario.apply(world.entries() + [.task("z", name: "foreign")])
        // A name that a file wants, and a second object with the same owner and key.
        scenario.panel.add(DesiredObject.task("1").fields)
        let live = scenario.panel.live
        var objects = live.objects
        var copy = try #require(objects.filter { $0.ownership != .none }.randomElement(using: &world.generator))
        copy.id = "1000"
        copy.fields.name += " (copy)"
        objects.append(copy)
        let entries = world.entries()
        func plan(_ entries: [DesiredObject], _ objects: [LiveObject]) -> Plan {
            let live = LiveState(target: live.target, capabilities: live.capabilities, objects: objects)
            return scenario.plan(entries, on: live) { $0.prunes = true }
        }
        let first = plan(entries, objects)
        for _ in 0..<5 {
            objects.shuffle(using: &world.generator)
            let shuffled = plan(entries.shuffled(using: &world.generator), objects)
            #expect(PlanSketch.text(shuffled) == PlanSketch.text(first))
            #expect(shuffled.diagnostics.map(\.message) == first.diagnostics.map(\.message))
            #expect(shuffled.orphans.map(\.id) == first.orphans.map(\.id))
        }
    }
}
