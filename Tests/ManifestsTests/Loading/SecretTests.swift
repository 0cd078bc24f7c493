import Diagnostics
import Manifests
import PhoenixModel
import Testing

@Suite("Secrets")
struct SecretTests {
    private static let value = "hunter2-very-secret"
    private let environment = ["HOOK": "https://hooks.example/\(value)", "TOKEN": value, "EMPTY": ""]

    private let text = """
        notifications: { ops: { type: discord, url: "${secret:env:HOOK}" } }
        services:
          wings: { name: Wings, config: { probe: { type: wings, url: "https://x", token: "${secret:env:TOKEN}" }, free: "a ${secret:env:TOKEN}" } }
        tasks:
          t:
            schedule: "0 2 * * *"
            notify: [ops]
            task: { type: server_command, data: { servers: [all], command: "login $${x} ${env:PLAIN:-p} ${secret:env:TOKEN}" } }
        """

    @Test("secrets stand in texts by type, with their references")
    func values() async {
        let loaded = await ManifestCase.check(text, environment: environment)
        let objects = loaded.desired?.objects ?? []
        #expect(objects.first?.fields.secretPaths == ["task.data.command", "notify[0].url"])
        #expect(objects.last?.fields.secretPaths == ["config.probe.token", "config.free"])
        guard case .map(let task) = objects.first?.fields.task, case .map(let data) = task["data"],
            case .secret(let secret) = data["command"]
        else {
            Issue.record("the command is no secret")
            return
        }
        #expect(secret.reveal() == "login ${x} p \(Self.value)")
        #expect(secret.reference == "login $${x} p ${secret:env:TOKEN}")
    }

    @Test("nothing that is loaded shows a secret, however it is printed")
    func hidden() async {
        let good = await ManifestCase.check(text, environment: environment)
        let bad = await ManifestCase.load(
            ManifestInputs(
                ["-"],
                standardInput:
                    Array(
                        (text + """

                              bad:
                                schedule: "${secret:env:TOKEN}"
                                name: ${secret:env:TOKEN}
                                timeout: "${secret:env:TOKEN}"
                                task: { type: "${secret:env:TOKEN}", data: { servers: ["${secret:env:HOOK}"] } }
                              url: { schedule: "0 2 * * *", task: { type: cleanup, data: { servers: [all], patterns: ["${secret:env:TOKEN}/.."], directory: "${secret:env:TOKEN}" } } }
                            """).utf8)), environment: environment)
        #expect(bad.diagnostics.count == 6)
        for loaded in [good, bad] {
            var dumped = ""
            dump(loaded, to: &dumped)
            for shown in [String(describing: loaded), String(reflecting: loaded), dumped] {
                #expect(!shown.contains(Self.value))
            }
        }
    }

    @Test(
        "a secret is not allowed in keys, names, schedules, or where no text of a task, config or notification stands")
    func refused() async {
        await ManifestCase.check(
            """
            project: "1️⃣${secret:env:TOKEN}"
            tasks:
              "2️⃣${secret:env:TOKEN}": { schedule: "0 2 * * *", task: { type: backup, data: { servers: [all] } } }
              t:
                name: "x 3️⃣${secret:env:TOKEN}"
                description: "4️⃣${secret:env:TOKEN}"
                schedule: "5️⃣${secret:env:TOKEN}"
                timezone: "6️⃣${secret:env:TOKEN}"
                depends_on: ["7️⃣${secret:env:TOKEN}"]
                task: { type: update, data: { servers: [all], variables: { "8️⃣${secret:env:TOKEN}": x }, backup_first: "9️⃣${secret:env:TOKEN}" } }
            """,
            [
                .error(1, .secretNotAllowed, "a key"), .error(2, .secretNotAllowed, "a key"),
                .error(3, .secretNotAllowed, "'name'", covers: "${secret:env:TOKEN}"),
                .error(4, .secretNotAllowed, "'description'"), .error(5, .secretNotAllowed, "'schedule'"),
                .error(6, .secretNotAllowed, "'timezone'"), .error(7, .secretNotAllowed, "a key"),
                .error(8, .secretNotAllowed, "a key"),
                .error(9, .secretNotAllowed, "'task.data.backup_first'"),
            ], environment: environment)
    }

    @Test("a secret that is not set or empty is an error")
    func unset() async {
        await ManifestCase.check(
            """
            notifications:
              a: { type: discord, url: "1️⃣${secret:env:NOPE}" }
              b: { type: discord, url: "2️⃣${secret:env:EMPTY}" }
              c: { type: discord, url: "3️⃣${secret:file:/nowhere/token}" }
            """,
            [
                .error(1, .undefinedVariable, "NOPE is not set"), .error(2, .undefinedVariable, "EMPTY is empty"),
                .error(3, .substitutionFileUnreadable, "no such file"),
            ], environment: environment)
    }

    @Test("a secret is read from a file without its final line break")
    func file() async {
        let folder = TemporaryFolder()
        folder.write(Array("https://x.example/\(Self.value)\n".utf8), to: "hook")
        folder.write(
            Array(
                "notifications: { a: { type: webhook, url: \"${secret:file:hook}\" } }\nservices: { w: { notify: [a] } }"
                    .utf8),
            to: "a.yaml")
        let loaded = await ManifestCase.load(ManifestInputs([folder.path], standardInput: []))
        let notify = loaded.desired?.objects.first?.fields.notify
        #expect(notify?.revealed() == [["type": "webhook", "url": .string("https://x.example/\(Self.value)")]])
    }
}
