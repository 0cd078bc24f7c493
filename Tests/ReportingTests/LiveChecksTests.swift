import Cron
import PhoenixModel
import PhoenixTestSupport
import Reporting
import Testing

@Suite("What doctor finds on a panel")
struct LiveChecksTests {
    private func object(_ id: String, _ name: String, _ ownership: OwnershipReading = .none) -> LiveObject {
        LiveObject(
            id: id, kind: .scheduled, fields: ServiceFields(name: name), ownership: ownership, status: "scheduled")
    }

    private func owned(_ key: String, by project: String = "p") -> OwnershipReading {
        .owned(Ownership(project: project, key: key, digests: FieldDigests()))
    }

    private func checks(
        _ objects: [LiveObject], _ capabilities: PanelCapabilities = .complete, zones: ZoneDatabase = .system
    ) -> [String: Check] {
        let live = LiveState(
            target: PanelTarget(name: "p", isEmbedded: false), capabilities: capabilities, objects: objects)
        return Dictionary(uniqueKeysWithValues: LiveChecks(live, zones: zones).all.map { ($0.name, $0) })
    }

    @Test("a panel without trouble is ok in all")
    func sound() {
        let found = checks([object("1", "a", owned("a")), object("2", "b")])
        #expect(found.values.allSatisfy { $0.outcome == .ok })
        #expect(found["foreign"]?.message == "1 task that no project owns")
        #expect(found["ownership"]?.message == "owners: p")
    }

    @Test("a name that is there twice, after trimming, is a problem that names both ids")
    func names() {
        let check = checks([object("1", "a"), object("2", " a ")])["names"]
        #expect(check?.outcome == .problem)
        #expect(check?.message == "several objects have the name 'a': 1 and 2")
    }

    @Test("a line that is there twice is a problem, two projects with one key are none")
    func lines() {
        #expect(
            checks([object("1", "a", owned("k")), object("2", "b", owned("k"))])["ownership"]?.outcome == .problem)
        #expect(
            checks([object("1", "a", owned("k")), object("2", "b", owned("k", by: "q"))])["ownership"]?.message
                == "owners: p, q")
    }

    @Test("a line that cannot be read is a problem with its reason")
    func damaged() {
        let check = checks([object("1", "a", .unreadable(DamagedOwnership("its digest is missing")))])["lines"]
        #expect(check?.outcome == .problem)
        #expect(check?.message.contains("its digest is missing") == true)
    }

    @Test("what a panel lacks is a warning that names it")
    func capabilities() {
        let check = checks(
            [object("1", "a")],
            PanelCapabilities(taskReports: .never, additionalFields: [.timezone], hasETags: false))
        #expect(check["abilities"]?.outcome == .warning)
        #expect(check["abilities"]?.message.contains("overlap") == true)
        #expect(check["abilities"]?.message.contains("timezone") == false)
    }

    @Test("without a task nothing is said of what a panel can do")
    func noTask() {
        #expect(checks([])["abilities"]?.outcome == .notChecked)
    }

    @Test("without a time zone database, or with a zone that is none, there is a problem")
    func zones() {
        #expect(checks([], zones: ZoneDatabase(directory: "/nowhere"))["time zones"]?.outcome == .problem)
        var mars = object("1", "a")
        mars.fields.timezone = "Mars/Olympus"
        let check = checks([mars])["time zones"]
        #expect(check?.message.contains("Mars/Olympus") == true)
        #expect(check?.help?.contains("correct the zone") == true)
    }
}
