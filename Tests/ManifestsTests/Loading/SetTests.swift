import Diagnostics
import Manifests
import PhoenixModel
import ServicesAPI
import Testing

@Suite("The set as a whole")
struct SetTests {
    private let rest = "schedule: \"0 2 * * *\", task: { type: backup, data: { servers: [all] } }"

    @Test("the project is default unless a file names one, which all files then share")
    func project() async {
        #expect(await ManifestCase.check("services: { w: {} }").desired?.project == "default")
        let loaded = await ManifestCase.check(files: [
            "a.yaml": "services: { w: {} }", "b.yaml": "project: skyblock\nproject_formerly: [sky, sk]",
            "c.yaml": "project: skyblock\nproject_formerly: [sky]",
        ])
        #expect(loaded.desired?.project == "skyblock")
        #expect(loaded.desired?.formerProjects == ["sky", "sk"])
    }

    @Test("two projects in one run are an error with both places")
    func twoProjects() async {
        await ManifestCase.check(
            files: [
                "a.yaml": "project: 2️⃣one\nservices: { w: {} }", "b.yaml": "project: 1️⃣two", "c.yaml": "project: two",
                "d.yaml": "project: 3️⃣three\nproject_formerly: [4️⃣one]",
            ],
            [
                .error(1, .severalProjects, "'two'", notes: [2]), .error(3, .severalProjects, "'three'", notes: [2]),
                .error(4, .formerProjectTaken, "'one'"),
            ])
    }

    @Test("a key that stands in two files, or as a service and a task, is an error with both places")
    func duplicateKeys() async {
        await ManifestCase.check(
            files: [
                "a.yaml": "tasks: { 1️⃣x: { \(rest) } }\nservices: { 2️⃣y: { name: Y } }",
                "b.yaml": "tasks: { 3️⃣x: { name: other, \(rest) }, 4️⃣y: { name: Z, \(rest) } }",
            ],
            [
                .error(3, .duplicateKey, "the project has the key 'x' twice", notes: [1]),
                .error(4, .duplicateKey, "the project has the key 'y' twice", notes: [2]),
            ])
    }

    @Test("equal names are an error, also where they differ only in white space or Unicode form")
    func duplicateNames() async {
        await ManifestCase.check(
            """
            services: { w: { name: 1️⃣Café } }
            tasks:
              a: { name: 2️⃣" Cafe\\u0301 ", \(rest) }
              b: { name: 3️⃣c, \(rest) }
              4️⃣c: { \(rest) }
            """,
            [
                .error(2, .duplicateName, "is taken by service 'w'", notes: [1]),
                .error(4, .duplicateName, "the name 'c' is taken by task 'b'", notes: [3]),
            ])
    }

    @Test("an unknown dependency is an error with the closest key")
    func unknownDependency() async {
        await ManifestCase.check(
            """
            services: { wings: { name: Wings } }
            tasks:
              a: { depends_on: [1️⃣wigns, wings, 2️⃣nothing-like-it], \(rest) }
            """,
            [
                .error(1, .unknownDependency, "task 'a' depends on 'wigns'", covers: "wigns", fix: "wings"),
                .error(2, .unknownDependency, "'nothing-like-it'", fix: ""),
            ])
    }

    @Test("what may stand in a file that could not be read is not reported as unknown")
    func noCascades() async {
        await ManifestCase.check(
            files: [
                "a.yaml": "tasks: { a: { depends_on: [b, c], notify: [ops], \(rest) } }",
                "b.yaml": "tasks: { b: {\n1️⃣", "c.yaml": "tasks: { 3️⃣c: { 2️⃣shedule: x } }",
            ],
            [
                .error(1, .yamlSyntax, "a closing bracket"), .error(3, .missingKey, "lacks 'task'"),
                .error(2, .unknownKey, "shedule"),
            ])
    }

    @Test("a cycle is one error with its path and every place in it")
    func cycles() async {
        await ManifestCase.check(
            """
            services:
              s: { depends_on: [5️⃣s] }
            tasks:
              a: { depends_on: [x, 1️⃣b], \(rest) }
              b: { depends_on: [2️⃣c, x], \(rest) }
              c: { depends_on: [3️⃣a, x], \(rest) }
              d: { depends_on: [a], \(rest) }
              x: { \(rest) }
            """,
            [
                .error(5, .dependencyCycle, "'s' depends on itself", notes: []),
                .error(1, .dependencyCycle, "a → b → c → a", notes: [2, 3]),
            ])
    }

    @Test("of two cycles through one task, the shortest is shown")
    func shortestCycle() async {
        await ManifestCase.check(
            """
            tasks:
              a: { depends_on: [b, 1️⃣d], \(rest) }
              b: { depends_on: [c], \(rest) }
              c: { depends_on: [a], \(rest) }
              d: { depends_on: [2️⃣a], \(rest) }
            """, [.error(1, .dependencyCycle, "a → d → a", notes: [2])])
    }

