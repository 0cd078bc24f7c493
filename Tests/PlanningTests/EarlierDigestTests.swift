import PhoenixModel
import PhoenixTestSupport
import Planning
import ServicesAPI
import Testing

@Suite("Lines with digests of format 1, as earlier versions wrote them")
struct EarlierDigestTests {
    private static let full = DesiredObject.task(
        "full", name: " Vollst\u{E4}ndig ", description: "text\nmore", schedule: "*/15 2 * * SUN",
        timezone: "Europe/Berlin", enabled: false, task: .command(.secret("CMD", "value")), overlap: "queue",
        misfire: "run_once", timeout: 60, notify: [["type": "discord", "url": .secret("OPS", "https://x")]],
        protect: true)

    private static let service = DesiredObject.service(
        "sftp", name: "SFTP Server", config: ["probe": ["type": "sftp", "host": "n1", "port": 22]])

    /// Entries, and the lines that version 0.1 wrote for them.
    private static let written: [(entry: DesiredObject, line: String)] = [
        (
            .task("nightly", name: "Nightly"),
            "managed-by: phoenix demo/nightly digest=1.edn8Eq4y0_EEaBBUtb6kK3hZP8_nP8_nT1PNT1PN"
        ),
        (
            full,
            "text\nmore\n\nmanaged-by: phoenix demo/full digest=1.KzSXLFndopCN4ooM_LzxxA_4bYaeYXTtT1PNwSRe "
                + "secrets=task.data.command,notify[0].url protected"
        ),
        (service, "managed-by: phoenix demo/sftp digest=1.5WqM----------------cETy----------------"),
    ]

    private func scenario() async -> Scenario {
        let scenario = Scenario()
        await scenario.apply(Self.written.map(\.entry)) { $0.adopts = true }
        for (entry, line) in Self.written {
            scenario.panel.editDescription(String(entry.fields.name.trimmed())) { $0 = line }
        }
        return scenario
    }

    private func description(_ name: String, _ scenario: Scenario) throws -> String {
        let object = try #require(scenario.panel.object(named: name))
        guard case .owned(let ownership) = object.ownership else { return "no line" }
        return OwnershipLine.text(of: ownership)
    }

    @Test("are no reason to write anything")
    func unchanged() async {
        let scenario = await scenario()
        #expect(PlanSketch.text(scenario.plan(Self.written.map(\.entry))) == "unchanged 3")
    }

    @Test("become format 2 when the object is written")
    func upgrade() async throws {
        let scenario = await scenario()
        var entries = Self.written.map(\.entry)
        entries[0] = .task("nightly", name: "Nightly", timeout: 90)
        #expect(await scenario.apply(entries).isComplete)
        #expect(try description("Nightly", scenario).contains("demo/nightly digest=2.n:edn8,"))
        #expect(try description("SFTP Server", scenario).contains("demo/sftp digest=1.5WqM--"))
        #expect(PlanSketch.text(scenario.plan(entries)) == "unchanged 3")
    }

    @Test("that have gone stale are refreshed as format 2, which is bookkeeping")
    func stale() async throws {
        let scenario = await scenario()
        var entries = Self.written.map(\.entry)
        entries[0] = .task("nightly", name: "Nightly", timeout: 90)
        scenario.panel.edit("Nightly") { $0.timeout = 90 }
        let plan = scenario.plan(entries)
        #expect(plan.actions.map(\.operation) == [.bookkeeping])
        #expect(await scenario.apply(entries).isComplete)
        #expect(try description("Nightly", scenario).contains("demo/nightly digest=2.n:edn8,"))
    }

    @Test("tell of a config, which stood in the slot of the task, who changed it")
    func config() async {
        let scenario = await scenario()
        func label(_ port: Int64) -> ChangeLabel? {
            let probe: Value = ["probe": ["type": "sftp", "host": "n1", "port": .integer(port)]]
            let entry = DesiredObject.service("sftp", name: "SFTP Server", config: probe)
            return scenario.plan([entry]) { $0.forcesConflicts = true }.actions.first?.changes.first?.label
        }
        #expect(label(23) == .pending)
        scenario.panel.edit("SFTP Server") { $0.config = ["probe": ["type": "sftp", "host": "n1", "port": 24]] }
        #expect(label(22) == .drift)
        #expect(label(23) == .conflict)
    }
}

@Suite("Lines with slots that only a later version knows")
struct LaterDigestTests {
    @Test("are pointed out once, stand in no way, and keep these slots when the object is written")
    func kept() async throws {
        let scenario = await Scenario.applied(.task("a"), .task("b"))
        for name in ["a", "b"] { scenario.panel.editDescription(name) { $0 += ",tags:Abcd" } }
        let message =
            "warning PHX0729: a later version of phoenix applied 'a' (the first of 2 entries), with fields that "
            + "this version does not know: they are neither compared nor written"
        #expect(scenario.sketch(.task("a"), .task("b")) == "\(message)\nunchanged 2")
        #expect(await scenario.apply([.task("a", schedule: "0 9 * * *"), .task("b")]).isComplete)
        guard case .owned(let ownership)? = scenario.panel.object(named: "a")?.ownership else {
            Issue.record("no line")
            return
        }
        #expect(ownership.unknownDigests == ["tags:Abcd"])
    }
}
