import Diagnostics
import Manifests
import PhoenixModel
import Testing

@Suite("Values and layers")
struct LayerTests {
    /// A task with these fields beside a fitting schedule; `data` is its data.
    static func task(_ key: String, _ fields: String = "", data: String = "servers: [all]") -> String {
        "tasks: { \"\(key)\": { schedule: \"0 2 * * *\", \(fields) task: { type: backup, data: { \(data) } } } }"
    }

    private static func data(_ loaded: LoadedManifests, _ key: String = "a") -> ValueMap? {
        guard case .map(let task)? = loaded.desired?.objects.first(where: { $0.key == key })?.fields.task,
            case .map(let data)? = task["data"]
        else { return nil }
        return data
    }

    @Test("a value stands where it is referred to: alone by the type of the field, and within a text")
    func references() async {
        let loaded = await ManifestCase.check(
            """
            values: { keep: 9, zone: Europe/Berlin, on: true, servers: [lobby, survival], who: { team: ops } }
            tasks:
              a:
                name: "Backup of ${values.who.team}, ${values.keep} kept"
                schedule: "0 2 * * *"
                timezone: ${values.zone}
                enabled: "${values.on}"
                task: { type: backup, data: { servers: "${values.servers}", keep: "${values.keep}" } }
            """)
        let fields = loaded.desired?.objects.first?.fields
        #expect(fields?.name == "Backup of ops, 9 kept")
        #expect(fields?.timezone == "Europe/Berlin")
        #expect(fields?.enabled == true)
        #expect(Self.data(loaded)?["servers"] == ["lobby", "survival"])
        #expect(Self.data(loaded)?["keep"] == 9)
    }

    @Test("a mapping can be all of a value, and values may refer to values")
    func mappings() async {
        let loaded = await ManifestCase.check(
            """
            values:
              data: { servers: "${values.all}", keep: "${values.keep}" }
              all: ["${values.first}", survival]
              first: lobby
              keep: ${values.numbers.two}
              numbers: { two: 2 }
            """ + "\n" + Self.task("a").replacing("{ servers: [all] }", with: "\"${values.data}\""))
        #expect(Self.data(loaded)?["servers"] == ["lobby", "survival"])
        #expect(Self.data(loaded)?["keep"] == 2)
    }

    @Test("a later layer wins: mappings are merged, lists replaced, null takes a value out")
    func layers() async {
        let loaded = await ManifestCase.check(
            files: [
                "base/a.yaml": """
                values: { keep: 7, limits: { a: 1, b: 2 }, servers: [x, y], gone: 1 }
                """,
                "base/b.yaml": Self.task(
                    "a", "name: \"${values.limits.a} ${values.limits.b} ${values.gone:-none}\", ",
                    data: "servers: \"${values.servers}\", keep: \"${values.keep}\""),
                "prod/p.yaml": "values: { keep: 30, limits: { b: 3 }, servers: [z], gone: }",
            ], layers: ["base", "prod"])
        #expect(loaded.desired?.objects.first?.fields.name == "1 3 none")
        #expect(Self.data(loaded)?["keep"] == 30)
        #expect(Self.data(loaded)?["servers"] == ["z"])
    }

    @Test("files of values come behind the manifests, and --set behind these")
    func valueFiles() async {
        let files = [
            "a.yaml": "values: { one: 1, two: 1, three: 1, deep: { x: 1, y: 1 } }\n"
                + Self.task(
                    "a", "name: \"${values.one}${values.two}${values.three} ${values.deep.x}${values.deep.y}\", "),
            "one.yaml.txt": "one: 2\ntwo: 2\n",
            "two.yaml.txt": "two: 3\n",
        ]
        let loaded = await ManifestCase.check(
            files: files, layers: ["a.yaml"], values: ["one.yaml.txt", "two.yaml.txt"],
            set: ["three=4", "deep.y=5"])
        #expect(loaded.desired?.objects.first?.fields.name == "234 15")
    }

    @Test("--set of a name that no file has or refers to is an error with the closest one")
    func unusedSetting() async {
        let loaded = await ManifestCase.load(
            ManifestInputs(
                ["-"], settings: ["kep=3", "other=4"].compactMap { ValueSetting($0) },
                standardInput: {
                    .success(
                        Array(
                            ("values: { keep: 7 }\n"
                                + Self.task(
                                    "a", "name: \"${values.other}\", ")).utf8))
                }))
        #expect(loaded.diagnostics.map(\.code) == [.undefinedValue])
        #expect(loaded.diagnostics.first?.help == "did you mean 'keep'?")
        #expect(loaded.diagnostics.first?.span.map(loaded.sources.position) == "<--set>:1:1")
    }

