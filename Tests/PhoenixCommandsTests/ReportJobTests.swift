import Foundation
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("Reports beside a run", .ownThread)
struct ReportJobTests {
    private static let kinds = ["json", "markdown", "sarif", "junit", "github"]
    private static let options = kinds.flatMap { ["--report", "\($0)=report.\($0)"] }
    private static let task = #""0 2 * * *", task: { type: backup, data: { servers: [all] } }"#
    private static let manifest = "project: p\ntasks:\n  one: { schedule: \(task) }\n"

    private func withManifest(_ text: String = manifest, _ body: (PhoenixProcess) throws -> Void) throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(text, to: "p.yaml")
            try body(phoenix)
        }
    }

    private func reports(_ phoenix: PhoenixProcess) throws -> [String: String] {
        var texts: [String: String] = [:]
        for kind in Self.kinds { texts[kind] = try text("report.\(kind)", phoenix) }
        return texts
    }

    private func text(_ name: String, _ phoenix: PhoenixProcess) throws -> String {
        try String(contentsOf: phoenix.folder.appendingPathComponent(name), encoding: .utf8)
    }

    @Test("of every kind are written at once, by every command that has them, and say which it was")
    func everyCommand() throws {
        try withManifest { phoenix in
            for (command, options) in [("validate", []), ("plan", []), ("apply", ["--yes"]), ("drift", [])] {
                let result = try phoenix.run([command, "-f", "p.yaml"] + options + Self.options)
                #expect(result.status == 0, "\(result.error)")
                let reports = try reports(phoenix)
                #expect(reports["json"]?.contains("\"command\": \"\(command)\"") == true)
                #expect(reports["markdown"]?.hasPrefix("### ✅ phoenix \(command): ") == true)
                #expect(reports["sarif"]?.contains("\"phoenix/\(command)/\"") == true)
                #expect(reports["junit"]?.contains("<testsuite name=\"phoenix \(command)\"") == true)
            }
        }
    }

    @Test("say nothing on the streams of the run")
    func streams() throws {
        try withManifest { phoenix in
            let plain = try phoenix("plan", "-f", "p.yaml")
            let result = try phoenix.run(["plan", "-f", "p.yaml"] + Self.options)
            #expect(result.output == plain.output)
            #expect(result.error == plain.error)
        }
    }

    @Test("are written too when the manifests are wrong, or the panel cannot be asked")
    func errors() throws {
        try withManifest("project: p\ntasks: { one: { schedul: x } }\n") { phoenix in
            for (arguments, status, code) in [
                (["validate", "-f", "p.yaml"], 1, "PHX0301"), (["plan", "-f", "p.yaml"], 1, "PHX0301"),
                (["apply", "-f", "p.yaml", "--yes"], 1, "PHX0301"), (["drift", "-f", "p.yaml"], 1, "PHX0301"),
                (["plan", "-f", "p.yaml", "--store", "nonsense"], 64, "PHX09"),
                (["drift", "-f", "p.yaml", "--panel", "https://panel.example.com"], 64, "PHX0908"),
            ] as [([String], Int32, String)] {
                let result = try phoenix.run(arguments + Self.options)
                #expect(result.status == status, "\(result.error)")
                for (kind, text) in try reports(phoenix) {
                    #expect(text.contains(code), "\(arguments): \(kind): \(text)")
                }
                for kind in Self.kinds {
                    try FileManager.default.removeItem(at: phoenix.folder.appendingPathComponent("report.\(kind)"))
                }
            }
        }
    }

    @Test("that cannot be written are an error once the work is done, and keep no other from being written")
    func unwritable() throws {
        try withManifest { phoenix in
            let result = try phoenix(
                "apply", "-f", "p.yaml", "--yes", "--report", "json=no/such/folder.json", "--report", "junit=j.xml")
            #expect(result.status == 1)
            #expect(result.codes == ["PHX0905"])
            #expect(result.output.contains("Apply: 1 done."))
            try #expect(phoenix("get", "tasks").output.contains("one"))
            try #expect(text("j.xml", phoenix).contains("create task one"))
        }
    }

    @Test("that cannot be written do not hide what the run itself ended with")
    func unwritableAndDrifted() throws {
        try withManifest { phoenix in
            let result = try phoenix("drift", "-f", "p.yaml", "--report", "json=no/such/folder.json")
            #expect(result.status == 3)
            #expect(result.codes.contains("PHX0905"))
        }
    }

    @Test("replace the file of an earlier run as a whole, and leave nothing beside it")
    func replacing() throws {
        try withManifest { phoenix in
            try phoenix.write(String(repeating: "old\n", count: 10_000), to: "report.json")
            try #expect(phoenix("validate", "-f", "p.yaml", "--report", "json=report.json").status == 0)
            #expect(try !text("report.json", phoenix).contains("old"))
            let names = try FileManager.default.contentsOfDirectory(atPath: phoenix.folder.path)
            #expect(names.filter { $0.hasPrefix("report.json") } == ["report.json"])
        }
    }

    @Test("are added to the summary of a GitHub step, to which other steps have written")
    func stepSummary() throws {
        try withManifest { phoenix in
            try phoenix.write("of another step\n", to: "summary.md")
            let summary = phoenix.folder.appendingPathComponent("summary.md").path
            let result = try phoenix(
                "validate", "-f", "p.yaml", "--report", "markdown=\(summary)",
                environment: ["GITHUB_STEP_SUMMARY": summary])
            #expect(result.status == 0)
            try #expect(text("summary.md", phoenix) == "of another step\n### ✅ phoenix validate: valid\n")
        }
    }

    @Test("start on a line of their own in the summary, by whatever name it is reached")
    func stepSummaryLine() throws {
        try withManifest { phoenix in
            try phoenix.write("an unfinished line", to: "summary.md")
            try #expect(phoenix.shell("ln summary.md link.md").status == 0)
            let summary = phoenix.folder.appendingPathComponent("summary.md").path
            let result = try phoenix(
                "validate", "-f", "p.yaml", "--report", "markdown=link.md",
                environment: ["GITHUB_STEP_SUMMARY": summary])
            #expect(result.status == 0)
            try #expect(text("summary.md", phoenix) == "an unfinished line\n### ✅ phoenix validate: valid\n")
        }
    }

    @Test("name files from the top of the checkout, wherever in it the job works", arguments: [true, false])
    func checkout(hasWorkspace: Bool) throws {
        try withManifest("project: p\ntasks: { one: { schedul: x } }\n") { phoenix in
            try phoenix.write("project: p\ntasks: { one: { schedul: x } }\n", to: "repo/deploy/p.yaml")
            if !hasWorkspace { try phoenix.write("", to: "repo/.git/HEAD") }
            let variable = hasWorkspace ? #"GITHUB_WORKSPACE="$PWD/..""# : ""
            let result = try phoenix.shell(
                """
                cd repo/deploy && \(variable) \
                "$PHOENIX" validate -f ./p.yaml --report github=- --report sarif=p.sarif
                """)
            #expect(result.output.contains("::error file=deploy/p.yaml,line=2"), "\(result.output)")
            #expect(result.error.contains("--> ./p.yaml:2"), "\(result.error)")
            try #expect(text("repo/deploy/p.sarif", phoenix).contains(#""uri": "deploy/p.yaml""#))
        }
    }

    @Test("of GitHub end with a count where it would show no more")
    func annotationLimit() throws {
        let tasks = (0..<12).map { "  t\($0): { schedul: x }\n" }.joined()
        try withManifest("project: p\ntasks:\n\(tasks)") { phoenix in
            let result = try phoenix("validate", "-f", "p.yaml", "--report", "github=-")
            let lines = result.output.split(separator: "\n").filter { $0.hasPrefix("::error") }
            #expect(lines.count == 10)
            let count = result.error.split(separator: "\n").filter { $0.hasPrefix("error[") }.count
            #expect(lines.last?.contains("\(count - 9) more errors are not shown here") == true, "\(result.output)")
        }
    }

    @Test("in GitHub's commands may go to standard output, where a runner reads them")
    func annotations() throws {
        try withManifest("project: p\ntasks: { one: { schedul: x } }\n") { phoenix in
            let result = try phoenix("validate", "-f", "p.yaml", "--report", "github=-")
            #expect(result.status == 1)
            let start = "::error file=p.yaml,line=2,endLine=2,col=17,endColumn=24,title=PHX0301%3A "
            #expect(result.output.contains(start), "\(result.output)")
        }
    }

    @Test(
        "that nobody can write are wrong usage, and say what to write instead",
        arguments: [
            (["jsn=a"], "did you mean 'json'?"), (["pdf=a"], "json, markdown, sarif, junit, github"),
            (["json"], "json=FILE"), (["json="], "json=FILE"), (["json=-"], "name a file"),
            (["json=a", "sarif=a"], "names a twice"), (["github=-", "github=-"], "names - twice"),
        ])
    func usage(reports: [String], text: String) throws {
        try withManifest { phoenix in
            let result = try phoenix.run(["validate", "-f", "p.yaml"] + reports.flatMap { ["--report", $0] })
            #expect(result.status == 64)
            #expect(result.error.contains(text), "\(result.error)")
        }
    }

    @Test("hold no secret, neither the old one nor the new one")
    func secrets() throws {
        let task = #"task: { type: server_command, data: { servers: [all], command: "${secret:env:COMMAND}" } }"#
        try withManifest("project: p\ntasks:\n  one: { schedule: \"0 2 * * *\", \(task) }\n") { phoenix in
            let apply = ["apply", "-f", "p.yaml", "--yes"] + Self.options
            try #expect(phoenix.run(apply, environment: ["COMMAND": "say old-secret"]).status == 0)
            for command in [["plan", "-f", "p.yaml"], ["drift", "-f", "p.yaml", "--pending"], apply] {
                _ = try phoenix.run(command + Self.options, environment: ["COMMAND": "say new-secret"])
                for (kind, text) in try reports(phoenix) {
                    #expect(!text.contains("old-secret") && !text.contains("new-secret"), "\(kind): \(text)")
                }
            }
        }
    }
}
