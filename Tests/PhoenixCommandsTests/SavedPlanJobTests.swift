import Foundation
import PhoenixTestSupport
import Testing

@Suite("Plans that are saved and applied later", .ownThread)
struct SavedPlanJobTests {
    private static let one = #"{ schedule: "0 2 * * *" }"#

    /// A saved plan that creates `a` and `b`, which depends on it, and updates `old`.
    private func withSavedPlan(_ body: (PhoenixProcess) throws -> Void) throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["old": Self.one])
            try phoenix.applied()
            try phoenix.declare([
                "old": #"{ schedule: "0 3 * * *" }"#, "a": Self.one,
                "b": #"{ schedule: "0 4 * * *", depends_on: [a] }"#,
            ])
            let plan = try phoenix("plan", "-f", "p.yaml", "--out", "p.plan")
            try #require(plan.status == 0, "\(plan.error)")
            try body(phoenix)
        }
    }

    private func apply(_ phoenix: PhoenixProcess, _ options: String...) throws -> PhoenixProcess.Result {
        try phoenix.run(["apply", "--plan", "p.plan", "--yes"] + options)
    }

    @Test("a saved plan is applied as it was shown, whatever the files say by then")
    func applied() throws {
        try withSavedPlan { phoenix in
            try phoenix.write("project: p\ntasks: { broken", to: "p.yaml")
            let applied = try apply(phoenix)
            #expect(applied.status == 0, "\(applied.output)\(applied.error)")
            try #expect(phoenix.tasks == "5 old 0 3 * * *\n6 a 0 2 * * *\n7 b 0 4 * * *")
        }
    }

    @Test("a plan is not applied twice: 5, and nothing is written")
    func twice() throws {
        try withSavedPlan { phoenix in
            _ = try apply(phoenix)
            try phoenix.sql("UPDATE service SET updated_at = 7")
            let again = try apply(phoenix)
            #expect(again.status == 5)
            #expect(again.codes == ["PHX0723"])
            try #expect(phoenix.sql("SELECT DISTINCT updated_at FROM service") == "7")
        }
    }

    @Test("a plan that stopped half-way is resumed")
    func resumed() throws {
        try withSavedPlan { phoenix in
            _ = try apply(phoenix)
            try phoenix.sql("PRAGMA foreign_keys = ON; DELETE FROM service WHERE name = 'b'")
            let again = try apply(phoenix)
            #expect(again.status == 0, "\(again.output)\(again.error)")
            #expect(again.output.hasSuffix("Apply: 1 done, 2 already applied.\n"), "\(again.output)")
            try #expect(phoenix.planned().status == 0)
        }
    }

    @Test("an edit on the panel since stops that branch alone, with 5 and what was changed")
    func stale() throws {
        try withSavedPlan { phoenix in
            try phoenix.sql("UPDATE service SET schedule = '0 9 * * *' WHERE name = 'old'")
            let applied = try apply(phoenix)
            #expect(applied.status == 5)
            #expect(
                applied.output.contains("it has changed since it was planned: schedule (0 2 * * * → 0 9 * * *)"),
                "\(applied.output)")
            try #expect(phoenix.tasks == "5 old 0 9 * * *\n6 a 0 2 * * *\n7 b 0 4 * * *")
        }
    }

    @Test("what was run meanwhile is no edit")
    func runs() throws {
        try withSavedPlan { phoenix in
            try phoenix.sql("UPDATE service SET last_run = 1790000000, next_run = 1799999999, updated_at = 1790000000")
            try #expect(apply(phoenix).status == 0)
        }
    }

    @Test("a changed plan file is refused with 1, and nothing is written")
    func tampered() throws {
        try withSavedPlan { phoenix in
            let before = try phoenix.tasks
            try #expect(phoenix.shell("sed -i 's/0 4 \\* \\* \\*/0 5 * * */' p.plan").status == 0)
            let applied = try apply(phoenix)
            #expect(applied.status == 1)
            #expect(applied.codes == ["PHX0721"])
            try #expect(phoenix.tasks == before)
        }
    }

    @Test("no file, no plan and another panel are refused")
    func refused() throws {
        try withSavedPlan { phoenix in
            try #expect(phoenix("apply", "--plan", "none.plan", "--yes").codes == ["PHX0721"])
            try #expect(phoenix("apply", "--plan", "p.yaml", "--yes").codes == ["PHX0721"])
            let other = try apply(phoenix, "--store", "sqlite:other.db")
            #expect(other.status == 1)
            #expect(other.codes == ["PHX0722"])
        }
    }

    @Test("its flags were settled when it was made", arguments: ["--prune", "--adopt", "--force-conflicts"])
    func usage(_ flag: String) throws {
        try withSavedPlan { phoenix in
            try #expect(apply(phoenix, flag).status == 64)
            try #expect(phoenix("apply", "--plan", "p.plan", "-f", "p.yaml", "--yes").status == 64)
        }
    }

    @Test("secrets are not in it, and are resolved again when it is applied")
    func secrets() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(
                [
                    "a": """
                    { schedule: "0 2 * * *", task: { type: server_command, data: { servers: [all], command: "${secret:env:CMD}" } } }
                    """,
                    "b": """
                    { schedule: "0 2 * * *", task: { type: server_command, data: { servers: [all], command: "say ${secret:file:word}" } } }
                    """,
                ], to: "sub/p.yaml")
            try phoenix.write("swordfish\n", to: "sub/word")
            let planned = try phoenix(
                "plan", "-f", "sub", "--out", "p.plan", environment: ["CMD": "say friend"])
            #expect(planned.status == 0, "\(planned.error)")
            let saved = try String(contentsOf: phoenix.folder.appendingPathComponent("p.plan"), encoding: .utf8)
            #expect(!saved.contains("friend") && !saved.contains("swordfish"))

            let missing = try apply(phoenix)
            #expect(missing.status == 1)
            #expect(missing.error.contains("CMD is not set"), "\(missing.error)")
            #expect(missing.error.contains("set CMD to the value") && !missing.error.contains("plan again"))
            let applied = try phoenix.run(
                ["apply", "--plan", "p.plan", "--yes"], environment: ["CMD": "say friend"])
            #expect(applied.status == 0, "\(applied.output)\(applied.error)")
            try #expect(phoenix.sql("SELECT group_concat(task) FROM service").contains("say swordfish"))
            try #expect(phoenix.sql("SELECT group_concat(task) FROM service").contains("say friend"))
        }
    }

    @Test("a plan can be applied from any folder, and moved together with its files")
    func elsewhere() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(
                [
                    "a": """
                    { schedule: "0 2 * * *", task: { type: server_command, data: { servers: [all], command: "say ${secret:file:word}" } } }
                    """
                ], to: "repo/sub/p.yaml")
            try phoenix.write("swordfish\n", to: "repo/sub/word")
            let planned = try phoenix.shell(
                "cd repo && \"$PHOENIX\" plan -f sub --store sqlite:../panel.db --out p.plan")
            #expect(planned.status == 0, "\(planned.error)")
            let moved = try phoenix.shell(
                """
                mv repo moved && mkdir elsewhere && cd elsewhere && \
                "$PHOENIX" apply --plan ../moved/p.plan --store sqlite:../panel.db --yes
                """)
            #expect(moved.status == 0, "\(moved.output)\(moved.error)")
            #expect(moved.output.contains("../moved/sub/p.yaml:"), "\(moved.output)")
            try #expect(phoenix.tasks == "5 a 0 2 * * *")
        }
    }

    @Test("a saved plan among the manifests is called what it is")
    func notAManifest() throws {
        try withSavedPlan { phoenix in
            let planned = try phoenix("plan", "-f", "p.plan")
            #expect(planned.status == 1)
            #expect(planned.codes == ["PHX0721"])
            #expect(planned.error.contains("apply --plan"), "\(planned.error)")
        }
    }
}
