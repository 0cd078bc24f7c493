import PhoenixModel
import RandomFixtures
import Testing

@Suite("The rules of values")
struct ValueSchemaTests {
    private func problems(_ json: String, in schema: ValueSchema = TaskRules.schema) throws -> [String] {
        schema.problems(in: try Value(json: json)).map { "\($0.pathText): \($0.message)" }
    }

    @Test("judge by a copy as by the original", arguments: 0..<100)
    func copies(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let schema = random.schema(depth: 3)
        let copy = schema.copied()
        // What fits, and what fits another schema.
        for value in [random.value(of: schema), random.value(of: random.schema(depth: 3))] {
            #expect(copy.problems(in: value).map(\.message) == schema.problems(in: value).map(\.message))
            #expect(copy.problems(in: value).map(\.pathText) == schema.problems(in: value).map(\.pathText))
            #expect(copy.canonical(value) == schema.canonical(value))
            #expect(copy.markingWriteOnly(in: value) == schema.markingWriteOnly(in: value))
        }
    }

    @Test(
        "take every documented task",
        arguments: [
            #"{"type":"server_command","data":{"servers":["all"],"command":"restart","delay_between":60}}"#,
            #"{"type":"server_command","data":{"servers":["a"],"command":"say hi","mode":"console"}}"#,
            #"{"type":"backup","data":{"servers":["a"],"name":"{server}","ignored":["*.log"],"keep":1,"locked":true,"wait":false}}"#,
            #"{"type":"update","data":{"servers":["a"],"method":"reinstall","variables":{"VERSION":"1"},"backup_first":true}}"#,
            #"{"type":"statistics","data":{"servers":["a"],"metrics":["cpu","uptime"],"retention_days":365}}"#,
            #"{"type":"cleanup","data":{"servers":["a"],"patterns":["*.log"],"directory":"/logs","older_than_days":0}}"#,
        ])
    func goodTasks(json: String) throws {
        #expect(try problems(json) == [])
    }

