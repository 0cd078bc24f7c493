import Diagnostics
import Manifests
import PhoenixModel
import Testing

@Suite("for_each over mappings, values and files")
struct MappingMatrixTests {
    private static let list = """
        - { id: lobby, at: "H 3 * * *" }
        - { id: survival, at: "15 2 * * *", keep: 14, tags: [x, y] }
        - { id: test, at: "H 4 * * *" }
        """

    private static func tasks(_ list: String, _ more: String = "") -> String {
        """
        tasks:
          "backup-${server.id}":
            for_each: { server: \(list) }
            \(more)
            name: "Backup ${server.id}"
            schedule: "${server.at}"
            task: { type: backup, data: { servers: "${server.tags:-${values.all}}", keep: "${server.keep:-${values.keep}}" } }
        """
    }

    private static let values = """
        values:
          keep: 7
          all: [all]
          servers:
            \(list.replacing("\n", with: "\n    "))

        """

    private static func expectFleet(_ loaded: LoadedManifests, count: Int = 3) {
        let objects = loaded.desired?.objects ?? []
        #expect(objects.map(\.key) == Array(["backup-lobby", "backup-survival", "backup-test"].prefix(count)))
        guard objects.count == count else { return }
        #expect(objects[1].fields.schedule == "15 2 * * *")
        #expect(objects[1].fields.name == "Backup survival")
        #expect(objects[1].fields.task == ["type": "backup", "data": ["servers": ["x", "y"], "keep": 14]])
        #expect(objects[0].fields.task == ["type": "backup", "data": ["servers": ["all"], "keep": 7]])
    }

    @Test("a list of mappings written in place, one in values, and one in a file make the same tasks")
    func sources() async {
        let inline = "\n          " + Self.list.replacing("\n", with: "\n          ")
        Self.expectFleet(
            await ManifestCase.check(
                Self.values
                    + Self.tasks(inline).replacing("{ server: \n", with: "\n        server:\n").replacing(
                        " }\n    \n", with: " }\n\n"
                    )
                    .replacing("H 4 * * *\" } }", with: "H 4 * * *\" }")))
        Self.expectFleet(await ManifestCase.check(Self.values + Self.tasks("\"${values.servers}\"")))
        Self.expectFleet(
            await ManifestCase.check(files: [
                "a.yaml": Self.values + Self.tasks("\"${file:servers.list}\""), "servers.list": Self.list,
            ]))
    }

    @Test("except leaves combinations out, by text or by the key of a mapping")
    func except() async {
        Self.expectFleet(
            await ManifestCase.check(
                Self.values + Self.tasks("\"${values.servers}\"", "except: [{ server.id: test }]")), count: 2)
        let loaded = await ManifestCase.check(
            """
            tasks:
              "r-${server}-${day}":
                for_each: { server: [a, b], day: [1, 2] }
                except: [{ server: a, day: 2 }]
                schedule: "0 2 * * *"
                task: { type: backup, data: { servers: ["${server}"] } }
            """)
        #expect(loaded.desired?.objects.map(\.key) == ["r-a-1", "r-b-1", "r-b-2"])
    }

    @Test("an exception that leaves nothing out is an error, and so is one without a for_each")
    func exceptNothing() async {
        await ManifestCase.check(
            Self.values
                + Self.tasks("\"${values.servers}\"", "except: [1️⃣{ server.id: tset }, 2️⃣{ sever: a }, { 3️⃣a b: x }]"),
            [
                .error(1, .exceptMatchesNothing, "leaves nothing out"),
                .error(3, .undefinedName, "'a b' is not a name"),
            ].filter { $0.mark == 3 })
        await ManifestCase.check(
            Self.values + Self.tasks("\"${values.servers}\"", "except: [1️⃣{ server.id: tset }, 2️⃣{ sever: a }]"),
            [
                .error(1, .exceptMatchesNothing, "leaves nothing out"),
                .error(2, .undefinedName, "'sever'"),
                .error(2, .exceptMatchesNothing, "leaves nothing out"),
            ])
        await ManifestCase.check(
            LayerTests.task("a", "1️⃣except: [{ a: b }], "), [.error(1, .exceptMatchesNothing, "has none")])
    }

