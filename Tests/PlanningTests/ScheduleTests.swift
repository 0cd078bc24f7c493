import Cron
import Diagnostics
import PhoenixModel
import PhoenixTestSupport
import Planning
import Testing

@Suite("Schedules of servers")
struct ScheduleTests {
    @Test("an entry is created on each server, and then nothing is left to do")
    func createsOnEach() async throws {
        let scenario = ScheduleScenario()
        #expect(
            try await scenario.sketch(.sample("restart")) == """
                create restart@00000001
                create restart@00000002
                """)
        try await scenario.apply([.sample("restart")])
        #expect(try await scenario.sketch(.sample("restart")) == "unchanged 2")
    }

    @Test("what somebody changed on one server is drift there alone, and a change of the file is pending everywhere")
    func labels() async throws {
        let scenario = try await ScheduleScenario.applied(.sample("restart"))
        scenario.panel.edit("00000002/2") { $0.fields.schedule = "0 5 * * *" }
        let drifted = try await scenario.plan([.sample("restart")])
        #expect(drifted.actions.map(\.key) == ["restart@00000002"])
        #expect(drifted.actions[0].labels == [.drift])
        let changed = try await scenario.plan([.sample("restart", enabled: false)])
        #expect(changed.actions.map(\.labels) == [[.pending], [.drift, .pending]])
        let both = try await scenario.plan([.sample("restart", schedule: "0 6 * * *")])
        #expect(both.actions.map(\.operation) == [.update, .blocked])
        #expect(both.actions[1].block?.code == .conflictingChange)
    }

    @Test("a schedule of that name that nobody owns is blocked, and taken over with --adopt")
    func adoption() async throws {
        let scenario = ScheduleScenario()
        var fields = ServiceFields(name: "Restart")
        fields.schedule = "0 4 * * *"
        fields.enabled = true
        fields.onlyWhenOnline = false
        fields.steps = [["action": "power", "payload": "restart"]]
        let id = scenario.panel.add(fields, on: "00000001")
        let entry = DesiredSchedule.sample("restart", name: "Restart")
        let blocked = try await scenario.plan([entry])
        #expect(blocked.actions.map(\.operation) == [.blocked, .create])
        #expect(blocked.actions[0].block?.code == .adoptionNeeded)
        #expect(
            blocked.actions[0].block?.message
                == "'Restart' (id 00000001/1) is already on the panel, without a marker")
        let adopting = try await scenario.plan([entry]) { $0.adopts = true }
        #expect(adopting.actions.map(\.operation) == [.adopt, .create])
        #expect(adopting.actions[0].objectID == id)
        // The same name on another server is nobody's business.
        #expect(adopting.actions[1].server == "00000002")
    }

    @Test("two of one name on one server are blocked, naming both")
    func severalOfOneName() async throws {
        let scenario = ScheduleScenario(FakeSchedulePanel(["lobby"]))
        for _ in 0..<2 { scenario.panel.add(ServiceFields(name: "restart"), on: "00000001") }
        for ownsNames in [true, false] {
            let plan = try await scenario.plan([.sample("restart")]) {
                $0.adopts = ownsNames
                $0.writesOwnership = ownsNames
            }
            #expect(plan.actions.map(\.block?.code) == [.ambiguousObject])
            #expect(plan.actions[0].block?.message.contains("00000001/1 and 00000001/2") == true)
        }
    }

    @Test("names of schedules are not unique: two entries of one name are two schedules")
    func sameNames() async throws {
        let scenario = ScheduleScenario(FakeSchedulePanel(["lobby"]))
        let entries = [DesiredSchedule.sample("a", name: "Restart"), .sample("b", name: "Restart")]
        try await scenario.apply(entries)
        #expect(PlanSketch.text(try await scenario.plan(entries)) == "unchanged 2")
    }

    @Test("a schedule of another project with that name blocks, on its server alone")
    func anotherProject() async throws {
        let scenario = ScheduleScenario()
        scenario.panel.add(ServiceFields(name: "restart"), on: "00000001")
        scenario.panel.edit("00000001/1") {
            $0.ownership = .owned(
                Ownership(project: "other", key: "restart@00000001", digests: FieldDigests(.short)))
        }
        let plan = try await scenario.plan([.sample("restart")]) {
            $0.adopts = true
            $0.prunes = true
        }
        #expect(plan.actions.map(\.block?.code) == [.ownedByAnotherProject, nil])
        #expect(plan.actions.map(\.operation) == [.blocked, .create])
        #expect(plan.orphans.isEmpty)
    }

    @Test("two schedules of a server with one marker, and with the old and the new key, are blocked, naming both")
    func severalOwned() async throws {
        let scenario = try await ScheduleScenario.applied(.sample("restart"), .sample("reboot"))
        let entry = DesiredSchedule.sample("restart", formerly: ["reboot"])
        let both = try await scenario.plan([entry])
        #expect(both.actions.map(\.operation) == [.blocked, .blocked])
        #expect(both.actions.allSatisfy { $0.block?.code == .ambiguousObject })
        let ids = scenario.panel.current.objects.filter { $0.server == "00000001" }.map(\.id)
        for id in ids { #expect(both.actions[0].block?.message.contains(id) == true) }
        let ownership = scenario.panel.current.objects.first { $0.id == ids[0] }?.ownership ?? .none
        scenario.panel.edit(ids[1]) { $0.ownership = ownership }
        let doubled = try await scenario.plan([.sample("restart")])
        #expect(doubled.actions.map(\.block?.code) == [.ambiguousObject])
        for id in ids { #expect(doubled.actions[0].block?.message.contains(id) == true) }
    }

    @Test("a former key is renamed on each server")
    func rename() async throws {
        let scenario = try await ScheduleScenario.applied(.sample("reboot", name: "Restart"))
        let entry = DesiredSchedule.sample("restart", name: "Restart", formerly: ["reboot"])
        #expect(
            try await scenario.sketch(entry) == """
                update restart@00000001 #00000001/1 was reboot@00000001 [key renamed]
                update restart@00000002 #00000002/2 was reboot@00000002 [key renamed]
                """)
        let without = try await scenario.plan([.sample("restart", name: "Restart")])
        #expect(without.actions.map(\.block?.code) == [.formerKeyNeeded, .formerKeyNeeded])
        #expect(without.actions[0].block?.help?.contains("formerly: [reboot]") == true)
    }

    @Test(
        "an entry that no longer selects a server leaves an orphan there, which --prune deletes unless it is protected")
    func orphans() async throws {
        let scenario = try await ScheduleScenario.applied(
            .sample("restart"), .sample("kept", protect: true))
        let left = try await scenario.plan([])
        #expect(
            left.orphans.map(\.key) == [
                "kept@00000001", "kept@00000002", "restart@00000001", "restart@00000002",
            ])
        #expect(left.actions.isEmpty)
        let pruned = try await scenario.plan([]) {
            $0.prunes = true
            $0.allowedDeletes = 2
        }
        #expect(pruned.actions.map(\.operation) == [.blocked, .blocked, .delete, .delete])
        #expect(pruned.actions[0].block?.code == .protectedObject)
        let tooMany = try await scenario.plan([]) { $0.prunes = true }
        #expect(tooMany.budget.isExceeded)
    }

    @Test("an ignored field is left alone")
    func ignored() async throws {
        let scenario = try await ScheduleScenario.applied(.sample("restart"))
        scenario.panel.edit("00000001/1") { $0.fields.enabled = false }
        let entry = DesiredSchedule.sample("restart", schedule: "0 5 * * *", ignoring: [.field(.enabled)])
        let plan = try await scenario.plan([entry])
        #expect(plan.actions[0].write?.fields.enabled == false)
        #expect(plan.actions[1].write?.fields.enabled == true)
        #expect(plan.actions.allSatisfy { $0.changes.map(\.field) == [.schedule] })
    }

    @Test("a server that cannot be read blocks what is wanted there, and never looks empty")
    func unreadable() async throws {
        let scenario = try await ScheduleScenario.applied(.sample("restart"))
        scenario.panel.change { $0.unreadable["00000002"] = "is suspended" }
        let plan = try await scenario.plan([.sample("restart")])
        #expect(plan.unchangedCount == 1)
        #expect(plan.actions.map(\.block?.code) == [.serverUnreadable])
        #expect(plan.actions[0].block?.message == "the server 'survival' (00000002) is suspended")
        #expect(plan.findings.isBlocked)

        let report = DriftReport(plan)
        #expect(report.findings.isEmpty)
        #expect(report.unreadableServerCount == 1)
        #expect(report.diagnostics.map(\.severity) == [.error])
        #expect(DriftReport(plan, ignoresUnreadable: true).diagnostics.map(\.severity) == [.warning])
    }

    @Test("a secret in a command is masked wherever commands are shown, and not written again when nothing changes")
    func secrets() async throws {
        func entry(_ offset: Int64) -> DesiredSchedule {
            .sample(
                "login",
                steps: [
                    ["action": "command", "payload": .secret("RCON", "login hunter2"), "offset": .integer(offset)],
                    ["action": "command", "payload": "say hi"],
                ])
        }
        let scenario = try await ScheduleScenario.applied(entry(0))
        #expect(PlanSketch.text(try await scenario.plan([entry(0)])) == "unchanged 2")
        let changed = try await scenario.sketch(entry(5))
        #expect(!changed.contains("hunter2"))
        scenario.panel.edit("00000001/1") { $0.fields.steps = [["action": "command", "payload": "login other"]] }
        let drifted = try await scenario.sketch(entry(0))
        #expect(!drifted.contains("hunter2"))
        #expect(!drifted.contains("other"))
    }

    @Test("--only and --except take the key of an entry, or of one server")
    func selection() async throws {
        let scenario = ScheduleScenario()
        func keys(_ selection: SelectedKeys) async throws -> [String] {
            let plan = try await scenario.plan([.sample("a"), .sample("b")]) { $0.selection = selection }
            #expect(plan.diagnostics.isEmpty)
            return plan.actions.map(\.key)
        }
        #expect(try await keys(SelectedKeys(only: ["a"])) == ["a@00000001", "a@00000002"])
        #expect(try await keys(SelectedKeys(only: ["a@00000002"])) == ["a@00000002"])
        #expect(try await keys(SelectedKeys(except: ["b", "*@00000001"])) == ["a@00000002"])
    }

    // MARK: What panels cannot do

    @Test("another zone than the panel's is blocked, with what the panel would do instead")
    func zone() async throws {
        let scenario = ScheduleScenario(FakeSchedulePanel(["lobby"]))
        let july = ScheduleCapabilities.ZoneReading(moment: Timestamp(seconds: 1_783_000_000), offset: 7_200)
        scenario.panel.change { $0.capabilities.clock = [july] }
        let wrong = try await scenario.plan([.sample("restart")])
        #expect(wrong.actions.map(\.block?.code) == [.timeZoneUnsupported])
        #expect(
            wrong.actions[0].block?.message
                == "the panel computes schedules in UTC+02:00, not in UTC: it would run 2 h earlier")
        let right = try await scenario.plan([.sample("restart", timezone: "Europe/Berlin")])
        #expect(right.actions.map(\.operation) == [.create])
        #expect(right.actions[0].write?.fields.timezone == "Europe/Berlin")
        let allowed = try await scenario.plan([.sample("restart")]) { $0.allowsUnsupported = true }
        #expect(allowed.actions.map(\.operation) == [.create])
        #expect(allowed.actions[0].write?.fields.timezone == nil)
        #expect(allowed.diagnostics.map(\.code) == [.timeZoneUnsupported])
    }

    @Test("a zone that the panel has not told is a warning, and UTC is not")
    func untoldZone() async throws {
        let scenario = ScheduleScenario()
        let plan = try await scenario.plan([.sample("restart", timezone: "Europe/Berlin")])
        #expect(plan.actions.map(\.operation) == [.create, .create])
        #expect(plan.diagnostics.map(\.severity) == [.warning])
        #expect(try await scenario.plan([.sample("restart")]).diagnostics.isEmpty)
    }

    @Test("a step that the panel does not know is blocked")
    func unknownStep() async throws {
        let scenario = ScheduleScenario()
        let entry = DesiredSchedule.sample("clean", steps: [["action": "delete_files", "payload": "*.log"]])
        #expect(try await scenario.plan([entry]).actions.map(\.block?.code) == [.stepUnsupported, .stepUnsupported])
        scenario.panel.change { $0.capabilities.actions.insert(.deleteFiles) }
        #expect(try await scenario.plan([entry]).actions.map(\.operation) == [.create, .create])
    }

    // MARK: Requests and time

    @Test("the plan says how many requests it needs, and the least time under the panel's limits")
    func leastTime() async throws {
        let scenario = ScheduleScenario()
        scenario.panel.change {
            $0.capabilities.rateLimit = 720
            $0.capabilities.createsPerMinute = 2
        }
        let steps: Value = [["action": "backup"], ["action": "power", "payload": "restart"]]
        let entries = (1...5).map { DesiredSchedule.sample("s\($0)", steps: steps) }
        let plan = try await scenario.plan(entries)
        // Made, looked for, two tasks, activated; ten times.
        #expect(plan.requestCount == 50)
        // The fifth on a server has to wait for two minutes.
        #expect(plan.leastSeconds == 120)
        try await scenario.apply(entries)
        let changed = DesiredSchedule.sample(
            "s1", steps: [["action": "backup"], ["action": "power", "payload": "kill"]])
        let update = try await scenario.plan([changed])
        #expect(update.actions.map(\.requestCount) == [4, 4])
        #expect(update.leastSeconds == 0)
    }

    // MARK: Saved plans

    @Test("of a saved plan, what is on a server that cannot be read now is neither done nor gone")
    func savedAndUnreadable() async throws {
        let scenario = try await ScheduleScenario.applied(.sample("old"))
        let plan = try await scenario.plan([.sample("new")]) {
            $0.prunes = true
            $0.allowedDeletes = 2
        }
        #expect(Set(plan.actions.map(\.operation)) == [.create, .delete])
        scenario.panel.change { state in
            for server in state.servers { state.unreadable[server.id] = "is suspended" }
        }
        let resumed = PlanResumption(plan, live: try await scenario.panel.readAll())
        #expect(!resumed.isDone)
        #expect(
            resumed.earlier.outcomes.allSatisfy { outcome in
                if case .stale(let error)? = outcome { error.code == .unavailable } else { false }
            })
    }

    @Test("without ownership, what needs it is an error for an entry, however many servers it has")
    func ownershipProblems() {
        let entry = DesiredSchedule.sample("restart", formerly: ["reboot"], protect: true)
        let state = DesiredState(
            project: "p", objects: ["00000001", "00000002"].map { entry.object(on: $0) }, schedules: [entry])
        #expect(state.ownershipProblems.count == 2)
    }

    @Test("a saved plan comes back as it was, and is recognised as done or overtaken")
    func saved() async throws {
        let scenario = ScheduleScenario()
        scenario.panel.change { $0.capabilities.rateLimit = 720 }
        let plan = try await scenario.plan([.sample("restart")])
        let bytes = SavedPlan(plan, sources: SourceMap()).encoded()
        let read = try SavedPlan(decoding: bytes) { _, _ throws(SavedPlan.Problem) in throw SavedPlan.Problem("no") }
        #expect(read.plan.actions.map(\.write) == plan.actions.map(\.write))
        #expect(read.plan.serverNames == plan.serverNames)
        #expect(read.plan.leastSeconds == plan.leastSeconds)
        try await scenario.apply([.sample("restart")])
        let again = PlanResumption(read.plan, live: try await scenario.panel.readAll())
        #expect(again.isDone)

        let change = try await scenario.plan([.sample("restart", schedule: "0 5 * * *")])
        scenario.panel.edit("00000001/1") { $0.fields.enabled = false }
        scenario.panel.remove("00000002/2")
        let resumed = PlanResumption(change, live: try await scenario.panel.readAll())
        #expect(resumed.earlier.outcomes.allSatisfy { $0?.isBlocked == true })
    }
}