    @Test("a default stands in for a value that is missing, empty or null, and may refer to others")
    func defaults() async {
        let loaded = await ManifestCase.check(
            "values: { keep: 5, none: , empty: \"\", list: [b] }\n"
                + Self.task(
                    "a", "name: \"${values.none:-n}${values.empty:-e}${values.missing:-m}\", ",
                    data: "servers: \"${values.no:-${values.list}}\", keep: \"${values.no.keep:-${values.keep}}\""))
        #expect(loaded.desired?.objects.first?.fields.name == "nem")
        #expect(Self.data(loaded)?["keep"] == 5)
        #expect(Self.data(loaded)?["servers"] == ["b"])
    }

    @Test("top-level keys that begin with x- are read by nobody, and a home for anchors")
    func freeKeys() async {
        let loaded = await ManifestCase.check(
            """
            x-backup: &backup { type: backup, data: { servers: [all] } }
            x-: [1, { schedule: nonsense }]
            tasks: { a: { schedule: "0 2 * * *", task: *backup } }
            """)
        #expect(Self.data(loaded)?["servers"] == ["all"])
        await ManifestCase.check("tasks: {}\n1️⃣y-a: 1", [.error(1, .unknownKey, "y-a")])
    }

    @Test("a reference to nothing is an error with the closest name")
    func unknown() async {
        await ManifestCase.check(
            "values: { keep: 7, who: { team: ops }, list: [1], none: }\n"
                + Self.task(
                    "a", "name: \"1️⃣${values.kep}\", description: \"2️⃣${values.who.tem} 3️⃣${values.keep.x}\", ",
                    data: "servers: \"4️⃣${values.none}\", keep: 5️⃣\"${values.list.x}\""),
            [
                .error(1, .undefinedValue, "there is no value 'values.kep'", covers: "${values.kep}"),
                .error(2, .undefinedValue, "there is no value 'values.who.tem'"),
                .error(3, .undefinedValue, "'values.keep' is a text"),
                .error(nil, .undefinedValue, "there is no value 'values.none'").anywhere,
                .error(nil, .undefinedValue, "'values.list' is a list").anywhere,
            ])
        await ManifestCase.check(
            Self.task("a", "name: \"1️⃣${values.keep}\", "), [.error(1, .undefinedValue, "no value 'values.keep'")])
    }

    @Test("values that refer to themselves are errors with the way around, each once")
    func cycles() async {
        await ManifestCase.check(
            """
            values:
              a: 1️⃣"${values.a}"
              b: 2️⃣"x${values.c}"
              c: "${values.d.e}"
              d: { e: "${values.b}" }
              f: { g: 3️⃣"${values.f}" }
            \(Self.task("a"))
            """,
            [
                .error(1, .valueCycle, "values.a → values.a"),
                .error(nil, .valueCycle, "values.b → values.c → values.d.e → values.b").anywhere,
                .error(3, .valueCycle, "values.f → values.f"),
            ])
    }

    @Test("a list or mapping where text is due is an error")
    func lists() async {
        await ManifestCase.check(
            "values: { list: [a], map: { b: c } }\n"
                + Self.task(
                    "a", "name: 1️⃣\"${values.list}\", description: \"2️⃣${values.list}!\", timeout: 3️⃣\"${values.map}\", ",
                    data: "servers: [\"all\"]"),
            [
                .error(1, .wrongType, "'name' must be text, not a list"),
                .error(2, .valueNotText, "'values.list' is a list"),
                .error(3, .wrongType, "not a mapping"),
            ])
        await ManifestCase.check(
            "values: { list: [a] }\n" + Self.task("1️⃣${values.list}"), [.error(nil, .wrongType, "text").anywhere])
    }

