import Manifests
import PhoenixModel
import Testing

@Suite("export")
struct ManifestExportTests {
    private func document(_ objects: [LiveObject], foreign: Bool = false) -> String {
        ManifestExport(LivePanel(objects: objects).state, project: "skyblock", includesForeign: foreign).document
    }

    @Test("never writes a secret that was moved within its list by hand")
    func movedSecret() {
        var task = LivePanel.task("5", "Clean", key: "clean") {
            $0.task = ["type": "cleanup", "data": ["servers": ["all"], "patterns": ["hunter2", "*.log"]]]
        }
        task.ownership = .owned(
            Ownership(
                project: "skyblock", key: "clean", digests: FieldDigests(), secretPaths: ["task.data.patterns[1]"]))
        #expect(!document([task]).contains("hunter2"))
    }

    @Test(
        "never writes a character that a reviewer could not see",
        arguments: ["\u{202E}", "\u{200B}", "\u{FEFF}", "\u{E0041}"])
    func hiddenCharacters(_ character: String) {
        let task = LivePanel.task("5", "Cle\(character)an", key: "clean") {
            $0.description = "one\(character)\ntwo"
            $0.task = ["type": "cleanup", "data": ["servers": ["all"], "patterns": [.string("*\(character).log")]]]
        }
        #expect(!document([task]).contains(character))
        #expect(!YAMLText.document(["na\(character)me": .string("a\(character)")]).contains(character))
    }

