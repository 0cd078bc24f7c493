import Diagnostics
import Settings
import Testing

@Suite("The settings of a client")
struct ClientSettingsTests {
    private static let path = "/home/kim/.config/phoenix/config.yaml"
    private static let file = """
        current: production
        contexts:
          production: { panel: "https://production", api_key: { env: PRODUCTION_KEY }, ca_file: /ca.pem, timeout: 45 }
          staging: { panel: "https://staging", api_key: { file: /staging.key }, parallelism: 2 }
          open: { panel: "https://open" }
          local: { store: "sqlite:/local.db" }
        """
    private static let keys = ["PRODUCTION_KEY": "p"]

    private func settings(
        _ flags: ClientFlags = ClientFlags(), _ environment: [String: String] = keys, file: String? = file
    ) throws(SettingsFailure) -> ClientSettings {
        try ClientSettings(
            flags: flags, environment: { environment[$0] },
            contexts: { ContextsFile(path: Self.path, bytes: file.map { Array($0.utf8) }, home: "/home/kim") })
    }

    private func problems(
        _ flags: ClientFlags = ClientFlags(), _ environment: [String: String] = keys, file: String? = file
    ) -> [Diagnostic] {
        do throws(SettingsFailure) {
            _ = try settings(flags, environment, file: file)
            return []
        } catch {
            return error.diagnostics
        }
    }

    struct TargetCase: CustomTestStringConvertible {
        let flags: ClientFlags
        let environment: [String: String]
        let target: Target
        let origin: String
        let testDescription: String

        init(
            _ description: String, _ flags: ClientFlags, _ environment: [String: String], _ target: Target,
            _ origin: String
        ) {
            testDescription = description
            self.flags = flags
            self.environment = environment
            self.target = target
            self.origin = origin
        }
    }

    @Test(
        "take the target from the first that names one",
        arguments: [
            TargetCase(
                "a flag over everything", ClientFlags(panel: "https://flag", context: "local", keyFile: "k"),
                ["PHOENIX_STORE": "sqlite:e", "PHOENIX_CONTEXT": "open", "CI": "1"], .panel("https://flag"),
                "flag --panel"),
            TargetCase(
                "a flag for a store over a panel of the environment", ClientFlags(store: "sqlite:f"),
                ["PHOENIX_PANEL": "https://environment"], .store("sqlite:f"), "flag --store"),
            TargetCase(
                "a flag over an empty variable", ClientFlags(store: "sqlite:f"), ["PHOENIX_PANEL": ""],
                .store("sqlite:f"), "flag --store"),
            TargetCase(
                "--context over the environment", ClientFlags(context: "local"),
                ["PHOENIX_PANEL": "https://environment", "PHOENIX_CONTEXT": "staging"], .store("sqlite:/local.db"),
                "context local (~/.config/phoenix/config.yaml:6:19)"),
            TargetCase(
                "the environment over the context of the environment", ClientFlags(),
                ["PHOENIX_STORE": "sqlite:e", "PHOENIX_CONTEXT": "staging"], .store("sqlite:e"),
                "environment PHOENIX_STORE"),
            TargetCase(
                "the context of the environment over the current one, with CI set", ClientFlags(),
                ["PHOENIX_CONTEXT": "staging", "CI": "true"], .panel("https://staging"),
                "context staging (~/.config/phoenix/config.yaml:4:21)"),
            TargetCase(
                "the current context", ClientFlags(), ["PRODUCTION_KEY": "p"], .panel("https://production"),
                "context production (~/.config/phoenix/config.yaml:3:24)"),
            TargetCase(
                "an empty CI is none", ClientFlags(), ["PRODUCTION_KEY": "p", "CI": ""],
                .panel("https://production"), "context production (~/.config/phoenix/config.yaml:3:24)"),
        ])
    func targets(_ example: TargetCase) throws {
        let settings = try settings(example.flags, example.environment)
        #expect(settings.target.value == example.target)
        #expect(settings.target.origin.description == example.origin)
    }

    @Test(
        "fall back to the embedded panel's own store, without a current context or without any file",
        arguments: [nil, "contexts: { a: { panel: \"https://a\" } }"])
    func fallBack(file: String?) throws {
        let settings = try settings(file: file)
        #expect(settings.target == Setting(.standardStore, from: .standard))
        #expect(settings.key == nil)
        #expect(settings.timeout == Setting(30, from: .standard))
        #expect(settings.parallelism == Setting(8, from: .standard))
    }

