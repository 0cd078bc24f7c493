import Diagnostics
import Manifests
import PhoenixModel
import Testing

@Suite("YAML")
struct StructureTests {
    private let good = "{ schedule: \"0 2 * * *\", task: { type: backup, data: { servers: [all] } } }"

    @Test("a schedule that starts with a star says to quote it, wherever it stands")
    func star() async {
        await ManifestCase.check(
            """
            tasks:
              a:
                schedule: 1️⃣* * * * *   # every minute
                task: { type: backup, data: { servers: [all] } }
              b: { schedule: 2️⃣*/5 0 1-5,7 * *, task: { type: backup, data: { servers: [all] } } }
              c:
                schedule: 3️⃣@daily
                task: { type: backup, data: { servers: [all], keep: 4️⃣08 } }
            """,
            [
                .error(1, .quotesNeeded, "quote it", covers: "* * * * *", fix: "\"* * * * *\""),
                .error(2, .quotesNeeded, "quote it", covers: "*/5 0 1-5,7 * *", fix: "\"*/5 0 1-5,7 * *\""),
                .error(3, .quotesNeeded, "quote it", covers: "@daily", fix: "\"@daily\""),
                .error(4, .leadingZero, "leading zero", covers: "08", fix: "8"),
            ])
    }

    @Test("a schedule that a comma cuts within braces says to quote it")
    func comma() async {
        await ManifestCase.check(
            """
            tasks:
              a: { schedule: 1️⃣0 0 1, 15 * *, task: { type: backup, data: { servers: [all] } } }
            """,
            [.error(1, .quotesNeeded, "quote it", covers: "0 0 1, 15 * *", fix: "\"0 0 1, 15 * *\"")])
    }

    @Test("a text with a colon in it says to quote it")
    func colon() async {
        await ManifestCase.check(
            """
            tasks:
              a:
                description: 1️⃣Backup: all worlds
                schedule: "0 2 * * *"
                task: { type: backup, data: { servers: [all] } }
            """,
            [.error(1, .quotesNeeded, "quote it", covers: "Backup: all worlds", fix: "\"Backup: all worlds\"")])
    }

    @Test("a byte order mark and CRLF line ends are fine, and columns count after the mark")
    func windows() async {
        let text = "\u{FEFF}tasks:\r\n  a: \(good)\r\n"
        #expect(await ManifestCase.check(text).desired?.objects.count == 1)
        let loaded = await ManifestCase.load(
            ManifestInputs(["-"], standardInput: Array("\u{FEFF}taks: {}\r\n".utf8)))
        #expect(loaded.diagnostics.first?.span?.start == SourceLocation(line: 1, column: 1))
    }

    @Test("characters that only YAML takes for line breaks do not move places")
    func unusualBreaks() async {
        await ManifestCase.check(
            "services: { a: { name: \"x\u{2028}y\u{85}z\", 1️⃣nmae: q } }\n2️⃣notes: 1\n",
            [.error(1, .unknownKey, "'nmae'", covers: "nmae"), .error(2, .unknownKey, "'notes'", covers: "notes")])
    }

    @Test("places behind a value that lacks its quotes stay where they are, on its line and across such breaks")
    func placesBehindPatches() async {
        await ManifestCase.check(
            "services: { a: { config: { x: 1️⃣@y, z: 2️⃣@z }, 3️⃣nmae: q, name: \"x\u{2028}y\" }, 4️⃣B: {} }\n",
            [
                .error(1, .quotesNeeded, "quote it", covers: "@y"), .error(2, .quotesNeeded, "quote it", covers: "@z"),
                .error(3, .unknownKey, "'nmae'", covers: "nmae"), .error(4, .badKey, "'B'", covers: "B"),
            ])
    }

    @Test("a key that stands twice is an error with both places")
    func duplicateKeys() async {
        await ManifestCase.check(
            """
            2️⃣project: p
            tasks:
              4️⃣a: \(good)
              3️⃣a: \(good)
            1️⃣project: p
            """,
            [
                .error(3, .duplicateMappingKey, "the key 'a' twice", notes: [4]),
                .error(1, .duplicateMappingKey, "the key 'project' twice", covers: "project", notes: [2]),
            ])
        let many = (0..<40).map { "  k\($0): \(good)" }.joined(separator: "\n")
        await ManifestCase.check(
            "tasks:\n\(many)\n  1️⃣k7: \(good)\n", [.error(1, .duplicateMappingKey, "the key 'k7' twice")])
    }