    @Test("writes owned tasks by their keys, references to services, and no defaults")
    func writesOwnedTasks() {
        let objects = [
            LivePanel.service("1", "Wings Daemon"),
            LivePanel.task("5", "Nightly Backup", key: "nightly-backup", protected: true) {
                $0.description = "Before the restart.\nEvery world."
                $0.enabled = false
                $0.timezone = "Europe/Berlin"
                $0.dependsOn = [.id("1")]
                $0.task = ["type": "backup", "data": ["servers": ["all"], "keep": 7, "wait": true]]
            },
            LivePanel.task("6", "restart", key: "restart") {
                $0.dependsOn = [.id("5")]
                $0.task = ["type": "server_command", "data": ["servers": ["lobby", "08"], "command": "restart"]]
            },
        ]
        #expect(
            document(objects) == """
                # Written by `phoenix export`.
                project: skyblock

                services:
                  wings-daemon:
                    name: Wings Daemon

                tasks:
                  nightly-backup:
                    name: Nightly Backup
                    description: |-
                      Before the restart.
                      Every world.
                    schedule: "0 2 * * *"
                    timezone: Europe/Berlin
                    enabled: false
                    task:
                      type: backup
                      data:
                        servers: [all]
                        keep: 7
                    depends_on: [wings-daemon]
                    protect: true

                  restart:
                    schedule: "0 2 * * *"
                    task:
                      type: server_command
                      data:
                        servers: [lobby, "08"]
                        command: restart
                    depends_on: [nightly-backup]

                """)
    }

    @Test("writes secrets and what the panel hides as variables, and lists them at the top")
    func writesSecretsAsVariables() {
        let objects = [
            LivePanel.task("5", "login", key: "login", secretPaths: ["task.data.command"]) {
                $0.task = ["type": "server_command", "data": ["servers": ["all"], "command": "login hunter2"]]
            },
            LivePanel.service("1", "Wings Daemon", key: "wings", managing: [.config]) {
                $0.config = ["probe": ["type": "wings", "url": "https://node1", "token": ["set": true]]]
            },
        ]
        let text = document(objects)
        #expect(!text.contains("hunter2"))
        #expect(text.contains("        command: \"${secret:env:LOGIN_COMMAND}\"\n"))
        #expect(text.contains("        token: \"${secret:env:WINGS_TOKEN}\"\n"))
        #expect(text.contains("#   LOGIN_COMMAND: command of login\n"))
        #expect(text.contains("#   WINGS_TOKEN: token of wings\n"))
    }

    @Test("names equal notifications once, and never writes an address that a panel shows")
    func dedupesNotifications() {
        let shown: Value = [["type": "webhook", "url": "https://example.com/a", "on": ["failed"]]]
        let objects = [
            LivePanel.task("5", "a", key: "a") { $0.notify = shown },
            LivePanel.task("6", "b", key: "b") { $0.notify = shown },
            LivePanel.task("7", "c", key: "c") {
                $0.notify = [["type": "webhook", "url": "https://example.com/c", "on": ["failed"]]]
            },
        ]
        let text = document(objects)
        #expect(
            text.contains(
                """
                notifications:
                  webhook:
                    type: webhook
                    url: "${secret:env:WEBHOOK_URL}"
                    on: [failed]
                  webhook-2:
                    type: webhook
                    url: "${secret:env:WEBHOOK_2_URL}"
                    on: [failed]

                """))
        #expect(!text.contains("example.com"))
        #expect(text.split(separator: "\n").count { $0.contains("notify: [webhook]") } == 2)
        #expect(text.split(separator: "\n").count { $0.contains("notify: [webhook-2]") } == 1)
    }

    @Test("takes hidden addresses for equal only where the digests say so")
    func keepsHiddenNotificationsApart() {
        let hidden: Value = [["type": "discord", "url": ["set": true]]]
        let objects = [
            LivePanel.task("5", "a", key: "a", notifyDigest: 1) { $0.notify = hidden },
            LivePanel.task("6", "b", key: "b", notifyDigest: 1) { $0.notify = hidden },
            LivePanel.task("7", "c", key: "c", notifyDigest: 2) { $0.notify = hidden },
        ]
        let text = document(objects)
        #expect(text.split(separator: "\n").count { $0.hasSuffix("notify: [discord]") } == 2)
        #expect(text.contains("url: \"${secret:env:DISCORD_2_URL}\""))
        #expect(!text.contains("DISCORD_3"))
    }

    @Test("writes of a service only what the files managed")
    func writesManagedFields() {
        let text = document([
            LivePanel.service("1", "Wings Daemon", key: "wings", managing: [.description, .enabled]) {
                $0.description = "By us"
                $0.config = ["colour": "red"]
            }
        ])
        #expect(
            text.contains("  wings:\n    name: Wings Daemon\n    description: By us\n    enabled: true\n"))
        #expect(!text.contains("colour"))
    }

    @Test("leaves other projects alone, and brings what nobody owns when asked to")
    func writesForeignTasks() {
        let objects = [
            LivePanel.task("5", "Theirs", key: "theirs", project: "other"),
            LivePanel.task("6", "Nobody's Task!"),
            LivePanel.task("7", "ours", key: "nobody-s-task") { $0.dependsOn = [.id("5")] },
        ]
        #expect(!document(objects).contains("Nobody's"))
        let text = document(objects, foreign: true)
        #expect(!text.contains("theirs"))
        #expect(text.contains("  # no project owns it: plan with --adopt\n  nobody-s-task-2:\n"))
        #expect(text.contains("  # also depends on \"5\" (Theirs), which is not exported\n  nobody-s-task:\n"))
    }

    @Test("says where the panel does not tell what a task does")
    func saysWhatIsMissing() {
        let text = document([LivePanel.task("5", "a", key: "a") { $0.task = nil }])
        #expect(text.contains("  # this panel does not report 'task': add it here\n  a:\n"))
    }

    @Test("writes the same into files by kind")
    func writesFiles() throws {
        let export = ManifestExport(
            LivePanel(objects: [LivePanel.service("1", "Wings Daemon"), LivePanel.task("5", "a", key: "a")]).state,
            project: "skyblock")
        #expect(export.files.map(\.name) == ["services.yaml", "tasks.yaml"])
        #expect(export.files.allSatisfy { $0.text.contains("project: skyblock\n") })
        #expect(export.files.first?.text.contains("tasks:") == false)
        #expect(export.files.last?.text.contains("services:") == false)
    }

    @Test("writes a document even for an empty panel")
    func writesEmptyPanel() {
        #expect(document([]) == "# Written by `phoenix export`.\nproject: skyblock\n")
    }

    @Test("leaves nothing for fmt to do, and reads back as it was", arguments: HostileText.all)
    func survivesHostileText(_ hostile: HostileText) throws {
        let text = hostile.text
        let objects = [
            LivePanel.task("5", "a", key: "a") {
                $0.schedule = text
                $0.task = [
                    "type": "update",
                    "data": [
                        "servers": [.string(text), "b"], "variables": ["A": .string(text)],
                        "free": [["x": .string(text)]],
                    ],
                ]
            }
        ]
        let exported = document(objects)
        #expect(ManifestFormatter.format(Array(exported.utf8)) == .unchanged)
        let read = try #require(YAMLReader.documents(of: exported)?.first)
        guard case .map(let root) = read, case .map(let tasks) = root["tasks"], case .map(let task) = tasks["a"],
            case .map(let what) = task["task"], case .map(let data) = what["data"],
            case .map(let variables) = data["variables"]
        else {
            Issue.record("not the structure it was: \(exported)")
            return
        }
        let escaped = Value.string(text.replacing("${", with: "$${"))
        #expect(task["schedule"] == escaped)
        #expect(data["servers"] == [escaped, "b"])
        #expect(variables["A"] == escaped)
        #expect(data["free"] == [["x": escaped]])
    }
}
