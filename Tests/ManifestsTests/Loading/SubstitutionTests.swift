import Diagnostics
import Glibc
import Manifests
import PhoenixModel
import Testing

@Suite("Substitution")
struct SubstitutionTests {
    private func task(_ data: String, more: String = "") -> String {
        "tasks:\n  t:\n    schedule: \"0 2 * * *\"\n\(more)    task: { type: server_command, data: { servers: [all], \(data) } }\n"
    }

    private func data(_ loaded: LoadedManifests) -> ValueMap? {
        guard case .map(let task) = loaded.desired?.objects.first?.fields.task, case .map(let data) = task["data"]
        else {
            return nil
        }
        return data
    }

    @Test("variables, defaults and literal dollars are filled in")
    func variables() async {
        let loaded = await ManifestCase.check(
            task("command: \"${env:A}-${env:B:-two}-${env:EMPTY:-three}-${env:EMPTY}-$${x}-$5-$$-${env:C:-}\""),
            environment: ["A": "one", "EMPTY": ""])
        #expect(data(loaded)?["command"] == "one-two-three--${x}-$5-$$-")
    }

    @Test("a scalar that is one substitution is read by the type of its field")
    func typed() async {
        let loaded = await ManifestCase.check(
            task(
                "command: x, delay_between: \"${env:DELAY}\"",
                more: "    enabled: ${env:ON}\n    timeout: \"${env:T:-90}\"\n"),
            environment: ["DELAY": "30", "ON": "false"])
        #expect(data(loaded)?["delay_between"] == 30)
        #expect(loaded.desired?.objects.first?.fields.enabled == false)
        #expect(loaded.desired?.objects.first?.fields.timeout == 90)
        await ManifestCase.check(
            task("command: x, delay_between: 1️⃣\"${env:DELAY}\"", more: "    enabled: 2️⃣\"x${env:ON}\"\n"),
            [
                .error(2, .wrongType, "'enabled' must be true or false"),
                .error(1, .leadingZero, "leading zero", fix: ""),
            ], environment: ["DELAY": "030", "ON": "true"])
    }

    @Test("an undefined variable is an error at the placeholder, each of them")
    func undefined() async {
        await ManifestCase.check(
            task("command: \"say 1️⃣${env:NO} and 2️⃣${env:NOT}\"", more: "    description: ä 3️⃣${env:NEITHER}\n"),
            [
                .error(3, .undefinedVariable, "NEITHER is not set", covers: "${env:NEITHER}"),
                .error(1, .undefinedVariable, "NO is not set", covers: "${env:NO}"),
                .error(2, .undefinedVariable, "NOT is not set", covers: "${env:NOT}"),
            ])
        await ManifestCase.check(
            task("command: 1️⃣\"\\x24{env:NO}\""), [.error(1, .undefinedVariable, "NO is not set")])
    }

    @Test("a block text shows the placeholder on its own line")
    func block() async {
        await ManifestCase.check(
            task("command: x", more: "    description: |\n      line 1\n      two 1️⃣${env:NO}\n"),
            [.error(1, .undefinedVariable, "NO", covers: "${env:NO}")])
    }

    @Test("a placeholder that is none says what there is")
    func malformed() async {
        await ManifestCase.check(
            task(
                """
                command: "1️⃣${evn:A} 2️⃣${env:} 3️⃣${env:A-b} 4️⃣${env:A:+x} 5️⃣${} 6️⃣${secret:TOKEN} \
                7️⃣${secret:env:T:-x} 8️⃣${server} 9️⃣${env:A"
                """),
            [
                .error(1, .badSubstitution, "'evn:'", covers: "${evn:A}", fix: "${env:A}"),
                .error(2, .badSubstitution, "missing"), .error(3, .badSubstitution, "'A-b'"),
                .error(4, .badSubstitution, "':-'", fix: "${env:A:-+x}"), .error(5, .badSubstitution, "no name"),
                .error(6, .badSubstitution, "environment or a file", fix: "${secret:env:TOKEN}"),
                .error(7, .badSubstitution, "cannot have a default", fix: "${secret:env:T}"),
                .error(8, .undefinedName, "'server'"), .error(9, .badSubstitution, "never closed"),
            ], environment: ["A": "a"])
        await ManifestCase.check(
            task("command: \"1️⃣${env:A:-${env:B}} 2️⃣${HOME}\""),
            [
                .error(1, .badSubstitution, "cannot be nested"),
                .error(2, .undefinedName, "'HOME'", fix: "${env:HOME}"),
            ])
    }

    @Test("files count from the folder of the manifest, and lose one line break")
    func files() async {
        let folder = TemporaryFolder()
        folder.write(Array("say hi\n\n".utf8), to: "in/motd.txt")
        folder.write(Array("x\r\n".utf8), to: "top.txt")
        folder.write(Array(task("command: \"${file:motd.txt}|${file:../top.txt}\"").utf8), to: "in/a.yaml")
        let loaded = await ManifestCase.load(ManifestInputs([folder.path], standardInput: []))
        #expect(loaded.diagnostics.isEmpty)
        #expect(data(loaded)?["command"] == "say hi\n|x")
    }

    @Test("a file that cannot be read is an error with the reason; pipes and devices are not opened")
    func badFiles() async {
        let folder = TemporaryFolder()
        folder.write([0xFF, 0xFE], to: "latin.txt")
        folder.write([UInt8](repeating: 0x61, count: (1 << 20) + 1), to: "big.txt")
        folder.makeFolder("folder")
        #expect(mkfifo("\(folder.path)/pipe", 0o600) == 0)
        for (name, reason) in [
            ("none.txt", "no such file"), ("latin.txt", "not UTF-8"), ("big.txt", "larger than 1 MiB"),
            ("folder", "not a file"), ("pipe", "not a file"), ("/dev/zero", "not a file"),
        ] {
            let path = name.hasPrefix("/") ? name : "\(folder.path)/\(name)"
            await ManifestCase.check(
                task("command: 1️⃣${file:\(path)}".replacing("1️⃣${file:\(path)}", with: "\"1️⃣${file:\(path)}\"")),
                [.error(1, .substitutionFileUnreadable, reason)])
        }
    }

    @Test("a plain variable whose name speaks of a secret gets a warning and a fix where a secret may stand")
    func sensitive() async {
        await ManifestCase.check(
            task("command: \"say 1️⃣${env:API_TOKEN}\"", more: "    description: 2️⃣${env:DB_PASSWORD}\n"),
            [
                .warning(2, .plainSecret, "DB_PASSWORD suggests a secret", fix: ""),
                .warning(
                    1, .plainSecret, "API_TOKEN suggests a secret", covers: "${env:API_TOKEN}",
                    fix: "${secret:env:API_TOKEN}"),
            ], environment: ["API_TOKEN": "t", "DB_PASSWORD": "p"])
        for name in ["OPS_WEBHOOK", "WEBHOOK_URL", "SSH_KEY", "apikey", "MY_SECRET", "ACCESSTOKEN"] {
            let loaded = await ManifestCase.load(
                ManifestInputs(["-"], standardInput: Array(task("command: \"${env:\(name)}\"").utf8)),
                environment: [name: "x"])
            #expect(loaded.diagnostics.map(\.code) == [.plainSecret], "\(name)")
        }
        for name in ["MONKEY", "KEYBOARD", "TOKENIZER", "HOST", "COMPASS"] {
            await ManifestCase.check(task("command: \"${env:\(name)}\""), environment: [name: "x"])
        }
    }
}