    @Test("anchors, aliases and merge keys work; own keys win over merged ones")
    func merging() async {
        let loaded = await ManifestCase.check(
            """
            tasks:
              a: &base
                schedule: &when "0 2 * * *"
                overlap: queue
                task: { type: backup, data: &data { servers: [all], keep: 7 } }
              b: { <<: *base, overlap: allow }
              c:
                <<: [{ overlap: allow }, *base]
                schedule: *when
              d: { schedule: *when, task: { type: backup, data: { <<: *data, keep: 3 } } }
            """)
        let fields = loaded.desired?.objects.map(\.fields) ?? []
        #expect(fields.map(\.overlap) == ["queue", "allow", "allow", "skip"])
        #expect(fields.map(\.schedule) == Array(repeating: "0 2 * * *", count: 4))
        #expect(fields.last?.task == ["type": "backup", "data": ["servers": ["all"], "keep": 3]])
    }

    @Test("an alias without its anchor is an error with the closest one, and causes no others")
    func unknownAnchor() async {
        await ManifestCase.check(
            """
            tasks:
              a: &nightly \(good)
              b: 1️⃣*nigthly
              c: { schedule: 2️⃣*when, task: 3️⃣*other }
              d: &self { schedule: 4️⃣*self, task: { type: backup, data: { servers: [all] } } }
            """,
            [
                .error(1, .unknownAnchor, "'&nigthly'", covers: "*nigthly", fix: "*nightly"),
                .error(2, .unknownAnchor, "'&when'"), .error(3, .unknownAnchor, "'&other'"),
                .error(4, .unknownAnchor, "inside the value"),
            ])
    }

    @Test("a merge of something that is no mapping is an error")
    func badMerge() async {
        await ManifestCase.check(
            "tasks: { a: { <<: 1️⃣base, schedule: \"0 2 * * *\", task: { type: backup, data: { servers: [all] } } } }",
            [.error(1, .badMergeKey, "not 'base'")])
    }

    @Test("a key that is no text and a tag that means nothing are errors")
    func keysAndTags() async {
        await ManifestCase.check(
            """
            tasks:
              a:
                1️⃣{server}: x
                description: 2️⃣!include notes.txt
                name: !!str 08
                schedule: "0 2 * * *"
                task: { type: backup, data: { servers: [all] } }
            """,
            [.error(1, .keyNotText, "must be text"), .error(2, .unsupportedTag, "'!include'")])
    }

    @Test("a manifest that is no mapping is an error that says so")
    func topLevel() async {
        await ManifestCase.check("1️⃣- a\n- b\n", [.error(1, .wrongType, "a manifest must be a mapping, not a list")])
        await ManifestCase.check("1️⃣hello\n", [.error(1, .wrongType, "must be a mapping, not 'hello'")])
    }

    @Test("a file may hold several documents, which share its defaults")
    func documents() async {
        let loaded = await ManifestCase.check(
            """
            tasks: { a: \(good) }
            ---
            defaults: { timezone: Europe/Berlin }
            ---
            tasks: { b: \(good) }
            """)
        #expect(loaded.desired?.objects.map(\.fields.timezone) == ["Europe/Berlin", "Europe/Berlin"])
        await ManifestCase.check(
            "2️⃣defaults: { overlap: queue }\n---\n1️⃣defaults: {}\ntasks: { a: \(good) }\n",
            [.error(1, .duplicateMappingKey, "once", notes: [2])])
    }

    @Test("what else is wrong with an entry is said beside its bad key")
    func badKeyAndMore() async {
        await ManifestCase.check(
            "tasks: { 1️⃣Bad: { schedule: \"0 2 * * *\", 2️⃣colour: red, task: { type: 3️⃣backupp, data: { servers: [all] } } } }",
            [
                .error(1, .badKey, "'Bad'", fix: "bad"), .error(2, .unknownKey, "'colour'"),
                .error(3, .valueOutOfRange, "must be one of", fix: "backup"),
            ])
    }
}