    @Test("do not read the contexts where none can count")
    func doesNotReadContexts() throws {
        let settings = try ClientSettings(
            flags: ClientFlags(store: "sqlite:f"), environment: { _ in nil },
            contexts: {
                Issue.record("the contexts were read")
                return ContextsFile(path: Self.path, bytes: nil, home: nil)
            })
        #expect(settings.target.value == .store("sqlite:f"))
    }

    @Test(
        "refuse a target that is not to be told",
        arguments: [
            (
                ClientFlags(panel: "https://a", store: "sqlite:a"), [:], .severalTargets,
                "--panel and --store name two targets"
            ),
            (
                ClientFlags(), ["PHOENIX_PANEL": "https://a", "PHOENIX_STORE": "sqlite:a"], .severalTargets,
                "PHOENIX_PANEL and PHOENIX_STORE name two targets"
            ),
            (ClientFlags(panel: ""), [:], .emptyTarget, "the panel is set by --panel but empty"),
            (ClientFlags(store: ""), [:], .emptyTarget, "the store is set by --store but empty"),
            (ClientFlags(context: ""), [:], .emptyTarget, "the context is set by --context but empty"),
            (
                ClientFlags(), ["PHOENIX_PANEL": "", "PHOENIX_STORE": "sqlite:a"], .emptyTarget,
                "the panel is set by PHOENIX_PANEL but empty"
            ),
            (
                ClientFlags(), ["PHOENIX_CONTEXT": ""], .emptyTarget,
                "the context is set by PHOENIX_CONTEXT but empty"
            ),
            (
                ClientFlags(), ["CI": "true", "PRODUCTION_KEY": "p"], .noTarget,
                "no target is named, and there is no default when CI is set"
            ),
            (ClientFlags(context: "stagin"), [:], .contextUnknown, "--context does not name a context: 'stagin'"),
            (ClientFlags(), ["PHOENIX_CONTEXT": "x"], .contextUnknown, "PHOENIX_CONTEXT does not name a context: 'x'"),
            (
                ClientFlags(panel: "https://kim:hunter2@a"), [:], .valueOutOfRange,
                "--panel must not have a user or a password in it"
            ),
        ] as [(ClientFlags, [String: String], DiagnosticCode, String)])
    func badTargets(flags: ClientFlags, environment: [String: String], code: DiagnosticCode, message: String) {
        let found = problems(flags, environment)
        #expect(found.map(\.code) == [code])
        #expect(found.map(\.message) == [message])
    }

