import PhoenixModel
import RandomFixtures
import ServicesAPI
import Testing

@Suite("An object of the API")
struct LiveObjectDecodingTests {
    @Test("comes back from its own JSON as it was")
    func comesBackFromItsOwnJSONAsItWas() throws {
        var task = LiveObject.task(12, timezone: "Europe/Berlin")
        task.fields.dependsOn = [.id("3"), .id("4")]
        task.fields.notify = [["type": "webhook", "url": ["set": true], "on": ["failed"]]]
        task.ownership = .owned(ObjectWrite.ownership)
        task.createdAt = Timestamp(seconds: 1_700_000_000)
        task.updatedAt = Timestamp(seconds: 1_700_000_001)
        task.lastRun = Timestamp(seconds: 1_700_000_002)
        task.nextRun = Timestamp(seconds: 1_700_000_003)
        task.lastResult = "succeeded"
        var service = LiveObject.service(1)
        service.fields.config = ["probe": ["type": "wings", "token": ["set": true]]]
        service.serviceKind = "wings_daemon"
        service.isCritical = true
        for object in [task, service] {
            let text = APIObject.value(object).jsonText()
            #expect(try LiveObject(api: Value(json: text)) == object)
        }
    }

    @Test("is read the same after others of its list, whatever keys these had, and in which order", arguments: 0..<50)
    func isReadTheSameAfterOthers(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var reader = LiveObjectReader()
        guard case .map(let whole) = APIObject.value(.task(12, timezone: "Europe/Berlin")) else {
            Issue.record("a task is no mapping")
            return
        }
        let required: Set = ["id", "name", "type"]
        for number in 0..<20 {
            var entries = whole.filter { required.contains($0.key) || Bool.random(using: &random) }
            entries += (0..<number * 5).map { ("unknown \($0)", .null) }
            if number % 3 == 0 { entries.shuffle(using: &random) }
            let value = Value.map(ValueMap(uniqueEntries: entries))
            #expect(try LiveObject(api: value, &reader) == LiveObject(api: value), "\(value.jsonText())")
        }
    }

    @Test("needs no more than the documented fields")
    func needsNoMoreThanTheDocumentedFields() throws {
        let object = try LiveObject(
            api: Value(
                json: """
                    {"id": "2", "name": "Daily Backup", "description": "Automated daily backup of all servers",
                    "status": "scheduled", "type": "scheduled", "schedule": "0 2 * * *",
                    "last_run": "2023-05-22T02:00:00Z", "next_run": "2023-05-23T02:00:00Z",
                    "created_at": "2023-01-15T14:20:00Z", "updated_at": "2023-05-22T02:00:00Z"}
                    """))
        #expect(object.id == "2" && object.kind == .scheduled && object.status == "scheduled")
        #expect(object.fields.description == "Automated daily backup of all servers")
        #expect(object.lastRun?.description == "2023-05-22T02:00:00Z")
        for field in [Field.task, .timezone, .enabled, .overlap, .dependsOn, .notify, .timeout] {
            #expect(!object.fields.has(field), "\(field)")
        }
    }

    @Test("may have numbers for ids, null for what is not there, and keys that nobody knows")
    func mayHaveNumbersForIds() throws {
        let object = try LiveObject(
            api: [
                "id": 7, "name": "a", "type": "scheduled", "status": "disabled", "description": .null,
                "last_run": .null, "depends_on": [1, "2"], "config": [], "colour": ["x": 1],
            ])
        #expect(object.id == "7")
        #expect(object.fields.description == "")
        #expect(object.fields.dependsOn == [.id("1"), .id("2")])
        #expect(object.fields.config == [:])
        #expect(object.lastRun == nil)
    }

    @Test("is disabled by its status where it has nothing else to say so")
    func isDisabledByItsStatusWhereItHasNothingElseToSaySo() throws {
        let values: [(ValueMap, Bool?)] = [
            (["status": "disabled"], false), (["status": "scheduled"], nil),
            (["status": "disabled", "enabled": true], true),
        ]
        for (extra, expected) in values {
            var map: ValueMap = ["id": "1", "name": "a", "type": "scheduled"]
            for (key, value) in extra { map[key] = value }
            #expect(try LiveObject(api: .map(map)).fields.enabled == expected)
        }
    }

    @Test("has its ownership in the description")
    func hasItsOwnershipInTheDescription() throws {
        let description = OwnershipLine.description("text", with: ObjectWrite.ownership)
        let object = try LiveObject(
            api: ["id": "1", "name": "a", "type": "scheduled", "status": "x", "description": .string(description)])
        #expect(object.fields.description == "text")
        #expect(object.ownership == .owned(ObjectWrite.ownership))
    }

    @Test(
        "says which field is wrong, and how",
        arguments: [
            (["name": "a", "type": "system"], "'id' is missing"),
            (["id": "1", "type": "system"], "'name' is missing"),
            (["id": "1", "name": "a"], "'type' is missing"),
            (["id": "", "name": "a", "type": "system"], "'id' is empty"),
            (["id": true, "name": "a", "type": "system"], "'id' must be text or a whole number, not a boolean"),
            (["id": "1", "name": 3, "type": "system"], "'name' must be text, not a number"),
            (["id": "1", "name": "a", "type": "cron"], "'type' must be system or scheduled, not \"cron\""),
            (["enabled": "yes"], "'enabled' must be a boolean, not text"),
            (["timeout": "3600"], "'timeout' must be a whole number, not text"),
            (["task": "backup"], "'task' must be a mapping, not text"),
            (["depends_on": ["a": 1]], "'depends_on' must be a list, not a mapping"),
            (["depends_on": [[]]], "'depends_on' must be text or a whole number, not a list"),
            (["notify": [:]], "'notify' must be a list, not a mapping"),
            (["next_run": "tomorrow"], "'next_run' is not an RFC 3339 time: \"tomorrow\""),
        ] as [(ValueMap, String)])
    func problem(_ map: ValueMap, _ message: String) {
        #expect { try LiveObject(api: .map(map)) } throws: { "\($0)" == message }
    }

    @Test("is no text")
    func isNoText() {
        #expect { try LiveObject(api: "x") } throws: { "\($0)" == "a service must be a mapping, not text" }
    }
}
