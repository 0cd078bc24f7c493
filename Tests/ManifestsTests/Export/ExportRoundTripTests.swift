import Diagnostics
import Manifests
import PhoenixModel
import Testing

@Suite("export, then load")
struct ExportRoundTripTests {
    @Test("gives the same fields again")
    func keepsFields() async throws {
        let objects = [
            LivePanel.service("1", "Wings Daemon"),
            LivePanel.service("4", "SFTP Server", key: "sftp", managing: [.config, .dependsOn, .enabled, .description])
            {
                $0.description = "yes"
                $0.config = [
                    "probe": ["type": "sftp", "host": "node1.example.com", "port": 2_222],
                    "colour": ["08", 8, true, "true", .null, ["a b": .number(1.5)], []],
                ]
                $0.dependsOn = [.id("1")]
            },
            LivePanel.task("5", "Nightly: \"Backup\"", key: "backup", protected: true) {
                $0.description = "One.\n\n  Two ${env:HOME}.\n"
                $0.schedule = "*/5 0,12 * * MON"
                $0.timezone = "Europe/Berlin"
                $0.enabled = false
                $0.overlap = "queue"
                $0.misfire = "run_once"
                $0.timeout = 60
                $0.dependsOn = [.id("4"), .id("1")]
                $0.notify = [
                    ["type": "webhook", "url": "https://example.com/a?b=c#d", "on": ["missed", "failed"]],
                    ["type": "discord", "url": ["set": true]],
                ]
                $0.task = [
                    "type": "backup", "data": ["servers": ["b", "a"], "ignored": ["*.log", "# x"], "keep": 3],
                ]
            },
            LivePanel.task("6", "foreign") {
                $0.task = [
                    "type": "cleanup",
                    "data": ["servers": ["name:lobby-*"], "patterns": ["*"], "directory": "/", "dry_run": true],
                ]
            },
        ]
        try await expectSameFields(objects)
    }

    /// Without what no panel would store: commands are never empty, descriptions at most 4,096 characters long.
    private static let storable = HostileText.all.filter { !$0.text.isEmpty && $0.text.unicodeScalars.count < 4_000 }

    @Test("keeps hostile text as it is", arguments: storable)
    func keepsHostileText(_ hostile: HostileText) async throws {
        let text = Value.string(hostile.text)
        let object = LivePanel.task("5", "a", key: "a") {
            $0.description = hostile.text
            $0.task = ["type": "update", "data": ["servers": ["b"], "variables": ["A": text, "ON": text]]]
        }
        try await expectSameFields([object])
    }

    private func expectSameFields(_ objects: [LiveObject]) async throws {
        let export = ManifestExport(LivePanel(objects: objects).state, project: "skyblock", includesForeign: true)
        let loaded = await Loading.load(text: export.document) { name in
            name.hasSuffix("URL") ? "https://example.com/\(name)" : "value of \(name)"
        }
        let desired = try #require(loaded.desired, "\(loaded.diagnostics.map(\.message)) in \(export.document)")
        #expect(desired.project == "skyblock")
        let keys = try objects.map { live in
            try #require(desired.objects.first { $0.fields.name == String(live.fields.name.trimmed()) }).key
        }
        let keysByID = Dictionary(uniqueKeysWithValues: zip(objects.map(\.id), keys))
        for live in objects {
            let wanted = try #require(desired.objects.first { $0.key == keysByID[live.id] })
            #expect(wanted.kind == live.kind)
            var fields = live.fields
            fields.dependsOn = fields.dependsOn?.map { .key(keysByID[$0.text] ?? $0.text) }
            var shown = fields
            shown.markWriteOnly()
            // A task's block manages every field, that of a service those with a digest.
            let managed = Field.all(of: live.kind).filter { field in
                guard case .owned(let ownership) = live.ownership else { return live.kind == .scheduled }
                return live.kind == .scheduled || ownership.digests[field] != nil
            }
            for field in Field.all(of: live.kind) {
                guard let value = wanted.fields.canonicalValue(of: field) else {
                    #expect(!managed.contains(field), "\(field) was lost")
                    continue
                }
                #expect(value.hidingSecrets() == shown.canonicalValue(of: field), "\(field)")
            }
        }
    }
}

extension Value {
    /// With every secret as the panel answers it.
    fileprivate func hidingSecrets() -> Value {
        switch self {
        case .secret: ["set": true]
        case .list(let elements): .list(elements.map { $0.hidingSecrets() })
        case .map(let map): .map(map.mapValues { $0.hidingSecrets() })
        default: self
        }
    }
}
