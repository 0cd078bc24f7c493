import Diagnostics
import PhoenixModel
import PhoenixTestSupport
import Planning
import Testing

@Suite("Panels that can do less")
struct CapabilityTests {
    private let documentedOnly = PanelCapabilities(taskReports: .never, additionalFields: [], hasETags: false)

    @Test("a task that is never reported is compared through its digest")
    func unreportedTask() async {
        let scenario = await Scenario.applied(.task("a"), on: FakePanel(capabilities: documentedOnly))
        #expect(scenario.sketch(.task("a")) == "unchanged 1")
        #expect(
            scenario.sketch(.task("a", task: .backup(keep: 9)))
                == #"update a #5 task: (unreported) → {"type":"backup","data":{"servers":["all"],"keep":9}}"#)
        #expect(
            scenario.sketch(.task("a")) { $0.resend = ["a"] }
                == #"update a #5 task: (unreported) → {"type":"backup","data":{"servers":["all"],"keep":7}}"#)
    }

    @Test("a field that the panel lacks is one warning, however many tasks have it, and is not written")
    func lackingField() async {
        let scenario = Scenario(FakePanel(capabilities: documentedOnly))
        let entries = (1...3).map { DesiredObject.task("t\($0)", overlap: "queue", timeout: $0 == 3 ? 60 : 3_600) }
        let plan = scenario.plan(entries)
        #expect(plan.diagnostics.map(\.code) == [.fieldUnsupported, .fieldUnsupported])
        #expect(plan.diagnostics[0].message.contains("'overlap' (the first of 3 entries)"))
        let walk = await scenario.apply(entries)
        #expect(walk.isComplete)
        #expect(scenario.plan(entries).actions.isEmpty)
    }

    @Test("a default that the panel lacks is no warning")
    func lackingDefault() {
        #expect(Scenario(FakePanel(capabilities: documentedOnly)).plan([.task("a")]).diagnostics.isEmpty)
    }

    @Test("a time zone that the panel lacks is blocked unless allowed, and then a warning")
    func timeZone() {
        let scenario = Scenario(FakePanel(capabilities: documentedOnly))
        let entry = DesiredObject.task("a", timezone: "Europe/Berlin")
        #expect(
            scenario.sketch(entry, .task("b", dependsOn: ["a"])) == """
                blocked a PHX0709: this panel has no time zones: the schedule would run in UTC instead of Europe/Berlin
                blocked b PHX0712: it depends on 'a', which is blocked
                warning PHX0708: this panel does not have 'depends_on': the order of writes follows the files, but runs \
                ignore the dependencies
                """)
        #expect(
            scenario.sketch(entry) { $0.allowsUnsupported = true } == """
                create a
                warning PHX0708: this panel does not have 'timezone': schedules run in UTC
                """)
    }

    @Test("a documented field that is neither told nor managed blocks the write, as it would be lost")
    func unreadable() async {
        let applied = DesiredObject.task("a")
        let scenario = await Scenario.applied(applied, on: FakePanel(capabilities: documentedOnly))
        let entry = DesiredObject.task("a", description: "new", ignoring: [.field(.task)])
        #expect(scenario.plan([entry]).actions[0].block?.code == .fieldUnreadable)
        #expect(scenario.sketch(.task("a", ignoring: [.field(.task)])) == "unchanged 1")
    }

    @Test("files order the writes on a panel without dependencies too")
    func orderWithoutDependencies() {
        let scenario = Scenario(FakePanel(capabilities: documentedOnly))
        let plan = scenario.plan([.task("a", dependsOn: ["b"]), .task("b")])
        #expect(plan.actions.map(\.waitsFor) == [[1], []])
    }
}
