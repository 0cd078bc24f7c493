import Diagnostics
import Manifests
import PhoenixModel
import Testing

@Suite("Patches")
struct PatchTests {
    private static let base = """
        services: { wings: { name: Wings Daemon } }
        notifications: { ops: { type: discord, url: "https://discord.example/hook", on: [failed] } }
        tasks:
          "backup-${s}":
            for_each: { s: [lobby, survival] }
            schedule: "0 2 * * *"
            timeout: 60
            task: { type: backup, data: { servers: ["${s}"], keep: 7 } }
          debug-all: { schedule: "* * * * *", task: { type: backup, data: { servers: [all] } } }
        """

    private static func patched(_ patches: String, _ expected: [Expected] = []) async -> [String: DesiredObject] {
        let loaded = await ManifestCase.check(
            files: ["base/a.yaml": base, "prod/p.yaml": "patches:\n\(patches)"], layers: ["base", "prod"], expected)
        return Dictionary(
            (loaded.desired?.objects ?? []).map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    }

    @Test("mappings are merged, everything else replaced, null resets a field and takes an entry out")
    func merge() async {
        let objects = await Self.patched(
            """
              "backup-*": { notify: [ops], timeout: , task: { data: { locked: true, servers: [all], keep: null } } }
              backup-survival: { schedule: "15 2 * * *", protect: true, depends_on: [wings], formerly: [old] }
              "debug-*": null
            """)
        #expect(objects.keys.sorted() == ["backup-lobby", "backup-survival", "wings"])
        let lobby = objects["backup-lobby"]
        #expect(lobby?.fields.task == ["type": "backup", "data": ["servers": ["all"], "locked": true]])
        #expect(lobby?.fields.timeout == 3_600)
        #expect(lobby?.fields.schedule == "0 2 * * *")
        #expect(objects["backup-survival"]?.fields.schedule == "15 2 * * *")
        #expect(objects["backup-survival"]?.isProtected == true)
        #expect(objects["backup-survival"]?.fields.dependsOn == [.key("wings")])
        #expect(objects["backup-survival"]?.formerly == ["old"])
        if case .list(let entries)? = lobby?.fields.notify { #expect(entries.count == 1) } else { Issue.record() }
    }

    @Test("patches are applied in the order of the layers, then of the lines of their file")
    func order() async {
        let loaded = await ManifestCase.check(
            files: [
                "a.yaml": LayerTests.task("a")
                    + "\npatches:\n  a: { timeout: 1, overlap: queue }\n  \"*\": { timeout: 2 }",
                "b.yaml": "patches: { \"a*\": { timeout: 3 } }",
                "c.yaml": "patches: { a: { misfire: run_once } }",
            ], layers: ["a.yaml", "c.yaml", "b.yaml"])
        let fields = loaded.desired?.objects.first?.fields
        #expect(fields?.timeout == 3)
        #expect(fields?.overlap == "queue")
        #expect(fields?.misfire == "run_once")
    }

    @Test("services can be patched, and a patch may use values, the environment and names of the for_each")
    func references() async {
        let objects = await ManifestCase.check(
            files: [
                "base/a.yaml": "values: { team: ops, all: [x] }\n" + Self.base,
                "prod/p.yaml": """
                patches:
                  wings: { description: "kept by ${values.team}" }
                  "backup-*": { name: "Backup of ${s} for ${env:WHO}", task: { data: { servers: "${values.all}" } } }
                """,
            ], layers: ["base", "prod"], environment: ["WHO": "us"]
        ).desired?.objects
        #expect(objects?.first { $0.key == "wings" }?.fields.description == "kept by ops")
        #expect(objects?.first { $0.key == "backup-lobby" }?.fields.name == "Backup of lobby for us")
        #expect(
            objects?.first { $0.key == "backup-lobby" }?.fields.task
                == ["type": "backup", "data": ["servers": ["x"], "keep": 7]])
    }

    @Test("an error in a patch points to the patch and names the entry, once for all entries")
    func errors() async {
        _ = await Self.patched(
            """
              "backup-*": { schedule: "1️⃣61 2 * * *", task: { data: { keep: 2️⃣-1, 3️⃣kep: 3 } }, 4️⃣tiemout: 5 }
              debug-all: { 5️⃣schedule: , timeout: "6️⃣${s}" }
            """,
            [
                .error(1, .invalidSchedule, "minute 61"), .error(2, .valueOutOfRange, "'task.data.keep'"),
                .error(3, .unknownKey, "kep", fix: "keep"), .error(4, .unknownKey, "tiemout", fix: "timeout"),
                .error(5, .missingKey, "task 'debug-all' lacks 'schedule'"), .error(6, .undefinedName, "'s'"),
            ])
        let loaded = await ManifestCase.load(
            ManifestInputs(["-"], standardInput: Array("\(Self.base)\npatches: { debug-all: { timeout: x } }".utf8)))
        #expect(
            loaded.diagnostics.first?.notes.first?.message == "it is a patch of task 'debug-all', which stands here")
    }

