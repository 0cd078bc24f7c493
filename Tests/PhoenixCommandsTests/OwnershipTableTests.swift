import Foundation
import PhoenixTestSupport
import Testing

@Suite("Who owns what, row by row", .ownThread)
struct OwnershipTableTests {
    @Test("a line of this project and key: compared field by field")
    func compared() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["one": #"{ schedule: "0 2 * * *" }"#])
            try phoenix.applied()
            try phoenix.declare(["one": #"{ schedule: "0 3 * * *" }"#])
            let plan = try phoenix.planned()
            #expect(plan.status == 2)
            #expect(plan.output.contains("schedule: 0 2 * * * → 0 3 * * *  [pending]"), "\(plan.output)")
        }
    }

    @Test("a former key: the same object, under its new key")
    func formerly() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["one": #"{ name: One, schedule: "0 2 * * *" }"#])
            try phoenix.applied()
            let before = try phoenix.tasks
            try phoenix.declare(["uno": #"{ name: One, schedule: "0 2 * * *", formerly: [one] }"#])
            let plan = try phoenix.planned("--prune")
            #expect(plan.status == 2)
            #expect(plan.output.contains("~ update task uno (was one) \"One\" id 5 [key renamed]"), "\(plan.output)")
            try phoenix.applied("--prune")
            try #expect(phoenix.tasks == before)
            try #expect(phoenix.planned("--prune").status == 0)
        }
    }

    @Test("a key that the files no longer have, and another key of the same name: blocked, with the fix")
    func sameNameOtherKey() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["one": #"{ name: One, schedule: "0 2 * * *" }"#])
            try phoenix.applied()
            try phoenix.declare(["uno": #"{ name: One, schedule: "0 2 * * *" }"#])
            let plan = try phoenix.planned()
            #expect(plan.status == 5)
            #expect(plan.output.contains("PHX0703"))
            #expect(plan.output.contains("formerly: [one]"), "\(plan.output)")
        }
    }

    @Test("a key that the files no longer have: an orphan, deleted only with --prune")
    func orphan() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["one": #"{ schedule: "0 2 * * *" }"#, "two": #"{ schedule: "0 2 * * *" }"#])
            try phoenix.applied()
            try phoenix.declare(["one": #"{ schedule: "0 2 * * *" }"#])
            let plan = try phoenix.planned()
            #expect(plan.status == 0)
            #expect(plan.output.contains("? orphan task two \"two\" id 6 (left alone; `--prune` deletes it)"))
            try phoenix.applied()
            try #expect(phoenix.tasks.contains("6 two"))
            try #expect(phoenix.planned("--prune").status == 2)
            try phoenix.applied("--prune")
            try #expect(phoenix.tasks == "5 one 0 2 * * *")
        }
    }

    @Test("a protected orphan: blocked, after its block is gone as well")
    func protected() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare([
                "one": #"{ schedule: "0 2 * * *" }"#, "two": #"{ schedule: "0 2 * * *", protect: true }"#,
            ])
            try phoenix.applied()
            try phoenix.declare(["one": #"{ schedule: "0 2 * * *" }"#])
            let plan = try phoenix.planned("--prune")
            #expect(plan.status == 5)
            #expect(plan.output.contains("PHX0705"), "\(plan.output)")
            let applied = try phoenix("apply", "-f", "p.yaml", "--prune", "--yes")
            #expect(applied.status == 5)
            try #expect(phoenix.tasks.contains("6 two"))
            // Two steps take it away: put it back without protection, then remove it.
            try phoenix.declare(["one": #"{ schedule: "0 2 * * *" }"#, "two": #"{ schedule: "0 2 * * *" }"#])
            try phoenix.applied()
            try phoenix.declare(["one": #"{ schedule: "0 2 * * *" }"#])
            try phoenix.applied("--prune")
            try #expect(!phoenix.tasks.contains("two"))
        }
    }

    @Test("a line of another project, and the same name: blocked, naming the project")
    func otherProject() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["one": #"{ name: One, schedule: "0 2 * * *" }"#], project: "theirs")
            try phoenix.applied()
            try phoenix.declare(["one": #"{ name: One, schedule: "0 3 * * *" }"#])
            let plan = try phoenix.planned("--adopt")
            #expect(plan.status == 5)
            #expect(plan.output.contains("'One' (id 5) is owned by the project 'theirs'"), "\(plan.output)")
        }
    }

    @Test("no line, and the same name: blocked without --adopt, taken over with it")
    func adopt() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["one": #"{ schedule: "0 2 * * *" }"#])
            try phoenix.applied("--ownership", "none")
            try phoenix.declare(["one": #"{ schedule: "0 3 * * *" }"#])
            let plan = try phoenix.planned()
            #expect(plan.status == 5)
            #expect(plan.output.contains("PHX0702") && plan.output.contains("--adopt"))
            let adopting = try phoenix.planned("--adopt")
            #expect(adopting.status == 2)
            #expect(adopting.output.contains("= adopt task one id 5"), "\(adopting.output)")
            #expect(adopting.output.contains("schedule: 0 2 * * * → 0 3 * * *  [differs]"), "\(adopting.output)")
            try phoenix.applied("--adopt")
            try #expect(phoenix.planned().status == 0)
        }
    }

    @Test("no line, and nothing in the files: foreign, counted and never touched")
    func foreign() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["theirs": #"{ schedule: "0 2 * * *" }"#])
            try phoenix.applied("--ownership", "none")
            let before = try phoenix.sql("SELECT * FROM service WHERE id = 5")
            try phoenix.declare(["one": #"{ schedule: "0 2 * * *" }"#])
            let plan = try phoenix.planned("--prune", "--adopt")
            #expect(plan.output.contains("1 foreign, left alone"))
            try phoenix.applied("--prune", "--adopt", "--force-conflicts", "--allow-deletes", "100")
            try #expect(phoenix.sql("SELECT * FROM service WHERE id = 5") == before)
        }
    }

    @Test("two objects with one line, or an old and a new key both there: blocked, naming both ids")
    func ambiguous() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["one": #"{ schedule: "0 2 * * *" }"#, "two": #"{ schedule: "0 2 * * *" }"#])
            try phoenix.applied()
            try phoenix.declare(["one": #"{ schedule: "0 3 * * *", formerly: [two] }"#])
            let both = try phoenix.planned()
            #expect(both.status == 5)
            #expect(
                both.output.contains("PHX0704") && both.output.contains("'one' (id 5)")
                    && both.output.contains("'two' (id 6)"), "\(both.output)")

            try phoenix.sql(
                "UPDATE service SET description = (SELECT description FROM service WHERE id = 5) WHERE id = 6")
            try phoenix.declare(["one": #"{ schedule: "0 3 * * *" }"#])
            let doubled = try phoenix.planned()
            #expect(doubled.status == 5)
            #expect(doubled.output.contains("PHX0704") && doubled.output.contains("5 and 6"), "\(doubled.output)")
        }
    }

    @Test("a line that was edited by hand: blocked, never guessed, and replaced with --adopt")
    func damagedLine() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["one": #"{ schedule: "0 2 * * *" }"#])
            try phoenix.applied()
            try phoenix.sql(
                "UPDATE service SET description = replace(description, 'digest=2.', 'digest=2.*') WHERE id = 5")
            let plan = try phoenix.planned()
            #expect(plan.status == 5)
            #expect(plan.output.contains("PHX0707"), "\(plan.output)")
            let adopting = try phoenix.planned("--adopt")
            #expect(adopting.output.contains("its ownership line replaced"), "\(adopting.output)")
            #expect(adopting.output.contains("this is removed: managed-by: phoenix"), "\(adopting.output)")
            try phoenix.applied("--adopt")
            try #expect(phoenix.planned().status == 0)
        }
    }

    @Test("a system service needs no --adopt, and only its line goes when its block goes")
    func systemService() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(
                "project: p\nservices: { sftp: { name: SFTP Server, description: ours } }\ntasks: {}\n", to: "p.yaml")
            try phoenix.applied()
            try #expect(
                phoenix.sql("SELECT description FROM service WHERE id = 4").contains("managed-by: phoenix p/sftp"))
            try phoenix.write("project: p\nservices: { wings: { name: Wings Daemon } }\n", to: "p.yaml")
            try phoenix.applied("--prune")
            try #expect(phoenix.sql("SELECT description FROM service WHERE id = 4") == "ours")
        }
    }
}