    @Test("a chain of ten thousand tasks is no cycle, and ends in time when it is one")
    func longChains() async {
        func chain(closed: Bool) -> String {
            let tasks = (0..<10_000).map { number in
                let next = number < 9_999 ? "[t\(number + 1)]" : closed ? "[t0]" : "[]"
                return "  t\(number): { depends_on: \(next), \(rest) }\n"
            }
            return "limits: { heavy_starts: 10000 }\ntasks:\n" + tasks.joined()
        }
        #expect(await ManifestCase.check(chain(closed: false)).desired?.objects.count == 10_000)
        let loaded = await ManifestCase.load(ManifestInputs(["-"], standardInput: Array(chain(closed: true).utf8)))
        #expect(loaded.diagnostics.map(\.code) == [.dependencyCycle])
        // Nobody reads ten thousand lines of it.
        #expect(loaded.diagnostics.first?.message.contains("→ t18 → (9980 more) → t9999 → t0") == true)
        #expect(loaded.diagnostics.first?.notes.count == 20)
        #expect(loaded.diagnostics.first?.notes.last?.message == "and so on, with 9980 more")
    }

    @Test("an enabled task cannot depend on what is disabled")
    func disabled() async {
        await ManifestCase.check(
            """
            services: { off: { name: Off, 2️⃣enabled: false }, on: { name: On } }
            tasks:
              a: { depends_on: [1️⃣off, on, 3️⃣t], \(rest) }
              b: { enabled: false, depends_on: [off, t], \(rest) }
              t: { 4️⃣enabled: false, \(rest) }
            """,
            [
                .error(1, .dependencyDisabled, "task 'a' is enabled, but depends on 'off'", notes: [2]),
                .error(3, .dependencyDisabled, "depends on 't'", notes: [4]),
            ])
    }

    @Test("a former key cannot be in use, or become two tasks")
    func formerly() async {
        await ManifestCase.check(
            """
            tasks:
              5️⃣a: { formerly: [1️⃣a, 2️⃣b, 6️⃣old], \(rest) }
              3️⃣b: { formerly: [4️⃣old], \(rest) }
            """,
            [
                .error(1, .formerKeyTaken, "'a' is its current key"),
                .error(2, .formerKeyTaken, "'b' is the key of another task", notes: [3]),
                .error(4, .formerKeyTaken, "two entries have the former key 'old'", notes: [6]),
            ])
    }

    @Test("notifications are known to every file, once, by their names")
    func notifications() async {
        await ManifestCase.check(
            files: [
                "a.yaml": "notifications: { 1️⃣ops: { type: webhook, url: \"https://a.example\" } }",
                "b.yaml": """
                notifications: { 2️⃣ops: { type: webhook, url: "https://b.example" } }
                defaults: { notify: [3️⃣opps] }
                tasks: { a: { \(rest) }, b: { notify: [ops], \(rest) }, c: { notify: [4️⃣nowhere], \(rest) } }
                """,
            ],
            [
                .error(2, .duplicateKey, "the notification 'ops' twice", notes: [1]),
                .error(3, .unknownNotification, "'opps'", fix: "ops"),
                .error(4, .unknownNotification, "'nowhere'", fix: ""),
            ])
    }

    @Test("a description must leave room for the line that marks who owns the object")
    func description() async {
        func text(_ count: Int, _ more: String = "") -> String {
            "project: p\ntasks: { t: { 1️⃣description: \"\(String(repeating: "ä", count: count))\", \(more)\(rest) } }"
        }
        var digests = FieldDigests()
        for field in Field.all(of: .scheduled) { digests[field] = 0 }
        let line = OwnershipLine.text(of: Ownership(project: "p", key: "t", digests: digests))
        let room = 4_096 - 2 - line.unicodeScalars.count
        await ManifestCase.check(text(room))
        await ManifestCase.check(text(room + 1), [.error(1, .descriptionTooLong, "too long by 1 characters")])
        await ManifestCase.check(
            text(room, "protect: true, "), [.error(1, .descriptionTooLong, "too long by 10 characters")])
        await ManifestCase.check(
            "tasks: { t: { description: 1️⃣\"\(String(repeating: "x", count: 4_097))\", \(rest) } }",
            [.error(1, .valueOutOfRange, "at most 4096 characters, not 4097")])
        // The line lists where secrets are, which takes room too.
        let servers = Array(repeating: "\"${secret:env:S}\"", count: 40).joined(separator: ", ")
        await ManifestCase.check(
            """
            tasks:
              t:
                1️⃣description: "\(String(repeating: "x", count: 3_500))"
                schedule: "0 2 * * *"
                task: { type: backup, data: { servers: [\(servers)] } }
            """, [.error(1, .descriptionTooLong, "too long by")], environment: ["S": "s"])
    }
}
