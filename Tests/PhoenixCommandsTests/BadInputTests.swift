import Foundation
import PhoenixTestSupport
import Testing

@Suite("Bad input is named for what it is, and nothing is half-applied", .ownThread)
struct BadInputTests {
    private static let head = "project: p\ntasks:\n  one:\n    schedule: \"0 2 * * *\"\n"
    private static let task = "    task: { type: backup, data: { servers: [all] } }\n"

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let code: String

        init(_ name: String, _ text: String, _ code: String) {
            testDescription = name
            self.text = text
            self.code = code
        }
    }

    static let texts: [Case] = [
        Case("binary", "\u{0}\u{1}\u{2}ELF\u{0}", "PHX0105"),
        Case("a tab as indentation", "project: p\ntasks:\n\tone: {}\n", "PHX0202"),
        Case("broken YAML", "tasks: [", "PHX0201"),
        Case("a no-break space as indentation", "project: p\ntasks:\n\u{A0}\u{A0}one: {}\n", "PHX0202"),
        Case(
            "a no-break space before a key", head + task.replacing("    task", with: "    \u{A0}task"), "PHX0202"),
        Case(
            "a merge conflict",
            head + "<<<<<<< HEAD\n    enabled: true\n=======\n    enabled: false\n>>>>>>> other\n" + task, "PHX0201"),
        Case("deep nesting", String(repeating: "[", count: 200), "PHX0206"),
        Case("an anchor to nowhere", "project: *nowhere\n", "PHX0204"),
        Case("a key twice in a mapping", head + task + task, "PHX0203"),
        Case("two projects", head + task + "---\nproject: q\n", "PHX0501"),
        Case("an unknown key", head + task + "    nmae: x\n", "PHX0301"),
        Case("a wrong type", head + task + "    enabled: [1]\n", "PHX0302"),
        Case("a missing key", head, "PHX0303"),
        Case("an unset variable", head + task + "    description: \"${env:NOT_SET_ANYWHERE}\"\n", "PHX0401"),
        Case("a cycle", head + task + "    depends_on: [one]\n", "PHX0505"),
        Case("an invalid schedule", head.replacing("0 2 * * *", with: "60 2 * * *") + task, "PHX0601"),
        Case("a schedule that never fires", head.replacing("0 2 * * *", with: "0 0 30 2 *") + task, "PHX0602"),
        Case("an unknown zone", head + task + "    timezone: Europe/Berln\n", "PHX0603"),
        Case(
            "names that differ only in Unicode normal form",
            head + task + "    name: Caf\u{E9}\n  two:\n    name: Cafe\u{301}\n    schedule: 0 2 * * *\n" + task,
            "PHX0503"),
        Case(
            "an alias bomb",
            "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
                + (1...8).map { n in
                    let previous = String(UnicodeScalar(UInt8(96 + n)))
                    let list = Array(repeating: "*\(previous)", count: 10).joined(separator: ",")
                    return
                        "\(String(UnicodeScalar(UInt8(97 + n)))): &\(String(UnicodeScalar(UInt8(97 + n)))) [\(list)]\n"
                }.joined(), "PHX0205"),
    ]

    @Test("in a manifest", arguments: texts)
    func text(bad: Case) throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(bad.text, to: "p.yaml")
            for command in ["validate", "plan", "apply"] {
                let arguments = [command, "-f", "p.yaml"] + (command == "apply" ? ["--yes"] : [])
                let result = try phoenix.run(arguments)
                #expect(result.status == 1, "\(result.output)\(result.error)")
                #expect(result.codes.contains(bad.code), "\(result.error)")
                #expect(result.error.contains("p.yaml:"), "\(result.error)")
            }
            #expect(!FileManager.default.fileExists(atPath: phoenix.folder.appendingPathComponent("panel.db").path))
        }
    }

    @Test("in bytes that are no UTF-8")
    func invalidUTF8() throws {
        try PhoenixProcess.withFolder { phoenix in
            try Data("project: p\ndescription: \"".utf8 + [0xC3, 0x28] + "\"\n".utf8)
                .write(to: phoenix.folder.appendingPathComponent("p.yaml"))
            let result = try phoenix("validate", "-f", "p.yaml")
            #expect(result.status == 1)
            #expect(result.codes == ["PHX0106"])
        }
    }

    @Test("a file may have a byte order mark and CRLF line ends")
    func marks() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write("\u{FEFF}" + (Self.head + Self.task).replacing("\n", with: "\r\n"), to: "p.yaml")
            try #expect(phoenix("validate", "-f", "p.yaml").status == 0)
        }
    }

    @Test("in what -f names")
    func paths() throws {
        try PhoenixProcess.withFolder { phoenix in
            try FileManager.default.createDirectory(
                at: phoenix.folder.appendingPathComponent("empty"), withIntermediateDirectories: true)
            try FileManager.default.createDirectory(
                at: phoenix.folder.appendingPathComponent("x.yaml"), withIntermediateDirectories: true)
            for (path, code) in [
                ("missing.yaml", "PHX0101"), ("empty", "PHX0103"), ("x.yaml", "PHX0103"), ("*.yml", "PHX0108"),
                ("/dev/null", "PHX0107"),
            ] {
                let result = try phoenix("validate", "-f", path)
                #expect(result.status == 1)
                #expect(result.codes == [code], "\(path): \(result.error)")
            }
        }
    }

    @Test("in a file that is larger than 64 MiB")
    func tooLarge() throws {
        try PhoenixProcess.withFolder { phoenix in
            let file = phoenix.folder.appendingPathComponent("p.yaml")
            try Data().write(to: file)
            let handle = try FileHandle(forWritingTo: file)
            try handle.truncate(atOffset: (64 << 20) + 1)
            try handle.close()
            let result = try phoenix("validate", "-f", "p.yaml")
            #expect(result.status == 1)
            #expect(result.codes == ["PHX0104"])
        }
    }

    @Test("in several files at once, each mistake with its own place")
    func duplicates() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(Self.head + Self.task, to: "a/one.yaml")
            try phoenix.write(Self.head + Self.task, to: "a/two.yml")
            try phoenix.write("tasks: [", to: "a/.hidden.yaml")
            let result = try phoenix("validate", "-f", "a")
            #expect(result.codes.contains("PHX0502"), "\(result.error)")
            #expect(result.error.contains("a/one.yaml:3:3"))
            #expect(result.error.contains("a/two.yml:3:3"))
        }
    }

    @Test("on standard input")
    func standardInput() throws {
        try PhoenixProcess.withFolder { phoenix in
            try #expect(phoenix("validate", "-f", "-", input: Self.head + Self.task).status == 0)
            let result = try phoenix("validate", "-f", "-", input: "tasks: [")
            #expect(result.status == 1)
            #expect(result.error.contains("<stdin>:"))
        }
    }

    struct StoreCase: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let code: String
        /// Makes `panel.db` bad, with the shell.
        let script: String

        init(_ name: String, _ code: String, _ script: String) {
            testDescription = name
            self.code = code
            self.script = script
        }
    }

    static let stores: [StoreCase] = [
        StoreCase("no database", "PHX0802", "head -c 8192 /dev/urandom > panel.db"),
        StoreCase("a folder", "PHX0801", "mkdir panel.db"),
        StoreCase(
            "of a newer version", "PHX0803",
            "$PHOENIX keys create --name k --permission services.read > /dev/null 2>&1; sqlite3 panel.db \"INSERT INTO grdb_migrations VALUES ('v999')\""
        ),
        StoreCase(
            "cut off", "PHX0802",
            "$PHOENIX keys create --name k --permission services.read > /dev/null 2>&1; sqlite3 panel.db 'PRAGMA wal_checkpoint(TRUNCATE)' > /dev/null; truncate -s 5000 panel.db"
        ),
    ]

    @Test("in the store", arguments: stores)
    func store(bad: StoreCase) throws {
        try PhoenixProcess.withFolder { phoenix in
            try #expect(phoenix.shell(bad.script).status == 0)
            let result = try phoenix("get")
            #expect(result.status == 1, "\(result.output)\(result.error)")
            #expect(result.codes == [bad.code], "\(result.error)")
            #expect(result.error.contains("panel.db"))
        }
    }

    @Test("a folder that is not there is not made for a given path")
    func missingFolder() throws {
        try PhoenixProcess.withFolder { phoenix in
            let result = try phoenix("get", "--store", "sqlite:nowhere/panel.db")
            #expect(result.status == 1)
            #expect(result.codes == ["PHX0801"])
            #expect(!FileManager.default.fileExists(atPath: phoenix.folder.appendingPathComponent("nowhere").path))
        }
    }

    @Test("an ownership line that was edited, doubled or damaged blocks its task")
    func ownershipLines() throws {
        for edit in [
            "replace(description, 'digest=', 'digst=')", "description || char(10) || description",
            "replace(description, 'digest=2.', 'digest=2.*')",
        ] {
            try PhoenixProcess.withFolder { phoenix in
                try phoenix.write(Self.head + Self.task, to: "p.yaml")
                try #expect(phoenix("apply", "-f", "p.yaml", "--yes").status == 0)
                let script = "sqlite3 panel.db \"UPDATE service SET description = \(edit) WHERE name = 'one'\""
                try #expect(phoenix.shell(script).status == 0)
                let result = try phoenix("plan", "-f", "p.yaml", "--detailed-exitcode")
                #expect(result.status == 5, "\(result.output)")
                #expect(result.output.contains("PHX0707"), "\(result.output)")
            }
        }
    }

    @Test("a secret is shown nowhere")
    func secrets() throws {
        try PhoenixProcess.withFolder { phoenix in
            let task =
                "    task: { type: server_command, data: { servers: [all], command: \"${secret:env:PHRASE}\" } }\n"
            try phoenix.write(Self.head + task, to: "p.yaml")
            for (secret, commands) in [
                ("first-hunter2", [["plan", "-f", "p.yaml"], ["apply", "-f", "p.yaml", "--yes"]]),
                (
                    "second-hunter2",
                    [
                        ["plan", "-f", "p.yaml", "-v"], ["apply", "-f", "p.yaml", "--yes"], ["get", "-o", "json"],
                        ["get", "-o", "yaml"], ["get", "-o", "wide"], ["export"],
                    ]
                ),
            ] {
                for command in commands {
                    let result = try phoenix.run(command, environment: ["PHRASE": secret])
                    #expect(result.status == 0, "\(result.error)")
                    #expect(!(result.output + result.error).contains("hunter2"), "\(command): \(result.output)")
                }
            }
        }
    }

    @Test("a description that brings an ownership line along is refused before anything is written")
    func pastedLine() throws {
        try PhoenixProcess.withFolder { phoenix in
            let line = "    description: \"x\\nmanaged-by: phoenix pasted\"\n"
            try phoenix.write(Self.head + line + Self.task, to: "p.yaml")
            let result = try phoenix("apply", "-f", "p.yaml", "--yes")
            #expect(result.status == 1)
            #expect(result.codes == ["PHX0707"])
        }
    }

    @Test("an unknown system service is an error, and nothing is written")
    func unknownService() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(Self.head + Self.task + "services:\n  wings: { name: Wings Demon }\n", to: "p.yaml")
            let result = try phoenix("apply", "-f", "p.yaml", "--yes")
            #expect(result.status == 1)
            #expect(result.codes == ["PHX0710"])
            #expect(result.error.contains("Wings Daemon"))
            try #expect(!phoenix("get", "tasks").output.contains("one"))
        }
    }

    @Test("files that declare nothing never prune")
    func emptyPrune() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(Self.head + Self.task, to: "p.yaml")
            try phoenix("apply", "-f", "p.yaml", "--yes")
            let result = try phoenix("apply", "-f", "-", "--prune", "--yes", input: "project: p\n")
            #expect(result.status == 1)
            #expect(result.codes.contains("PHX0109"))
            try #expect(phoenix("get", "one").status == 0)
        }
    }

    @Test("without an ownership line nothing would hide a secret, so it is not written")
    func unmarkedSecret() throws {
        try PhoenixProcess.withFolder { phoenix in
            let task = "    task: { type: server_command, data: { servers: [all], command: \"${secret:env:HOME}\" } }\n"
            try phoenix.write(Self.head + task, to: "p.yaml")
            let result = try phoenix("apply", "-f", "p.yaml", "--yes", "--ownership", "none")
            #expect(result.status == 5)
            #expect(result.output.contains("PHX0711"))
        }
    }

    @Test("white space around a text is trimmed on the way, so that what is compared is what was sent")
    func trimming() throws {
        try PhoenixProcess.withFolder { phoenix in
            let task = "    task: { type: server_command, data: { servers: [all], command: \" say hi \" } }\n"
            try phoenix.write(Self.head + task, to: "p.yaml")
            try phoenix("apply", "-f", "p.yaml", "--yes")
            try #expect(phoenix("get", "one", "-o", "json").output.contains("\"command\": \"say hi\""))
        }
    }
}