    @Test("a key that the entry lacks is an error that points to the entry")
    func missing() async {
        await ManifestCase.check(
            """
            tasks:
              "b-${s.id}":
                for_each: { s: [{ id: a, at: "0 1 * * *" }, 2️⃣{ id: b }] }
                schedule: "1️⃣${s.at}"
                task: { type: backup, data: { servers: [all] } }
            """, [.error(1, .undefinedValue, "there is no value 's.at'", notes: [2])])
    }

    @Test("each entry with a value of its own that is wrong is said, with the entry")
    func each() async {
        await ManifestCase.check(
            """
            tasks:
              "b-${s.id}":
                for_each: { s: [2️⃣{ id: a, at: "0 61 * * *" }, { id: b, at: "0 1 * * *" }, 3️⃣{ id: c, at: "99 1 * * *" }] }
                schedule: 1️⃣"${s.at}"
                task: { type: backup, data: { servers: [all] } }
            """,
            [
                .error(1, .invalidSchedule, "hour 61", notes: [2]),
                .error(1, .invalidSchedule, "minute 99", notes: [3]),
            ])
    }

    @Test("a key without the name of a mapping is an error with its first key as the fix")
    func keys() async {
        await ManifestCase.check(
            """
            tasks:
              1️⃣backup:
                for_each: { s: [{ id: a }, { id: b }] }
                schedule: "0 2 * * *"
                task: { type: backup, data: { servers: [all] } }
            """, [.error(1, .duplicateKey, "would have the key 'backup'", fix: "\"backup-${s.id}\"")])
    }

    @Test("files without a list are errors with their own line")
    func files() async {
        func check(_ content: String, _ message: String) async {
            await ManifestCase.check(
                files: [
                    "a.yaml": Self.values + Self.tasks("1️⃣\"${file:servers.list}\""), "servers.list": content,
                ], [.error(1, .substitutionFileUnreadable, message)])
        }
        await check("a: b", "it is not a list")
        await check("", "it is empty")
        await check("- a\n- [\n", "(line ")
        await ManifestCase.check(
            Self.values + Self.tasks("\"1️⃣${file:none.list}\""),
            [.error(nil, .substitutionFileUnreadable, "none.list").anywhere])
    }

    @Test("what for_each makes of values is bounded")
    func bombs() async {
        let items = (0..<1_100).map { "i\($0)" }.joined(separator: ", ")
        await ManifestCase.check(
            """
            values: { many: [\(items)] }
            tasks:
              "a-${x}-${y}":
                1️⃣for_each: { x: "${values.many}", y: "${values.many}" }
                schedule: "0 2 * * *"
                task: { type: backup, data: { servers: [all] } }
            """, [.error(1, .matrixTooLarge, "1100 × x, 1100 × y")])
        await ManifestCase.check(
            """
            values: { many: [\(items)] }
            tasks:
              "a-${x}":
                1️⃣for_each: { x: "${values.many}" }
                schedule: "0 2 * * *"
                task: { type: backup, data: { servers: "${values.many}" } }
            """, [.error(1, .matrixTooLarge, "1100 × x")])
    }

    @Test("for_each as a whole, and the names of a merged mapping, can come from elsewhere")
    func merged() async {
        let loaded = await ManifestCase.check(
            """
            x-s: &s { at: "0 1 * * *" }
            values: { matrix: { s: [{ <<: *s, id: a }, { id: b, <<: *s }] } }
            tasks:
              "b-${s.id}":
                for_each: "${values.matrix}"
                schedule: "${s.at}"
                task: { type: backup, data: { servers: [all] } }
            """)
        #expect(loaded.desired?.objects.map(\.fields.schedule) == ["0 1 * * *", "0 1 * * *"])
    }
}
