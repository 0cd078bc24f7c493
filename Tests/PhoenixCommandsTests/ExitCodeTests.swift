import Foundation
import PhoenixTestSupport
import Testing

@Suite("Exit codes and streams", .ownThread)
struct ExitCodeTests {
    private static let manifest = """
        project: p
        tasks:
          one:
            schedule: "0 2 * * *"
            task: { type: backup, data: { servers: [all] } }

        """

    private func withManifest(_ text: String = manifest, _ body: (PhoenixProcess) throws -> Void) throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(text, to: "p.yaml")
            try body(phoenix)
        }
    }

    @Test(
        "wrong usage is 64",
        arguments: [
            ["aply"], ["plan"], ["plan", "-f", "p.yaml", "--nope"], ["apply", "-f", "p.yaml", "--parallelism", "0"],
            ["plan", "-f", "p.yaml", "--store", ""], ["plan", "-f", "p.yaml", "--store", "panel.db"],
            ["plan", "-f", "p.yaml", "--store", "sqlite:"],
            ["plan", "-f", "p.yaml", "--store", "sqlite:a", "--panel", "b"],
            ["plan", "-f", "p.yaml", "--panel", "https://panel.example.com"], ["apply", "-f", "p.yaml"],
            ["plan", "-f", "p.yaml", "--ownership", "none", "--prune"], ["cron"],
            ["cron", "* * * * *", "--batch", "-"],
            ["cron", "* * * * *", "--zone", "Mars/Olympus"], ["explain", "PHX9999"], ["completions", "tcsh"],
            ["validate", "-f", ""],
        ])
    func usage(arguments: [String]) throws {
        try withManifest { phoenix in
            let result = try phoenix.run(arguments)
            #expect(result.status == 64, "\(result.output)\(result.error)")
            #expect(!result.error.isEmpty)
        }
    }

    @Test("a mistyped command is told the right one")
    func mistyped() throws {
        try PhoenixProcess.withFolder { phoenix in
            try #expect(phoenix("aply").error.contains("Did you mean 'phoenix apply'?"))
        }
    }

    @Test("with CI set, the target must be named")
    func ci() throws {
        try withManifest { phoenix in
            let environment: [String: String?] = ["CI": "true", "PHOENIX_STORE": nil]
            let result = try phoenix("plan", "-f", "p.yaml", environment: environment)
            #expect(result.status == 64)
            #expect(result.codes == ["PHX0901"])
            try #expect(phoenix("plan", "-f", "p.yaml", "--store", "sqlite:a.db", environment: environment).status == 0)
        }
    }

    @Test("CI turned off with a value is no CI", arguments: ["", "false", "0", "False"])
    func noCI(_ value: String) throws {
        try withManifest { phoenix in
            try #expect(
                phoenix("plan", "-f", "p.yaml", environment: ["CI": value, "PHOENIX_STORE": nil]).status == 0)
            try #expect(phoenix("keys", "list", environment: ["CI": value, "PHOENIX_STORE": nil]).status != 64)
        }
    }

    @Test("a target that is set but empty is an error")
    func emptyTarget() throws {
        try withManifest { phoenix in
            let result = try phoenix("plan", "-f", "p.yaml", environment: ["PHOENIX_STORE": ""])
            #expect(result.status == 64)
            #expect(result.codes == ["PHX0903"])
        }
    }

    @Test("without a store named, the default one is made in the data folder")
    func defaultStore() throws {
        try withManifest { phoenix in
            try #expect(phoenix("apply", "-f", "p.yaml", "--yes", environment: ["PHOENIX_STORE": nil]).status == 0)
            let store = phoenix.folder.appendingPathComponent(".local/share/phoenix/panel.db")
            #expect(FileManager.default.fileExists(atPath: store.path))
        }
    }

    @Test("plan is 0 without --detailed-exitcode, whatever it found, and writes nothing")
    func plan() throws {
        try withManifest { phoenix in
            try #expect(phoenix("plan", "-f", "p.yaml").status == 0)
            try #expect(phoenix("plan", "-f", "p.yaml", "--detailed-exitcode").status == 2)
            try #expect(!phoenix("get", "tasks").output.contains("one"))
        }
    }

    @Test("something blocked is 5, and the rest is applied")
    func blocked() throws {
        try withManifest { phoenix in
            try phoenix("apply", "-f", "p.yaml", "--yes", "--ownership", "none")
            try phoenix.write(
                Self.manifest
                    + "  two:\n    schedule: '0 3 * * *'\n    task: { type: backup, data: { servers: [a] } }\n",
                to: "p.yaml")
            let result = try phoenix("apply", "-f", "p.yaml", "--yes")
            #expect(result.status == 5, "\(result.output)\(result.error)")
            #expect(result.output.contains("PHX0702"))
            try #expect(phoenix("get", "two").status == 0)
            try #expect(phoenix("plan", "-f", "p.yaml", "--detailed-exitcode").status == 5)
            try #expect(phoenix("apply", "-f", "p.yaml", "--yes", "--adopt").status == 0)
            try #expect(phoenix("plan", "-f", "p.yaml", "--detailed-exitcode").status == 0)
        }
    }

    @Test("apply asks nobody without a terminal")
    func confirmation() throws {
        try withManifest { phoenix in
            let result = try phoenix("apply", "-f", "p.yaml")
            #expect(result.status == 64)
            #expect(result.codes == ["PHX0904"])
            try #expect(phoenix("plan", "-f", "p.yaml", "--detailed-exitcode").status == 2)
        }
    }

    @Test("the result goes to standard output and all else to standard error")
    func streams() throws {
        try withManifest { phoenix in
            let good = try phoenix("validate", "-f", "p.yaml")
            #expect(good.output == "Valid: 1 task and 0 services of project p in 1 file.\n")
            #expect(good.error == "")
            try phoenix.write("tasks: [", to: "p.yaml")
            let bad = try phoenix("validate", "-f", "p.yaml")
            #expect(bad.output == "")
            #expect(bad.status == 1)
        }
    }

    @Test("with --format json, standard output is one JSON document")
    func json() throws {
        try withManifest { phoenix in
            for arguments in [["validate"], ["plan"]] {
                let result = try phoenix.run(arguments + ["-f", "p.yaml", "--format", "json"])
                let document = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
                #expect(document?["diagnostics"] != nil, "\(result.output)")
            }
            try phoenix.write("project: P\n", to: "p.yaml")
            let result = try phoenix("plan", "-f", "p.yaml", "--format", "json")
            #expect(result.status == 1)
            #expect(result.output.contains("\"PHX0306\""))
            #expect(result.error == "")
        }
    }

    @Test("there is no colour in a file, and there is when it is asked for")
    func colour() throws {
        try withManifest { phoenix in
            try #expect(!phoenix("plan", "-f", "p.yaml").output.contains("\u{1B}"))
            try #expect(phoenix("plan", "-f", "p.yaml", "--color", "always").output.contains("\u{1B}[32m"))
        }
    }

    @Test("a result that cannot be written is an error, not a success")
    func fullDisk() throws {
        try withManifest { phoenix in
            let result = try phoenix.shell("\"$PHOENIX\" validate -f p.yaml > /dev/full")
            #expect(result.status == 1)
            #expect(result.codes == ["PHX0905"])
        }
    }

    @Test("a reader that goes away ends the output quietly")
    func head() throws {
        try withManifest { phoenix in
            let result = try phoenix.shell("\"$PHOENIX\" explain PHX0301 | head -n 1; \"$PHOENIX\" get | true")
            #expect(result.status == 0)
            #expect(result.error == "")
        }
    }

    @Test("what the outside world is to blame for is 1, not wrong usage")
    func outsideWorld() throws {
        try withManifest { phoenix in
            try phoenix("apply", "-f", "p.yaml", "--yes")
            try phoenix.write("mine", to: "tasks.yaml")
            for arguments in [
                ["export", "--to", "."], ["export", "--project", "q"], ["cron", "--batch", "missing"],
                ["get", "nobody"],
            ] {
                let result = try phoenix.run(arguments)
                #expect(result.status == 1, "\(arguments): \(result.error)")
                #expect(!result.codes.isEmpty)
            }
        }
    }

    @Test("a batch of schedules is answered line by line, empty lines too")
    func batch() throws {
        try PhoenixProcess.withFolder { phoenix in
            let lines = [
                #"{"expr": "@daily", "tz": "Europe/Berlin", "from": "2027-03-27T12:00:00Z", "count": 2}"#, "",
                #"{"expr": "60 * * * *"}"#, #"{"expr": "@daily", "cnt": 1}"#,
            ]
            let result = try phoenix("cron", "--batch", "-", input: lines.joined(separator: "\n") + "\n")
            let answers = result.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            #expect(result.status == 0)
            #expect(answers.count == 4, "\(result.output)")
            #expect(
                answers.first == #"{"canonical":"0 0 * * *","next":["2027-03-27T23:00:00Z","2027-03-28T22:00:00Z"]}"#)
            #expect(answers.dropFirst().allSatisfy { $0.hasPrefix(#"{"error":{"code":""#) })
            #expect(answers.dropFirst(2).first?.hasSuffix(#""column":1}}"#) == true, "\(result.output)")
        }
    }
}