    @Test("say which contexts there are, and which was meant")
    func helpWithContexts() {
        #expect(problems(ClientFlags(context: "stagin")).map(\.help) == ["did you mean 'staging'?"])
        #expect(
            problems(ClientFlags(context: "x")).map(\.help)
                == ["~/.config/phoenix/config.yaml has local, open, production, staging"])
        #expect(
            problems(ClientFlags(context: "x"), file: nil).map(\.help)
                == ["there is no ~/.config/phoenix/config.yaml, which would contain the contexts"])
    }

    @Test("pass the problems of the contexts file on where it counts, and only there")
    func brokenFile() throws {
        let broken = "contexts: { production: { panel: \"https://a\", timeout: 0 } }\n"
        #expect(problems(file: broken).map(\.code) == [.valueOutOfRange])
        #expect(problems(ClientFlags(context: "production"), file: broken).map(\.code) == [.valueOutOfRange])
        #expect(try settings(ClientFlags(store: "sqlite:a"), file: broken).target.value == .store("sqlite:a"))
    }

    @Test("take the key from the flag, the environment or the context, in this order")
    func keys() throws {
        let all = ClientFlags(context: "staging", keyFile: "/flag.key")
        let environment = ["PHOENIX_API_KEY": "e"]
        #expect(try settings(all, environment).key == Setting(.file("/flag.key"), from: .flag("--api-key-file")))
        let context = ClientFlags(context: "staging")
        #expect(
            try settings(context, environment).key
                == Setting(.environment("PHOENIX_API_KEY"), from: .environment("PHOENIX_API_KEY")))
        #expect(
            try settings(context, [:]).key
                == Setting(
                    .file("/staging.key"),
                    from: .context(name: "staging", place: "~/.config/phoenix/config.yaml:4:57")))
    }

    @Test("never send the key of the current context to a panel that was named elsewhere")
    func currentStaysAlone() {
        let flag = problems(ClientFlags(panel: "https://elsewhere"))
        #expect(flag.map(\.code) == [.keyMissing])
        let environment = problems(ClientFlags(), ["PHOENIX_PANEL": "https://elsewhere", "PRODUCTION_KEY": "p"])
        #expect(environment.map(\.code) == [.keyMissing])
    }

    @Test("leave a context of the environment alone where the panel was named elsewhere")
    func environmentContextStaysAlone() throws {
        let environment = ["PHOENIX_CONTEXT": "staging"]
        #expect(problems(ClientFlags(panel: "https://elsewhere"), environment).map(\.code) == [.keyMissing])
        let store = try settings(ClientFlags(store: "sqlite:a"), ["PHOENIX_CONTEXT": ""])
        #expect(store.target.value == .store("sqlite:a"))
    }

    @Test("take names without the white space that variables come with")
    func trimmed() throws {
        let settings = try settings(ClientFlags(), ["PHOENIX_PANEL": "https://a\n", "PHOENIX_API_KEY": "k"])
        #expect(settings.target.value == .panel("https://a"))
        #expect(problems(ClientFlags(), ["PHOENIX_STORE": " "]).map(\.code) == [.emptyTarget])
        let blank = ["PHOENIX_PANEL": "https://a", "PHOENIX_API_KEY": "\n"]
        #expect(problems(ClientFlags(), blank).map(\.code) == [.keyMissing])
    }

    @Test("use the key of a context that was asked for, whoever names the panel")
    func chosenContextWithFlag() throws {
        let settings = try settings(ClientFlags(panel: "https://other", context: "staging"))
        #expect(settings.target.value == .panel("https://other"))
        #expect(settings.key?.value == .file("/staging.key"))
    }

    @Test("need no key for a store")
    func storesNeedNoKey() throws {
        #expect(try settings(ClientFlags(store: "sqlite:a"), ["PHOENIX_API_KEY": ""]).key == nil)
    }

    @Test("say all ways to give a key when there is none")
    func missingKey() throws {
        let found = try #require(problems(ClientFlags(context: "open")).first)
        #expect(found.code == .keyMissing)
        let help = try #require(found.help)
        #expect(help.contains("PHOENIX_API_KEY"))
        #expect(help.contains("--api-key-file"))
        #expect(help.contains("api_key") && help.contains("~/.config/phoenix/config.yaml"))
    }

    @Test("refuse a key that is set, but empty")
    func emptyKeys() {
        #expect(
            problems(ClientFlags(context: "staging"), ["PHOENIX_API_KEY": ""]).map(\.message)
                == ["the variable PHOENIX_API_KEY is set but empty"])
        #expect(
            problems(ClientFlags(context: "staging", keyFile: "")).map(\.message)
                == ["--api-key-file is given but empty"])
        for (environment, state) in [([:], "is not set"), (["PRODUCTION_KEY": ""], "is empty")] {
            let found = problems(ClientFlags(), environment)
            #expect(
                found.map(\.message)
                    == ["the variable PRODUCTION_KEY, which the context takes its API key from, \(state)"])
            #expect(found.first?.span?.start == Diagnostics.SourceLocation(line: 3, column: 62))
        }
    }

    @Test("take every other value from the flag, the context or the default")
    func otherValues() throws {
        let current = try settings()
        #expect(current.caFile?.value == "/ca.pem")
        #expect(current.caFile?.origin.description == "context production (~/.config/phoenix/config.yaml:3:89)")
        #expect(current.timeout.value == 45)
        #expect(current.parallelism == Setting(8, from: .standard))
        let flags = try settings(ClientFlags(caFile: "other.pem", timeout: 5, parallelism: 256))
        #expect(flags.caFile == Setting("other.pem", from: .flag("--ca-file")))
        #expect(flags.timeout == Setting(5, from: .flag("--timeout")))
        #expect(flags.parallelism == Setting(256, from: .flag("--parallelism")))
    }

    @Test("refuse all flags that are out of range at once")
    func ranges() {
        let found = problems(ClientFlags(caFile: "", timeout: 601, parallelism: 0))
        #expect(
            found.map(\.message).sorted() == [
                "--ca-file must not be empty", "--parallelism must be a whole number from 1 to 256, not 0",
                "--timeout must be a whole number from 1 to 600, not 601",
            ])
    }

    @Test("tell where each was taken from")
    func lines() throws {
        #expect(
            try settings().lines == [
                "panel https://production, from context production (~/.config/phoenix/config.yaml:3:24)",
                "API key of environment PRODUCTION_KEY, from context production (~/.config/phoenix/config.yaml:3:62)",
                "CA file /ca.pem, from context production (~/.config/phoenix/config.yaml:3:89)",
                "timeout 45 s, from context production (~/.config/phoenix/config.yaml:3:107)",
                "parallelism 8, from default",
            ])
        let store = try settings(ClientFlags(store: "postgres://kim:hunter2@db/a"))
        #expect(store.lines == ["store postgres://kim:***@db/a, from flag --store"])
        #expect(try settings(file: nil).lines == ["the embedded panel's own store, from default"])
    }
}
