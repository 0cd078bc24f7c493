import Foundation
import PhoenixTestSupport
import Testing

@Suite("How much one apply may delete", .ownThread)
struct DeletionBudgetJobTests {
    private func declare(_ count: Int, _ phoenix: PhoenixProcess) throws {
        var text = "project: p\ntasks:\n"
        for index in 0..<count {
            text += "  t\(index): { schedule: '0 2 * * *', task: { type: backup, data: { servers: [all] } } }\n"
        }
        try phoenix.write(text, to: "p.yaml")
    }

    @Test("beyond the budget nothing at all is applied, and the exact flag to pass is named")
    func exceeded() throws {
        try PhoenixProcess.withFolder { phoenix in
            try declare(20, phoenix)
            try phoenix.applied()
            try declare(16, phoenix)
            try phoenix.write(
                String(contentsOf: phoenix.folder.appendingPathComponent("p.yaml"), encoding: .utf8)
                    .replacing("'0 2 * * *'", with: "'0 3 * * *'"), to: "p.yaml")
            let before = try phoenix.tasks
            let plan = try phoenix.planned("--prune")
            #expect(plan.status == 5)
            #expect(plan.output.contains("PHX0716") && plan.output.contains("--allow-deletes 4"), "\(plan.output)")
            try #expect(phoenix("plan", "-f", "p.yaml", "--prune").status == 0)
            let applied = try phoenix("apply", "-f", "p.yaml", "--prune", "--yes")
            #expect(applied.status == 5)
            try #expect(phoenix.tasks == before)

            try #expect(phoenix("apply", "-f", "p.yaml", "--prune", "--yes", "--allow-deletes", "3").status == 5)
            try #expect(phoenix.tasks == before)
            try phoenix.applied("--prune", "--allow-deletes", "4")
            try #expect(phoenix.tasks.split(separator: "\n").count == 16)
        }
    }

    @Test("a small project may delete one task without a flag")
    func small() throws {
        try PhoenixProcess.withFolder { phoenix in
            try declare(3, phoenix)
            try phoenix.applied()
            try declare(2, phoenix)
            try phoenix.applied("--prune")
            try declare(0, phoenix)
            try phoenix.write("project: p\nservices: { wings: { name: Wings Daemon } }\n", to: "p.yaml")
            try #expect(phoenix("apply", "-f", "p.yaml", "--prune", "--yes").status == 5)
        }
    }

    @Test("files that declare nothing never prune")
    func empty() throws {
        try PhoenixProcess.withFolder { phoenix in
            try declare(1, phoenix)
            try phoenix.applied()
            try phoenix.write("project: p\n", to: "p.yaml")
            let applied = try phoenix("apply", "-f", "p.yaml", "--prune", "--allow-deletes", "9", "--yes")
            #expect(applied.status == 1)
            #expect(Set(applied.codes) == ["PHX0109"], "\(applied.error)")
            try #expect(phoenix.tasks.contains("t0"))
        }
    }

    @Test("`tasks: {}` with a budget is consent, and nothing warns of it")
    func consent() throws {
        try PhoenixProcess.withFolder { phoenix in
            try declare(2, phoenix)
            try phoenix.applied()
            try phoenix.write("project: p\ntasks: {}\n", to: "p.yaml")
            try #expect(phoenix("apply", "-f", "p.yaml", "--prune", "--yes").status == 1)
            let applied = try phoenix("apply", "-f", "p.yaml", "--prune", "--allow-deletes", "2", "--yes")
            #expect(applied.status == 0, "\(applied.error)")
            #expect(applied.codes == [])
            try #expect(!phoenix.tasks.contains("t0"))
        }
    }
}