    @Test(
        "say what is wrong and where",
        arguments: [
            (#"[]"#, ": must be a mapping, not a list"),
            (#"{"data":{}}"#, "type: is missing: one of server_command, backup, update, statistics, cleanup, sequence"),
            (
                #"{"type":"backups","data":{}}"#,
                "type: must be one of server_command, backup, update, statistics, cleanup, sequence, not 'backups'"
            ),
            (#"{"type":"backup"}"#, "data: is missing: the data of the task type backup"),
            (#"{"type":"backup","data":{"servers":[]}}"#, "data.servers: must not be empty"),
            (#"{"type":"backup","data":{"servers":[1]}}"#, "data.servers[0]: must be text, not a number"),
            (#"{"type":"backup","data":{"servers":["a"],"kep":7}}"#, "data.kep: is unknown, did you mean 'keep'?"),
            (
                #"{"type":"backup","data":{"servers":["a"],"keep":0}}"#,
                "data.keep: must be a whole number from 1 to 1000, not 0"
            ),
            (
                #"{"type":"backup","data":{"servers":["a"],"keep":"7"}}"#,
                "data.keep: must be a whole number from 1 to 1000, not text"
            ),
            (#"{"type":"backup","data":{"servers":["a"],"ignored":["../x"]}}"#, "data.ignored[0]: must not have '..'"),
            (
                #"{"type":"cleanup","data":{"servers":["a"],"patterns":["x"],"directory":"logs"}}"#,
                "data.directory: must start with '/'"
            ),
            (
                #"{"type":"update","data":{"servers":["a"],"variables":{"a b":"1"}}}"#,
                "data.variables.a b: has a name that must have only the letters A-Z, digits and '_'"
            ),
        ])
    func badTasks(json: String, problem: String) throws {
        let found = try problems(json)
        #expect(found.contains(problem), "\(found)")
    }

    @Test("report every problem at once")
    func allProblems() throws {
        let found = try problems(#"{"type":"cleanup","data":{"servers":"all","max_files":0,"typo":1},"extra":1}"#)
        #expect(found.count == 5, "\(found)")
    }

    @Test(
        "take every step of a sequence",
        arguments: [
            #"{"command":"say hi"}"#, #"{"power":"kill"}"#, #"{"wait":86400}"#, #"{"wait_for":{"state":"running"}}"#,
            #"{"wait_for":{"state":"offline","timeout":1}}"#, #"{"backup":{}}"#,
            #"{"backup":{"name":"{date}","ignored":["*.log"],"locked":true,"keep":3,"wait":false}}"#,
            #"{"command":"save-all","continue_on_failure":true}"#,
        ])
    func goodSteps(step: String) throws {
        #expect(try problems(#"{"type":"sequence","data":{"servers":["a"],"steps":[\#(step)]}}"#) == [])
    }

    @Test(
        "ask of a step that it does exactly one thing, and does it right",
        arguments: [
            ("{}", ": must have one of the keys command, power, wait, wait_for, backup"),
            (
                #"{"continue_on_failure":true}"#, ": must have one of the keys command, power, wait, wait_for, backup"
            ),
            (
                #"{"wait":1,"command":"x"}"#,
                ": must have only one of the keys command, power, wait, wait_for, backup, not wait and command"
            ),
            (#"{"command":""}"#, ".command: must not be empty"),
            (#"{"power":"reboot"}"#, ".power: must be one of start, stop, restart, kill, not 'reboot'"),
            (#"{"wait":0}"#, ".wait: must be a whole number from 1 to 86400, not 0"),
            (#"{"wait_for":{}}"#, ".wait_for.state: is missing: the state to wait for"),
            (#"{"wait_for":{"state":"started"}}"#, ".wait_for.state: must be one of running, offline, not 'started'"),
            (
                #"{"backup":{"servers":["a"]}}"#,
                ".backup.servers: is unknown; the keys are ignored, keep, locked, name, wait"
            ),
            (#"{"backup":null}"#, ".backup: must be a mapping, not null"),
            (#""say hi""#, ": must be a mapping, not text"),
        ])
    func badSteps(step: String, problem: String) throws {
        let found = try problems(#"{"type":"sequence","data":{"servers":["a"],"steps":[{"wait":1},\#(step)]}}"#)
        #expect(found == ["data.steps[1]\(problem)"])
    }

    @Test(
        "take from one to fifty steps",
        arguments: [(0, "must not be empty"), (51, "must have at most 50 entries, not 51")])
    func stepCount(count: Int, problem: String) throws {
        let steps = Array(repeating: #"{"wait":1}"#, count: count).joined(separator: ",")
        let found = try problems(#"{"type":"sequence","data":{"servers":["a"],"steps":[\#(steps)]}}"#)
        #expect(found == ["data.steps: \(problem)"])
    }

    @Test("let a write-only value be the sign that it is set")
    func writeOnly() throws {
        let json = #"[{"type":"discord","url":{"set":true}},{"type":"webhook","url":"https://example.com/x"}]"#
        #expect(try problems(json, in: NotifyRules.schema) == [])
        #expect(try problems(#"[{"type":"webhook","url":{"set":false}}]"#, in: NotifyRules.schema).count == 1)
        #expect(try problems(#"[{"type":"webhook","url":"ftp://x"}]"#, in: NotifyRules.schema).count == 1)
    }

    @Test("take free keys beside a probe, and check the probe")
    func config() throws {
        #expect(
            try problems(#"{"anything":{"a":[1]},"probe":{"type":"sftp","host":"node1"}}"#, in: ConfigRules.schema)
                == []
        )
        #expect(
            try problems(#"{"probe":{"type":"mysql","host":"a b"}}"#, in: ConfigRules.schema) == [
                "probe.host: must be only a host name or an address", "probe.user: is missing: the user to log in as",
            ])
    }

    @Test(
        "see the same in values that mean the same",
        arguments: [
            (
                #"{"type":"backup","data":{"servers":["b","a","b"]}}"#,
                #"{"data":{"servers":["a","b"],"wait":true},"type":"backup"}"#
            ),
            (
                #"{"type":"cleanup","data":{"servers":["a"],"patterns":["x"],"max_files":1000}}"#,
                #"{"type":"cleanup","data":{"servers":["a"],"patterns":["x"],"directory":"/"}}"#
            ),
            (
                #"{"type":"server_command","data":{"servers":["all"],"command":" stop "}}"#,
                #"{"type":"server_command","data":{"servers":["all"],"command":"stop","delay_between":0,"mode":null}}"#
            ),
            (
                #"{"type":"sequence","data":{"servers":["a"],"steps":[{"wait_for":{"state":"running","timeout":300}}]}}"#,
                #"""
                {"type":"sequence","data":{"servers":["a"],"delay_between":0,
                "steps":[{"wait_for":{"state":"running"},"continue_on_failure":false}]}}
                """#
            ),
            (
                #"{"type":"sequence","data":{"servers":["a"],"steps":[{"backup":{}}]}}"#,
                #"{"type":"sequence","data":{"servers":["a"],"steps":[{"backup":{"wait":true,"locked":false}}]}}"#
            ),
        ])
    func canonical(left: String, right: String) throws {
        #expect(TaskRules.schema.canonical(try Value(json: left)) == TaskRules.schema.canonical(try Value(json: right)))
    }

    @Test(
        "keep apart what means something else",
        arguments: [
            (#"{"type":"backup","data":{"servers":["a"],"keep":7}}"#, #"{"type":"backup","data":{"servers":["a"]}}"#),
            (
                #"{"type":"backup","data":{"servers":["a"],"ignored":["a","b"]}}"#,
                #"{"type":"backup","data":{"servers":["a"],"ignored":["b","a"]}}"#
            ),
            (#"{"type":"backup","data":{"servers":["a"]}}"#, #"{"type":"statistics","data":{"servers":["a"]}}"#),
            (
                #"{"type":"sequence","data":{"servers":["a"],"steps":[{"wait":1},{"power":"stop"}]}}"#,
                #"{"type":"sequence","data":{"servers":["a"],"steps":[{"power":"stop"},{"wait":1}]}}"#
            ),
        ])
    func different(left: String, right: String) throws {
        #expect(TaskRules.schema.canonical(try Value(json: left)) != TaskRules.schema.canonical(try Value(json: right)))
    }
}

extension ValueSchemaTests {
    @Test("take a whole number however JSON writes it, and read it as one", arguments: ["7", "7.0", "70e-1"])
    func wholeNumbers(text: String) throws {
        let json = #"{"type":"backup","data":{"servers":["a"],"keep":\#(text)}}"#
        #expect(try problems(json) == [])
        let canonical: Value = ["type": "backup", "data": ["servers": ["a"], "keep": 7]]
        #expect(TaskRules.schema.canonical(try Value(json: json)) == canonical)
    }

    @Test("refuse a number that is not whole", arguments: ["7.5", "1e300", "0.0", "-7.0"])
    func otherNumbers(text: String) throws {
        #expect(try problems(#"{"type":"backup","data":{"servers":["a"],"keep":\#(text)}}"#).count == 1)
    }

    @Test("know the four power signals", arguments: ["start", "stop", "restart", "kill", " kill "])
    func powerSignals(command: String) throws {
        let json = #"{"type":"server_command","data":{"servers":["a"],"command":"\#(command)","mode":"power"}}"#
        #expect(try problems(json) == [])
    }

    @Test("refuse a power signal that panels do not have")
    func noPowerSignal() throws {
        let json = #"{"type":"server_command","data":{"servers":["a"],"command":"reboot","mode":"power"}}"#
        #expect(
            try problems(json) == ["data.command: must be one of start, stop, restart, kill where mode is power"])
        #expect(try problems(json.replacing("power", with: "console")) == [])
    }

    @Test(
        "take white space alone for nothing, as panels do",
        arguments: [" ", "\t\n", "\u{2028}", "\u{FEFF}", "\u{200B}", "\u{A0} \u{3000}", "\u{85}"])
    func whiteSpace(text: String) {
        let task: Value = ["type": "backup", "data": ["servers": [.string(text)]]]
        #expect(TaskRules.schema.problems(in: task).map(\.message) == ["must not be empty"])
        #expect(text.trimmed().isEmpty)
        #expect(ServiceRules.name.problem(in: text) == "must not be empty")
    }
}
