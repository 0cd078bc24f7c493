import Diagnostics
import PhoenixModel
import PhoenixTestSupport
import Planning
import Testing

@Suite("Write-only and secret values")
struct WriteOnlyTests {
    private let ops: Value = ["type": "discord", "url": .secret("OPS", "https://discord.example/1")]
    private let dev: Value = ["type": "discord", "url": "https://discord.example/2"]

    private func sftp(password: Value?, host: Value = "db") -> DesiredObject {
        var probe: ValueMap = ["type": "mysql", "host": host, "user": "panel"]
        probe["password"] = password
        return .service("db", name: "Database Host", config: ["probe": .map(probe), "note": "free"])
    }

    @Test("what is only known to be set equals anything declared")
    func equal() async {
        let scenario = await Scenario.applied(.task("a", notify: [ops]), sftp(password: "one"))
        #expect(scenario.sketch(.task("a", notify: [ops]), sftp(password: "one")) == "unchanged 2")
    }

    @Test("a change of what the panel does not tell is no change, but warned of, until it is taken as applied")
    func unsent() async {
        let scenario = await Scenario.applied(.task("a", notify: [ops]), sftp(password: "one"))
        let edited: [DesiredObject] = [.task("a", description: "new", notify: [dev]), sftp(password: "two")]
        let plan = scenario.plan(edited)
        #expect(
            PlanSketch.text(plan) == """
                update a #5 description: "" → "new"
                bookkeeping db #2
                warning PHX0728: 'notify' of 'a' (id 5) was changed in the files, but the panel does not report what \
                changed: a new URL, token or password is not sent
                warning PHX0728: 'config' of 'Database Host' (id 2) was changed in the files, but the panel does not \
                report what changed: a new URL, token or password is not sent
                unchanged 1
                """)
        #expect(plan.diagnostics.map(\.help) == ["to send it, use --resend a", "to send it, use --resend db"])
        #expect(scenario.plan(edited) { $0.resend = ["a", "db"] }.diagnostics == [])
        await scenario.apply(edited)
        #expect(scenario.plan(edited).diagnostics == [])
    }

    @Test("many that share one such value are one warning, and one flag sends all")
    func unsentToMany() async {
        let scenario = Scenario()
        let keys = (1...6).map { "t\($0)" }
        await scenario.apply(keys.map { .task($0, notify: [ops]) })
        func diagnostic(_ count: Int) -> Diagnostic? {
            let edited = keys.enumerated().map { DesiredObject.task($1, notify: [$0 < count ? dev : ops]) }
            let diagnostics = scenario.plan(edited).diagnostics
            return diagnostics.count == 1 ? diagnostics[0] : nil
        }
        #expect(diagnostic(2)?.help == "to send it, use --resend t1 --resend t2")
        #expect(diagnostic(6)?.message.contains("'t1' (id 5) (the first of 6) was changed") == true)
        #expect(diagnostic(6)?.help == "to send it, use --resend '*', or --resend KEY for each")
        let edited = keys.map { DesiredObject.task($0, notify: [dev]) }
        func resent(_ names: String...) -> [String] {
            scenario.plan(edited) { $0.resend = KeySelection(names) }.actions.filter { $0.operation == .update }.map(
                \.key)
        }
        #expect(resent("*") == keys)
        #expect(resent("t[12]", "t3", "x*") == ["t1", "t2", "t3"])
        let futile = scenario.plan(edited) { $0.resend = ["*", "x*"] }.diagnostics
        #expect(futile.map(\.message) == ["--resend names 'x*', which is not a key in the files"])
    }

    @Test("entries that look alike are counted")
    func counted() async {
        let scenario = await Scenario.applied(.task("a", notify: [ops]))
        #expect(
            scenario.sketch(.task("a", notify: [ops, dev]))
                == #"update a #5 notify: [{"type":"discord","url":{"set":true}}] → "#
                + #"[{"type":"discord","url":{"set":true}},{"type":"discord","url":{"set":true}}]"#)
    }

    @Test("what is not told apart is written in full when something beside it changes")
    func writtenInFull() async {
        let scenario = await Scenario.applied(sftp(password: .secret("DB", "pw")))
        let plan = scenario.plan([sftp(password: .secret("DB", "pw"), host: "db2")])
        #expect(PlanSketch.text(plan) == #"update db #2 config.probe.host: "db" → "db2""#)
        guard case .map(let config)? = plan.actions[0].write?.fields.config, case .map(let probe)? = config["probe"]
        else {
            Issue.record("no config is written")
            return
        }
        #expect(probe["password"]?.revealedText == "pw")
    }

    @Test("a password that is no longer declared is taken away")
    func takenAway() async {
        let scenario = await Scenario.applied(sftp(password: "pw"))
        #expect(scenario.sketch(sftp(password: nil)) == #"update db #2 config.probe.password: {"set":true} → none"#)
    }

    @Test("--resend writes them again")
    func resend() async {
        let scenario = await Scenario.applied(
            .task("a", notify: [ops]), sftp(password: "pw"), .task("b", notify: [dev]))
        let text = scenario.sketch(.task("a", notify: [ops]), sftp(password: "pw"), .task("b", notify: [dev])) {
            $0.resend = ["a", "db", "bb"]
        }
        #expect(
            text == """
                update a #5 notify[0].url: (unreported) → (secret #1)
                update db #2 config.probe.password: (unreported) → (secret #2)
                error PHX0717: --resend names 'bb', which is not a key in the files
                unchanged 1
                """)
        let warning = scenario.plan([.task("b")]) { $0.resend = ["bb"] }.diagnostics.first
        #expect(warning?.severity == .error)
    }

    @Test("secrets are shown by number, the same for the same value, on both sides")
    func numbers() async {
        func entry(_ key: String, _ command: Value) -> DesiredObject { .task(key, task: .command(command)) }
        let scenario = await Scenario.applied(entry("a", .secret("A", "one")), entry("b", .secret("B", "two")))
        #expect(
            scenario.sketch(entry("a", .secret("A", "two")), entry("b", .secret("B", "three")))
                == """
                update a #5 task.data.command: (secret #1) → (secret #2)
                update b #6 task.data.command: (secret #2) → (secret #3)
                """)
    }

    @Test("a live value stays masked where a secret was applied, when the file has plain text now")
    func formerSecret() async {
        let scenario = await Scenario.applied(.task("a", task: .command(.secret("A", "hidden"))))
        #expect(
            scenario.sketch(.task("a", task: .command("say hi")))
                == "update a #5 task.data.command: (secret #1) → (secret #2)")
    }

    @Test("a secret in a list is masked in every place of it")
    func secretInList() async {
        func entry(_ servers: Value) -> DesiredObject {
            .task("a", task: ["type": "server_command", "data": ["servers": servers, "command": "stop"]])
        }
        let scenario = await Scenario.applied(entry(["x", .secret("S", "hidden")]))
        scenario.panel.edit("a") {
            $0.task = ["type": "server_command", "data": ["servers": ["hidden"], "command": "stop"]]
        }
        #expect(
            scenario.sketch(entry(["x", .secret("S", "hidden")]))
                == #"update a #5 task.data.servers: ["(secret #1)"] → ["(secret #1)","(secret #2)"]"#)
    }

    @Test("a secret that is a common word hides nothing else")
    func commonWord() async {
        let scenario = await Scenario.applied(.task("a", task: .command("stop")))
        let entry = DesiredObject.task("a", description: "true to all", task: .command(.secret("W", "all")))
        #expect(
            scenario.sketch(entry)
                == #"update a #5 description: "" → "true to all"; task.data.command: (secret #1) → (secret #2)"#)
    }

    @Test("a secret with the value that the panel has is no difference")
    func sameValue() async {
        let scenario = await Scenario.applied(.task("a", task: .command("stop")))
        #expect(
            scenario.sketch(.task("a", task: .command(.secret("W", "stop")))) == "bookkeeping a #5\nunchanged 1")
    }

    @Test("no plan has a secret in anything that is shown")
    func neverShown() async {
        let scenario = await Scenario.applied(.task("a", task: .command(.secret("A", "hunter2"))))
        let plan = scenario.plan([
            .task("a", description: "x", task: .command(.secret("A", "hunter3"))),
            .task("b", task: .command(.secret("A", "hunter4")), notify: [ops]),
        ])
        let shown = "\(plan.actions.map(\.changes)) \(plan.diagnostics) \(PlanSketch.text(plan))"
        #expect(!shown.contains("hunter"))
        #expect(!shown.contains("discord.example"))
    }
}
