import Diagnostics
import PhoenixModel
import PhoenixTestSupport
import Planning
import Testing

@Suite("System services")
struct SystemServiceTests {
    private let probe: Value = ["probe": ["type": "sftp", "host": "node1"]]

    @Test("a name alone is a reference and writes nothing")
    func reference() {
        #expect(Scenario().sketch(.service("wings", name: "Wings Daemon")) == "")
    }

    @Test("managing more than the name needs no --adopt")
    func managed() async {
        let scenario = Scenario()
        let entry = DesiredObject.service("sftp", name: "SFTP Server", config: probe)
        #expect(scenario.sketch(entry) == #"adopt sftp #4 config.probe: none → {"type":"sftp","host":"node1"}"#)
        await scenario.apply([entry])
        #expect(scenario.sketch(entry) == "unchanged 1")
    }

    @Test("what the entry does not name is left as it is")
    func unmanaged() async {
        let scenario = Scenario()
        scenario.panel.edit("SFTP Server") { $0.description = "by hand" }
        let entry = DesiredObject.service("sftp", name: "SFTP Server", config: probe)
        await scenario.apply([entry])
        #expect(scenario.panel.object(named: "SFTP Server")?.fields.description == "by hand")
        #expect(scenario.panel.object(named: "SFTP Server")?.fields.dependsOn == [.id("1")])
    }

    @Test("an unknown name is an error with the closest one, and blocks what depends on it")
    func unknown() {
        let plan = Scenario().plan([
            .service("wings", name: "Wing Daemon"), .task("a", dependsOn: ["wings"]), .task("b"),
        ])
        #expect(
            PlanSketch.text(plan) == """
                blocked a PHX0712: it depends on 'wings', which is blocked
                create b
                blocked wings PHX0710: the panel has no system service 'Wing Daemon'
                """)
        #expect(plan.actions[2].block?.help == "did you mean 'Wings Daemon'?")
    }

    @Test("a task's name is no system service")
    func taskName() async {
        let scenario = await Scenario.applied(.task("a"))
        #expect(
            scenario.sketch(.service("s", name: "a"), .task("a"))
                == "blocked s PHX0710: 'a' is a task, not a system service\nunchanged 1")
    }

    @Test("the line goes with --prune when the entry goes, or becomes a reference; nothing is deleted")
    func pruned() async {
        let scenario = await Scenario.applied(.service("sftp", name: "SFTP Server", config: probe))
        #expect(scenario.sketch() == "orphan sftp #4")
        #expect(scenario.sketch { $0.prunes = true } == "bookkeeping sftp #4")
        #expect(
            scenario.sketch(.service("sftp", name: "SFTP Server")) { $0.prunes = true } == "bookkeeping sftp #4")
        await scenario.apply([]) { $0.prunes = true }
        let service = scenario.panel.object(named: "SFTP Server")
        #expect(service?.ownership == OwnershipReading.none)
        #expect(service?.fields.config == probe)
    }

    @Test("an entry that moves to another service takes the line along")
    func moved() async {
        let scenario = await Scenario.applied(.service("s", name: "SFTP Server", description: "mine"))
        let entry = DesiredObject.service("s", name: "Job Processor", description: "mine")
        #expect(
            scenario.sketch(entry) == """
                bookkeeping s #4
                adopt s #3 description: "" → "mine" after bookkeeping s
                """)
        await scenario.apply([entry])
        #expect(scenario.sketch(entry) == "unchanged 1")
        #expect(scenario.panel.object(named: "SFTP Server")?.ownership == OwnershipReading.none)
    }

    @Test("a service that another project manages is blocked, but may be referred to")
    func otherProject() async {
        var scenario = await Scenario.applied(.service("sftp", name: "SFTP Server", config: probe))
        scenario.project = "other"
        #expect(scenario.sketch(.service("s", name: "SFTP Server")) == "")
        #expect(
            scenario.sketch(.service("s", name: "SFTP Server", description: "x"))
                == "blocked s #4 PHX0701: 'SFTP Server' (id 4) is owned by the project 'demo'")
    }

    @Test("a critical service is never disabled")
    func critical() {
        #expect(
            Scenario().sketch(.service("wings", name: "Wings Daemon", enabled: false))
                == "blocked wings #1 [disabled] PHX0718: the service 'wings' is critical and cannot be disabled")
    }
}
