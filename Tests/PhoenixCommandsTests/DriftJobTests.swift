import Foundation
import PhoenixTestSupport
import Testing

@Suite("Drift and pending changes, told apart", .ownThread)
struct DriftJobTests {
    private static let one = #"{ schedule: "0 2 * * *" }"#
    private static let later = #"{ schedule: "0 3 * * *" }"#
    private static let edit = "UPDATE service SET schedule = '0 12 * * *' WHERE name = 'one'"

    /// A panel as the files say: one and two.
    private func withApplied(_ body: (PhoenixProcess) throws -> Void) throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["one": Self.one, "two": Self.one])
            try phoenix.applied()
            try body(phoenix)
        }
    }

    private func drift(_ phoenix: PhoenixProcess, _ options: String...) throws -> PhoenixProcess.Result {
        try phoenix.run(["drift", "-f", "p.yaml"] + options)
    }

    @Test("nothing changed: plan and drift are 0")
    func nothing() throws {
        try withApplied { phoenix in
            try #expect(phoenix.planned().status == 0)
            let drift = try drift(phoenix)
            #expect(drift.status == 0)
            #expect(drift.output.hasSuffix("Drift: none, 2 unchanged.\n"))
        }
    }

    @Test("the file changed: plan is 2 and says pending, drift is 0")
    func pending() throws {
        try withApplied { phoenix in
            try phoenix.declare(["one": Self.later, "two": Self.one])
            let plan = try phoenix.planned()
            #expect(plan.status == 2)
            #expect(plan.output.contains("schedule: 0 2 * * * → 0 3 * * *  [pending]"))
            let silent = try drift(phoenix)
            #expect(silent.status == 0)
            #expect(silent.output.contains("Drift: none, 1 pending, not shown, 1 unchanged."), "\(silent.output)")
            let shown = try drift(phoenix, "--pending")
            #expect(shown.status == 0)
            #expect(shown.output.contains("~ pending task one"), "\(shown.output)")
        }
    }

    @Test("the panel changed: plan is 3 and drift is 3, both say drift, and apply puts it right")
    func drift() throws {
        try withApplied { phoenix in
            try phoenix.sql(Self.edit)
            let plan = try phoenix.planned()
            #expect(plan.status == 3)
            #expect(plan.output.contains("schedule: 0 12 * * * → 0 2 * * *  [drift]"), "\(plan.output)")
            let drift = try drift(phoenix)
            #expect(drift.status == 3)
            #expect(drift.output.contains("schedule: 0 2 * * * → 0 12 * * *  [drift]"), "\(drift.output)")
            try phoenix.applied()
            try #expect(self.drift(phoenix).status == 0)
        }
    }

    @Test("both changed different things: plan is 4, and one apply settles both")
    func pendingAndDrift() throws {
        try withApplied { phoenix in
            try phoenix.sql(Self.edit)
            try phoenix.declare(["one": Self.one, "two": Self.later])
            try #expect(phoenix.planned().status == 4)
            try phoenix.applied()
            try #expect(phoenix.planned().status == 0)
        }
    }

    @Test("both changed the same field: plan is 4 and drift 3; apply leaves it with 5, unless it is forced")
    func conflict() throws {
        try withApplied { phoenix in
            try phoenix.sql(Self.edit)
            try phoenix.declare(["one": Self.later, "two": Self.later])
            let plan = try phoenix.planned()
            #expect(plan.status == 4)
            #expect(plan.output.contains("schedule: 0 12 * * * → 0 3 * * *  [conflict]"), "\(plan.output)")
            #expect(plan.output.contains("PHX0719") && plan.output.contains("--force-conflicts"))
            try #expect(drift(phoenix).status == 3)
            let applied = try phoenix("apply", "-f", "p.yaml", "--yes")
            #expect(applied.status == 5)
            try #expect(phoenix.tasks == "5 one 0 12 * * *\n6 two 0 3 * * *")
            try phoenix.applied("--force-conflicts")
            try #expect(phoenix.tasks == "5 one 0 3 * * *\n6 two 0 3 * * *")
        }
    }

    @Test("an object that is gone is missing for drift, and a create for plan")
    func missing() throws {
        try withApplied { phoenix in
            try phoenix.sql("PRAGMA foreign_keys = ON; DELETE FROM service WHERE name = 'two'")
            let drift = try drift(phoenix)
            #expect(drift.status == 3)
            #expect(drift.output.contains("- missing task two"))
            try #expect(self.drift(phoenix, "--ignore-missing").status == 0)
            let plan = try phoenix.planned()
            #expect(plan.status == 2)
            #expect(plan.output.contains("+ create task two"))
        }
    }

    @Test("an object that has lost its line does not pass for one that is as it should be")
    func lineRemoved() throws {
        try withApplied { phoenix in
            try phoenix.sql("UPDATE service SET description = '' WHERE name = 'two'")
            let drift = try drift(phoenix)
            #expect(drift.status == 3)
            #expect(drift.output.contains("? unmatched task two"), "\(drift.output)")
        }
    }

    @Test("an acknowledged difference is silent until its day, and then reported as expired")
    func acknowledged() throws {
        try withApplied { phoenix in
            try phoenix.sql(Self.edit)
            func ignoring(until day: String) -> String {
                "{ schedule: \"0 2 * * *\", ignore: [{ field: schedule, reason: incident 12, until: \(day) }] }"
            }
            try phoenix.declare(["one": ignoring(until: "2999-12-31"), "two": Self.one])
            try #expect(drift(phoenix).status == 0)
            try phoenix.declare(["one": ignoring(until: "2020-01-01"), "two": Self.one])
            let expired = try drift(phoenix)
            #expect(expired.status == 3)
            #expect(expired.codes == ["PHX0511"], "\(expired.error)")
        }
    }

    @Test("orphans and foreign tasks are counts, and no drift")
    func others() throws {
        try withApplied { phoenix in
            try phoenix.declare(["theirs": Self.one], to: "q.yaml")
            try #expect(phoenix("apply", "-f", "q.yaml", "--yes", "--ownership", "none").status == 0)
            try phoenix.declare(["one": Self.one])
            let drift = try drift(phoenix)
            #expect(drift.status == 0)
            #expect(drift.output.hasSuffix("Drift: none, 1 unchanged, 1 orphan, 1 foreign.\n"), "\(drift.output)")
        }
    }

    @Test("plan and drift write nothing, not even a store that is not there yet")
    func writesNothing() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["one": Self.one])
            try #expect(drift(phoenix).status == 3)
            try #expect(phoenix.planned().status == 2)
            let store = phoenix.folder.appendingPathComponent("panel.db").path
            #expect(!FileManager.default.fileExists(atPath: store))
            try phoenix.applied()
            #expect(FileManager.default.fileExists(atPath: store))
        }
    }

    @Test("a difference is explained by its rule when asked")
    func explained() throws {
        try withApplied { phoenix in
            try phoenix.sql("UPDATE service SET schedule = '0,30 12 * * SUN' WHERE name = 'one'")
            let plan = try phoenix("plan", "-f", "p.yaml", "--explain-diff")
            #expect(plan.output.contains("the panel stores 0,30 12 * * SUN"), "\(plan.output)")
            #expect(plan.output.contains("label: the panel differs from what was last applied, the file does not"))
        }
    }

    @Test("a stale digest is refreshed as bookkeeping: no change, and no exit code")
    func bookkeeping() throws {
        try withApplied { phoenix in
            try phoenix.sql(Self.edit)
            try phoenix.declare(["one": #"{ schedule: "0 12 * * *" }"#, "two": Self.one])
            let plan = try phoenix.planned()
            #expect(plan.status == 0)
            #expect(plan.output.contains("Bookkeeping: 1 ownership line to refresh"))
            try phoenix.applied()
            try #expect(!phoenix.planned().output.contains("Bookkeeping"))
        }
    }

    @Test("--accept writes the panel's value into the file, keeps its comments, and leaves the panel alone")
    func accepted() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(
                """
                project: p
                tasks:
                  one: # ours
                    schedule: '0 2 * * *'  # at night
                    task: { type: backup, data: { servers: [all], keep: 7 } }

                """, to: "p.yaml")
            try phoenix.applied()
            try phoenix.sql("UPDATE service SET schedule = '0 12 * * *', enabled = 0 WHERE name = 'one'")
            let before = try phoenix.sql("SELECT * FROM service")
            let drift = try drift(phoenix, "--accept", "one")
            #expect(drift.status == 0, "\(drift.output)\(drift.error)")
            let text = try String(contentsOf: phoenix.folder.appendingPathComponent("p.yaml"), encoding: .utf8)
            #expect(
                text == """
                    project: p
                    tasks:
                      one: # ours
                        schedule: '0 12 * * *'  # at night
                        enabled: false
                        task: { type: backup, data: { servers: [all], keep: 7 } }

                    """)
            try #expect(phoenix.sql("SELECT * FROM service") == before)
            try #expect(phoenix.planned().status == 0)
            let nothing = try self.drift(phoenix, "--accept", "one")
            #expect(nothing.status == 1)
            #expect(nothing.codes == ["PHX0727"])
        }
    }

    @Test("several keys are accepted all or none: a file is then as it was, to the byte")
    func allOrNone() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare([
                "a": Self.one, "\"b-${x}\"": "{ for_each: { x: [m] }, \(Self.one.dropFirst())", "c": Self.one,
            ])
            try phoenix.applied()
            try phoenix.sql("UPDATE service SET schedule = '0 12 * * *' WHERE kind = 'scheduled'")
            let file = phoenix.folder.appendingPathComponent("p.yaml")
            let before = try Data(contentsOf: file)
            for keys in [["a", "b-m", "c"], ["a", "c", "nope"]] {
                let refused = try phoenix.run(["drift", "-f", "p.yaml"] + keys.flatMap { ["--accept", $0] })
                #expect(refused.status == 1)
                #expect(!refused.error.contains("accepted"))
                try #expect(Data(contentsOf: file) == before)
            }
            let accepted = try drift(phoenix, "--accept", "a", "--accept", "c")
            #expect(accepted.status == 3)
            #expect(accepted.error.components(separatedBy: "accepted schedule").count == 3, "\(accepted.error)")
            try #expect(phoenix.planned().output.contains("1 to update"))
        }
    }

    @Test("what was accepted does not hide what else has drifted")
    func othersDrift() throws {
        try withApplied { phoenix in
            try phoenix.sql("UPDATE service SET schedule = '0 12 * * *' WHERE kind = 'scheduled'")
            try #expect(drift(phoenix, "--accept", "one").status == 3)
            try #expect(drift(phoenix, "--accept", "two").status == 0)
        }
    }
}
