import PhoenixModel
import PhoenixTestSupport
import Planning
import RandomFixtures
import Testing

@Suite("What is worked out ahead")
struct PreparedPlanTests {
    /// Random entries, and other hands on the panel.
    private struct World {
        var generator: SeededGenerator

        mutating func entries() -> [DesiredObject] {
            var entries: [DesiredObject] = []
            for key in ["a", "b", "c", "d", "e", "f"] where !chance(6) {
                entries.append(
                    .task(
                        key, name: chance(8) ? " \(key) " : key, description: pick(["", "one\r\ntwo", "true"]),
                        schedule: pick(["0 2 * * *", "0,30 2 * * *"]), timezone: pick(["UTC", "Europe/Berlin"]),
                        enabled: !chance(5), task: task(), timeout: pick([3_600, 60]),
                        dependsOn: entries.map(\.key).filter { _ in chance(4) } + (chance(3) ? ["jobs"] : []),
                        notify: chance(3) ? [["type": "discord", "url": text("OPS", "https://example.com/x")]] : [],
                        formerly: chance(8) ? ["\(key)-before"] : [], protect: chance(6),
                        ignoring: chance(6) ? [.field(pick([.name, .enabled, .notify]))] : []))
            }
            if chance(2) { entries.append(.service("jobs", name: "Job Processor", enabled: chance(2) ? true : nil)) }
            if chance(2) {
                entries.append(.service("sftp", name: "SFTP Server", dependsOn: chance(2) ? ["jobs"] : nil))
            }
            return entries
        }

        private mutating func task() -> Value {
            switch pick([0, 1, 2]) {
            case 0: .backup(keep: pick([1, 2]))
            case 1: ["data": ["wait": true, "servers": ["b", "a"]], "type": "backup"]
            default: .command(text("CMD", "say hi"))
            }
        }

        private mutating func text(_ name: String, _ text: String) -> Value {
            chance(2) ? .secret(name, text) : .string(text)
        }

        mutating func edit(_ panel: FakePanel) {
            for object in panel.live.objects where chance(5) {
                panel.edit(object.fields.name) { fields in
                    switch pick([0, 1, 2, 3, 4, 5]) {
                    case 0: fields.schedule = "9 9 * * *"
                    case 1: fields.enabled = false
                    case 2: fields.timeout = nil
                    case 3: fields.dependsOn = [.id("3"), .id("99")]
                    case 4: fields.description = fields.description.map { "\($0)2" }
                    default: fields.task = .backup(keep: 3)
                    }
                }
            }
        }

        mutating func options() -> (inout Planner.Options) -> Void {
            let (prunes, forces, ignoresOwnership, resends, selects) = (
                chance(2), chance(2), chance(8), chance(8), chance(8)
            )
            return { options in
                options.prunes = prunes
                options.forcesConflicts = forces
                options.writesOwnership = !ignoresOwnership
                if resends { options.resend = ["a"] }
                if selects { options.selection = SelectedKeys(except: ["b"]) }
            }
        }

        mutating func capabilities() -> PanelCapabilities {
            var capabilities = PanelCapabilities.complete
            if chance(4) { capabilities.additionalFields.remove(.timeout) }
            if chance(4) { capabilities.taskReports = .never }
            return capabilities
        }

        mutating func chance(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &generator) == 0 }

        mutating func pick<Element>(_ elements: [Element]) -> Element {
            elements[Int.random(in: elements.indices, using: &generator)]
        }
    }

    @Test("changes nothing of the plan", arguments: 0..<300)
    func isTheSame(_ seed: Int) async {
        var world = World(generator: SeededGenerator(seed: UInt64(seed)))
        let scenario = Scenario(FakePanel(capabilities: world.capabilities()))
        for _ in 0..<5 {
            let entries = world.entries()
            await scenario.apply(entries) { $0.adopts = true }
            if world.chance(2) { world.edit(scenario.panel) }
            let options = world.options()
            let declared = world.chance(3) ? world.entries() : entries
            let plan = scenario.plan(declared, options)
            let prepared = await scenario.preparedPlan(declared, options)
            #expect(PlanSketch.text(prepared) == PlanSketch.text(plan))
            #expect(prepared.actions.map(\.write) == plan.actions.map(\.write))
            #expect(prepared.unselectedCount == plan.unselectedCount)
        }
    }
}