    @Test("secrets in values stay secret wherever they go, with the reference they are written with")
    func secrets() async {
        let loaded = await ManifestCase.check(
            files: [
                "base/v.yaml": """
                values:
                  token: ${secret:env:TOKEN}
                  command: "login ${values.token} ${secret:file:pw.txt}"
                """,
                "base/pw.txt": "hunter2\n",
                "prod/t.yaml": """
                tasks:
                  a:
                    schedule: "0 2 * * *"
                    task: { type: server_command, data: { servers: [all], command: "${values.command}" } }
                  b:
                    schedule: "0 2 * * *"
                    task: { type: server_command, data: { servers: [all], command: "x ${values.command}" } }
                """,
            ], layers: ["base", "prod"], environment: ["TOKEN": "sesame"])
        let secrets = ["a", "b"].map { key -> Secret? in
            if case .secret(let secret)? = Self.data(loaded, key)?["command"] { secret } else { nil }
        }
        #expect(secrets[0]?.reveal() == "login sesame hunter2")
        #expect(secrets[0]?.reference == "login ${secret:env:TOKEN} ${secret:file:../base/pw.txt}")
        #expect(secrets[1]?.reveal() == "x login sesame hunter2")
        await ManifestCase.check(
            "values: { s: \"${secret:env:TOKEN}\" }\n"
                + Self.task("1️⃣${values.s}", "name: \"2️⃣${values.s}\", ")
                .replacing("\"0 2 * * *\"", with: "\"3️⃣${values.s}\""),
            [
                .error(1, .secretNotAllowed, "a key"), .error(3, .secretNotAllowed, "'schedule'"),
                .error(2, .secretNotAllowed, "'name'"),
            ], environment: ["TOKEN": "sesame"])
    }

    @Test("two files of a layer with one value are an error at the second")
    func duplicates() async {
        await ManifestCase.check(
            files: ["m/a.yaml": "values: { 1️⃣keep: 7 }", "m/b.yaml": "values: { 2️⃣keep: 8 }\ntasks: {}"],
            layers: ["m"], [.error(2, .duplicateValue, "'keep'", notes: [1])])
        await ManifestCase.check(
            "values: { 1️⃣keep: 7 }\n---\nvalues: { 2️⃣keep: 7 }\ntasks: {}",
            [.error(2, .duplicateValue, "'keep'", notes: [1])])
    }

    @Test("a value needs a name that references can have")
    func names() async {
        await ManifestCase.check(
            "values: { 1️⃣a b: 1, 2️⃣a.b: 2, 3️⃣ä: 3, ok-then: 4, 7up: 5 }\ntasks: {}",
            [.error(1, .badKey, "a b"), .error(2, .badKey, "a.b"), .error(3, .badKey, "ä")])
    }

    @Test("what values expand to is bounded, as lists and as texts")
    func bombs() async {
        let lists = (1...30).map { "  l\($0): [\"${values.l\($0 - 1)}\", \"${values.l\($0 - 1)}\"]" }
        let loaded = await ManifestCase.load(
            ManifestInputs(
                ["-"], standardInput: Array("values:\n  l0: [x]\n\(lists.joined(separator: "\n"))\ntasks: {}\n".utf8)))
        #expect(loaded.diagnostics.map(\.code) == [.expansionTooLarge])
        let texts = (1...40).map { "  t\($0): \"${values.t\($0 - 1)}${values.t\($0 - 1)}\"" }
        let second = await ManifestCase.load(
            ManifestInputs(
                ["-"], standardInput: Array("values:\n  t0: x\n\(texts.joined(separator: "\n"))\ntasks: {}\n".utf8)))
        #expect(second.diagnostics.map(\.code) == [.expansionTooLarge])
        let chain = (1...200).map { "  c\($0): \"${values.c\($0 - 1)}\"" }
        let third = await ManifestCase.load(
            ManifestInputs(
                ["-"],
                standardInput: Array("values:\n  c0: x\n\(chain.reversed().joined(separator: "\n"))\ntasks: {}\n".utf8))
        )
        #expect(Set(third.diagnostics.map(\.code)) == [.nestingTooDeep])
    }

    @Test("anchors that go around through values are refused, and aliases of values that are lists work")
    func anchors() async {
        let loaded = await ManifestCase.check(
            """
            values: { list: [a, b], same: &same "${values.list}", other: *same }
            \(Self.task("a", data: "servers: \"${values.other}\""))
            """)
        #expect(Self.data(loaded)?["servers"] == ["a", "b"])
        await ManifestCase.check(
            "values: { a: &a [1️⃣*a] }\ntasks: {}", [.error(1, .unknownAnchor, "inside the value")])
    }
}

extension Expected {
    /// The same at another place.
    func at(_ mark: Int) -> Self {
        var copy = self
        copy.mark = mark
        return copy
    }

    /// The same, wherever it stands.
    var anywhere: Self {
        var copy = self
        copy.isAnywhere = true
        return copy
    }
}