    @Test("the fields that a patch sets or resets point to the patch")
    func places() async {
        let loaded = await ManifestCase.load(
            ManifestInputs(
                ["-"],
                standardInput: Array(
                    """
                    \(Self.base)
                    patches:
                      debug-all:
                        timeout: 5
                        description:
                    """.utf8)))
        let object = loaded.desired?.objects.first { $0.key == "debug-all" }
        let lines = Self.base.split(separator: "\n", omittingEmptySubsequences: false).count
        #expect(object?.span(of: .timeout).start.line == Int32(lines + 3))
        #expect(object?.span(of: .description).start.line == Int32(lines + 4))
        #expect(object?.span(of: .schedule).start.line == Int32(lines))
    }

    @Test("a patch that matches nothing is an error with the closest key")
    func nothing() async {
        _ = await Self.patched(
            "  1️⃣backup-loby: { timeout: 5 }\n  2️⃣\"restart-*\": { timeout: 5 }\n",
            [
                .error(1, .patchMatchesNothing, "there is no entry 'backup-loby'", fix: "backup-lobby"),
                .error(2, .patchMatchesNothing, "no entry matches 'restart-*'", fix: ""),
            ])
        _ = await Self.patched(
            "  1️⃣debug-all: null\n  \"debug-*\": { timeout: 5 }\n  2️⃣debug-all-: { timeout: 5 }",
            [
                .error(nil, .patchMatchesNothing, "no entry matches 'debug-*'", notes: [1]).anywhere,
                .error(2, .patchMatchesNothing, "'debug-all-'"),
            ])
    }

    @Test("keys, for_each and except cannot be patched, and a pattern must be able to match")
    func refused() async {
        _ = await Self.patched(
            """
              "backup-*": { 1️⃣for_each: { s: [a] }, 2️⃣except: [], 3️⃣key: x }
              4️⃣"Backup*": { timeout: 5 }
              backup-lobby: 5️⃣[timeout]
            """,
            [
                .error(1, .patchRefused, "'for_each'"), .error(2, .patchRefused, "'except'"),
                .error(3, .patchRefused, "'key'"), .error(4, .badKey, "no key can match 'Backup*'"),
                .error(5, .wrongType, "the patch of 'backup-lobby' must be a mapping"),
            ])
    }

    @Test("two files of one layer that patch the same thing are an error, and may patch different ones")
    func collisions() async {
        await ManifestCase.check(
            files: [
                "base/a.yaml": Self.base,
                "prod/a.yaml": "patches: { debug-all: { 1️⃣timeout: 5, task: { data: { 3️⃣keep: 5 } } } }",
                "prod/b.yaml": "patches: { \"debug-*\": { 2️⃣timeout: 5, overlap: queue, 4️⃣task: null } }",
            ], layers: ["base", "prod"],
            [
                .error(2, .patchesCollide, "'timeout' of 'debug-all'", notes: [1, 9]).anyNotes,
                .error(4, .missingKey, "lacks 'task'").anyNotes,
                .error(4, .patchesCollide, "'task' of 'debug-all'").anyNotes,
            ])
    }

    @Test("what depends on an entry that is taken out is an error that says so")
    func dependents() async {
        await ManifestCase.check(
            """
            services: { wings: { name: Wings Daemon } }
            \(LayerTests.task("a", "depends_on: [1️⃣wings], "))
            patches: { 2️⃣wings: null }
            """, [.error(1, .unknownDependency, "which a patch takes out", notes: [2])])
    }
}

extension Expected {
    /// The same, whatever its notes.
    var anyNotes: Self {
        var copy = self
        copy.notes = nil
        return copy
    }
}
