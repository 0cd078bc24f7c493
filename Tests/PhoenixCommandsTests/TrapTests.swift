import Foundation
import PhoenixTestSupport
import Testing

/// What has gone wrong for users of other reconcilers. Faults of the network are in `FaultTests`, mistakes in files in
/// `BadInputTests`.
@Suite("Traps that others fell into", .ownThread, .mustEnd)
struct TrapTests {
    private static let at2 = #"{ schedule: "0 2 * * *" }"#

    @Test("a folder without manifests is an error, not an empty set")
    func emptyFolder() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["one": Self.at2])
            try phoenix.applied()
            try FileManager.default.createDirectory(
                at: phoenix.folder.appendingPathComponent("empty"), withIntermediateDirectories: true)
            let applied = try phoenix("apply", "-f", "empty", "--prune", "--yes")
            #expect(applied.status == 1)
            #expect(applied.codes == ["PHX0103"])
            try #expect(phoenix.tasks == "5 one 0 2 * * *")
        }
    }

    @Test("the order of files never matters: the same bytes, and the same saved plan")
    func fileOrder() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["b": Self.at2, "a": Self.at2], to: "1.yaml")
            try phoenix.declare(["c": #"{ schedule: "0 2 * * *", depends_on: [a] }"#], to: "2.yaml")
            let first = try phoenix("plan", "-f", "1.yaml", "-f", "2.yaml")
            let second = try phoenix("plan", "-f", "2.yaml", "-f", "1.yaml")
            #expect(first.status == 0)
            #expect(first.output == second.output)
        }
    }

    @Test("two files that define one key are an error that names both places")
    func oneKeyTwice() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["a": Self.at2], to: "1.yaml")
            try phoenix.declare(["a": Self.at2], to: "2.yaml")
            let plan = try phoenix("plan", "-f", ".")
            #expect(plan.status == 1)
            #expect(plan.codes == ["PHX0502"])
            #expect(plan.error.contains("1.yaml:3:3") && plan.error.contains("2.yaml:3:3"), "\(plan.error)")
        }
    }

    @Test("a parent that is renamed keeps its children, and all keep their ids")
    func renamedParent() throws {
        try PhoenixProcess.withFolder { phoenix in
            let child = #"{ schedule: "0 3 * * *", depends_on: [parent] }"#
            try phoenix.declare(["parent": #"{ name: Old, schedule: "0 2 * * *" }"#, "c1": child, "c2": child])
            try phoenix.applied()
            let moved = child.replacing("parent", with: "elder")
            try phoenix.declare([
                "elder": #"{ name: New, schedule: "0 2 * * *", formerly: [parent] }"#, "c1": moved, "c2": moved,
            ])
            try phoenix.applied("--prune")
            try #expect(phoenix.tasks == "5 New 0 2 * * *\n6 c1 0 3 * * *\n7 c2 0 3 * * *".sortedLines)
            try #expect(phoenix.planned("--prune").status == 0)
        }
    }

    @Test("two objects swap their names, and keep their ids")
    func swap() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare([
                "a": #"{ name: One, schedule: "0 1 * * *" }"#, "b": #"{ name: Two, schedule: "0 2 * * *" }"#,
            ])
            try phoenix.applied()
            try phoenix.declare([
                "a": #"{ name: Two, schedule: "0 1 * * *" }"#, "b": #"{ name: One, schedule: "0 2 * * *" }"#,
            ])
            let plan = try phoenix.planned()
            #expect(plan.output.contains("temporary name"), "\(plan.output)")
            try phoenix.applied()
            try #expect(
                Set(phoenix.tasks.split(separator: "\n").map { $0.dropFirst(2) }) == ["Two 0 1 * * *", "One 0 2 * * *"])
            try #expect(phoenix.planned().status == 0)
        }
    }

    @Test("a delete and a create that look alike are hinted at as a rename")
    func looksLikeRename() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["nightly": #"{ name: Nightly, schedule: "0 2 * * *" }"#])
            try phoenix.applied()
            try phoenix.declare(["backup": #"{ name: Backup, schedule: "0 2 * * *" }"#])
            let plan = try phoenix.planned("--prune")
            #expect(plan.output.contains("PHX0713") && plan.output.contains("formerly: [nightly]"), "\(plan.output)")
        }
    }

    @Test("a secret that is a common word hides its own place alone")
    func commonWord() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare([
                "restart": """
                { name: restart all, schedule: "0 2 * * *", description: restart, \
                task: { type: server_command, data: { servers: [restart], command: "${secret:env:CMD}" } } }
                """
            ])
            let environment = ["CMD": "restart"]
            let plan = try phoenix("plan", "-f", "p.yaml", environment: environment)
            #expect(plan.output.contains("description: restart"), "\(plan.output)")
            #expect(plan.output.contains("servers: [restart], command: (secret #1)"), "\(plan.output)")
        }
    }

    @Test("Ctrl-C in mid-apply ends with 130 and a truthful count, and the next run completes it")
    func interrupted() throws {
        try PhoenixProcess.withFolder { phoenix in
            var text = "project: p\ntasks:\n"
            for index in 0..<3_000 {
                text += "  t\(index): { schedule: '0 2 * * *', task: { type: backup, data: { servers: [all] } } }\n"
            }
            try phoenix.write(text, to: "p.yaml")
            // The signal comes when the first tasks are there.
            let result = try phoenix.shell(
                """
                (
                until [ "$(sqlite3 -cmd '.timeout 5000' panel.db 'SELECT count(*) FROM service' 2>/dev/null || echo 0)" -gt 10 ]; do :; done
                kill -INT $$
                ) &
                exec "$PHOENIX" apply -f p.yaml --yes --parallelism 1 > apply.out
                """)
            #expect(result.status == 130, "\(result.error)")
            let output = try String(contentsOf: phoenix.folder.appendingPathComponent("apply.out"), encoding: .utf8)
            let counts = try #require(output.firstMatch(of: /Interrupted: (\d+) done, (\d+) not attempted\./))
            let done = try #require(Int(counts.1))
            try #expect(phoenix.tasks.split(separator: "\n").count == done)
            #expect(Int(counts.2) == 3_000 - done)
            try phoenix.applied()
            try #expect(phoenix.tasks.split(separator: "\n").count == 3_000)
            try #expect(phoenix.planned().status == 0)
        }
    }

    @Test("a panel that refuses an action is 6, and what waits for it is skipped because of it")
    func failed() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let key = try phoenix.key(may: ["read", "update"])
            try await phoenix.serve { panel in
                try phoenix.declare([
                    "a": Self.at2, "b": #"{ schedule: "0 3 * * *", depends_on: [a] }"#,
                    "c": #"{ schedule: "0 3 * * *", depends_on: [b] }"#,
                ])
                let applied = try phoenix(
                    "apply", "-f", "p.yaml", "--yes", "--panel", panel.url,
                    environment: ["PHOENIX_API_KEY": key, "PHOENIX_STORE": nil])
                #expect(applied.status == 6, "\(applied.output)\(applied.error)")
                #expect(applied.output.contains("skipped  task c  because a failed"), "\(applied.output)")
                #expect(applied.output.hasSuffix("Apply: 1 failed, 2 skipped.\n"))
            }
        }
    }

    @Test("nothing is written unasked, not even the line by which phoenix knows its own")
    func bookkeepingIsAsked() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["one": Self.at2])
            try phoenix.applied()
            try phoenix.sql("UPDATE service SET schedule = '0 3 * * *' WHERE id = 5")
            try phoenix.declare(["one": #"{ schedule: "0 3 * * *" }"#])
            let before = try phoenix.sql("SELECT * FROM service")
            let unasked = try phoenix.run(["apply", "-f", "p.yaml"])
            #expect(unasked.status == 64)
            try #expect(phoenix.sql("SELECT * FROM service") == before)
            try phoenix.applied()
            try #expect(phoenix.run(["apply", "-f", "p.yaml"]).status == 0)
        }
    }

    @Test("an apply that may do nothing says so in its end table")
    func allBlocked() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["one": Self.at2])
            try phoenix.applied()
            try phoenix.declare(["uno": #"{ name: one, schedule: "0 2 * * *" }"#])
            let apply = try phoenix.run(["apply", "-f", "p.yaml", "--yes", "--report", "json=r.json"])
            #expect(apply.status == 5)
            #expect(apply.output.contains("Apply: 1 blocked."), "\(apply.output)")
            let report = try String(contentsOf: phoenix.folder.appendingPathComponent("r.json"), encoding: .utf8)
            #expect(report.contains("\"outcome\""), "\(report)")
        }
    }

    @Test("a damaged line makes nobody's task of it: the plan warns, and neither prune nor export takes it")
    func damagedLine() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["one": Self.at2, "two": Self.at2])
            try phoenix.applied()
            try phoenix.sql("UPDATE service SET description = 'managed-by: phoenix p/one digest=garbage' WHERE id = 5")
            try phoenix.declare(["two": Self.at2])
            let plan = try phoenix.planned("--prune")
            #expect(plan.status == 0)
            #expect(plan.output.contains("warning[PHX0707]: 'one' (id 5) is left alone"), "\(plan.output)")
            #expect(!plan.output.contains("foreign"))
            for options in [[], ["--foreign"]] {
                let export = try phoenix.run(["export"] + options)
                #expect(!export.output.contains("one"), "\(export.output)")
                #expect(export.error.contains("left out: 'one' (id 5)"), "\(export.error)")
            }
        }
    }

    @Test("an update that only enables a task shows when it will run")
    func enabling() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["one": #"{ schedule: "0 2 * * *", enabled: false }"#])
            try phoenix.applied()
            try phoenix.declare(["one": Self.at2])
            let plan = try phoenix.planned()
            #expect(plan.output.contains("runs after: "), "\(plan.output)")
            #expect(!plan.output.contains("runs before: "))
        }
    }

    @Test(
        "options that cannot be meant end the run before the first write",
        arguments: [["--resend", "nope"], ["--ownership", "none"]])
    func meaninglessOptions(_ options: [String]) throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["one": #"{ schedule: "0 2 * * *", protect: true }"#])
            let apply = try phoenix.run(["apply", "-f", "p.yaml", "--yes"] + options)
            #expect(apply.status == 1)
            try #expect(phoenix.run(["get", "tasks"]).output.split(separator: "\n").count == 1)
        }
    }
}

extension String {
    /// The same lines in order.
    fileprivate var sortedLines: String { split(separator: "\n").sorted().joined(separator: "\n") }
}
