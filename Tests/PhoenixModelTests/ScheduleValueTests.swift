import PhoenixModel
import Testing

@Suite("The values of panels' own schedules")
struct ScheduleValueTests {
    private static func server(_ uuid: String, _ name: String, node: String = "n1") -> GameServer {
        GameServer(uuid: uuid, identifier: String(uuid.prefix(8)), name: name, node: node)
    }

    private let lobby = server("1a7ce997-259b-452e-8b4e-cecc464142ca", "lobby")
    private let test = server("AABBCCDD-259b-452e-8b4e-cecc464142ca", "test-1", node: "n2")

    @Test("a selection takes what one selector means and no `!` takes out again, in any order")
    func selection() {
        for texts in [["all", "!name:test-*"], [" ! name:test-* ", "all"], ["node:n1", "aabbccdd", "!aabbccdd"]] {
            #expect(ServerSelection(texts).matches(lobby))
            #expect(!ServerSelection(texts).matches(test))
        }
        #expect(!ServerSelection(["!name:test-*"]).matches(lobby))
    }

    @Test("the nodes of a selection are known where nodes alone choose its servers")
    func nodes() {
        #expect(ServerSelection(["node:b", " node:a", "!all", "node:b"]).nodes == ["b", "a"])
        for texts in [["all"], ["node:a", "name:x"], ["!node:a"], []] { #expect(ServerSelection(texts).nodes == nil) }
        #expect(ServerSelection(ofTask: ["type": "backup", "data": ["servers": ["node:a"]]])?.nodes == ["a"])
        #expect(ServerSelection(ofTask: ["type": "backup"]) == nil)
        #expect(ServerSelection(ofTask: ["data": ["servers": "node:a"]]) == nil)
    }

    @Test("a server is known by the first eight characters of its uuid, whatever its identifier is")
    func serverID() {
        #expect(lobby.id == "1a7ce997")
        #expect(GameServer(uuid: test.uuid, identifier: "serv_7xk", name: "t", node: "").id == "aabbccdd")
    }

    @Test("the key of a schedule is that of its entry and the server")
    func key() {
        let key = ScheduleKey(entry: "nightly-restart", server: "1a7ce997")
        #expect(key.text == "nightly-restart@1a7ce997")
        #expect(ScheduleKey(key.text) == key)
        #expect(ScheduleKey("nightly-restart") == nil)
    }

    @Test("a schedule has the fields that panels have, and services have none of its own")
    func fields() {
        #expect(
            Field.all(of: .native) == [.name, .schedule, .timezone, .enabled, .onlyWhenOnline, .steps])
        #expect(!Field.ofServices.contains(.steps))
        #expect(!Field.ofServices.contains(.onlyWhenOnline))
        #expect(Field(rawValue: "steps") == .steps)
    }

    @Test("steps are equal when the panel cannot tell them apart")
    func steps() {
        var declared = ServiceFields(name: "a")
        declared.steps = [["action": "backup"], ["action": "command", "payload": " say hi ", "offset": 60]]
        var reported = ServiceFields(name: "a")
        reported.steps = [
            ["action": "backup", "payload": "", "offset": 0, "continue_on_failure": false],
            ["action": "command", "payload": "say hi", "offset": 60, "continue_on_failure": false],
        ]
        #expect(declared.agrees(with: reported, on: .steps) == true)
        reported.steps = [["action": "command", "payload": "say hi", "offset": 60], ["action": "backup"]]
        #expect(declared.agrees(with: reported, on: .steps) == false)
    }

    @Test("a power step has one of the four signals")
    func power() {
        let wrong: Value = [["action": "power", "payload": "reboot"]]
        #expect(ScheduleRules.steps.problems(in: wrong).count == 1)
        #expect(ScheduleRules.steps.problems(in: [["action": "power", "payload": "kill"]]).isEmpty)
    }

    @Test("short digests keep what three characters hold, and never read as an empty slot")
    func shortDigests() {
        var digests = FieldDigests()
        digests[.name] = 0x12_345F
        digests[.steps] = 0xFB_EFAA
        let short = digests.shortened
        #expect(short[.name] == 0x12_3440)
        #expect(short[.steps] == 0xFB_EF40)
        #expect(short[.schedule] == nil)
        #expect(short.format == .short)
    }
}
