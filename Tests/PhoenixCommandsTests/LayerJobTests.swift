import Foundation
import PhoenixTestSupport
import Testing

@Suite("A fleet in layers", .ownThread)
struct LayerJobTests {
    private static let base = """
        project: p
        values: { keep: 7, servers: [{ id: lobby }, { id: survival }] }
        tasks:
          "backup-${s.id}":
            for_each: { s: "${values.servers}" }
            schedule: "0 2 * * *"
            task: { type: backup, data: { servers: ["${s.id}"], keep: "${values.keep}" } }
        """

    private func withLayers(_ body: (PhoenixProcess) throws -> Void) throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(Self.base, to: "base/a.yaml")
            try phoenix.write("panel: prod\npatches: { backup-lobby: { timeout: 5 } }\n", to: "prod/p.yaml")
            try phoenix.write("patches: { \"*\": { enabled: false } }\n", to: "dev/d.yaml")
            try phoenix.write(
                """
                contexts:
                  prod: { store: "sqlite:\(phoenix.folder.path)/prod.db" }
                  dev: { store: "sqlite:\(phoenix.folder.path)/dev.db" }
                """, to: ".config/phoenix/config.yaml")
            try body(phoenix)
        }
    }

    @Test("a set that is meant for one panel is refused on another before anything is read: 64")
    func binding() throws {
        try withLayers { phoenix in
            let refused = try phoenix("plan", "-f", "base", "-f", "prod", "--context", "dev")
            #expect(refused.status == 64)
            #expect(refused.codes == ["PHX0912"])
            #expect(
                refused.error.contains("meant for 'prod', but the target is the context 'dev'"), "\(refused.error)")
            let fine = try phoenix("plan", "-f", "base", "-f", "prod", "--context", "prod")
            #expect(fine.status == 0, "\(fine.error)")
            try phoenix.write("panel: prdo\n", to: "typo/t.yaml")
            let typo = try phoenix("plan", "-f", "base", "-f", "typo", "--context", "prod")
            #expect(typo.status == 64)
            #expect(typo.codes == ["PHX0906"])
        }
    }

    @Test("--values and --set come last, and --set needs a name")
    func values() throws {
        try withLayers { phoenix in
            try phoenix.write("keep: 8\n", to: "more.yaml.txt")
            let rendered = try phoenix("render", "-f", "base", "--values", "more.yaml.txt")
            #expect(rendered.output.contains("keep: 8"), "\(rendered.error)")
            let set = try phoenix("render", "-f", "base", "--values", "more.yaml.txt", "--set", "keep=9")
            #expect(set.output.contains("keep: 9"))
            let unnamed = try phoenix("render", "-f", "base", "--set", "=9")
            #expect(unnamed.status == 64)
            let wrong = try phoenix("render", "-f", "base", "--set", "keep=many")
            #expect(wrong.status == 1)
            #expect(wrong.error.contains("task.data.keep"))
        }
    }

    @Test("validate --all-layers checks every set, and says a mistake of a shared file once")
    func allLayers() throws {
        try withLayers { phoenix in
            let fine = try phoenix("validate", "--all-layers", "base", "prod,dev")
            #expect(fine.status == 0, "\(fine.error)")
            #expect(fine.output.hasPrefix("base + prod: Valid: 2 tasks"), "\(fine.output)")
            #expect(fine.output.contains("\nbase + dev: Valid: 2 tasks"))
            try phoenix.write(Self.base.replacing("0 2", with: "61 2"), to: "base/a.yaml")
            let wrong = try phoenix("validate", "--all-layers", "base", "prod,dev")
            #expect(wrong.status == 1)
            #expect(wrong.codes == ["PHX0601"])
            let unnamed = try phoenix("validate", "base")
            #expect(unnamed.status == 64)
            let empty = try phoenix("validate", "--all-layers")
            #expect(empty.status == 64)
        }
    }

    @Test("--only and --except leave the rest alone, in saved plans too, which show reads without a panel")
    func selection() throws {
        try withLayers { phoenix in
            let plan = try phoenix("plan", "-f", "base", "--only", "*-lobby", "--out", "p.plan")
            #expect(plan.output.contains("1 to create, 0 unchanged, 1 not selected"), "\(plan.output)\(plan.error)")
            let shown = try phoenix("show", "p.plan", environment: ["PHOENIX_STORE": nil])
            #expect(shown.status == 0, "\(shown.error)")
            #expect(shown.output == plan.output)
            let other = try phoenix("show", "base/a.yaml")
            #expect(other.status == 1)
            let applied = try phoenix("apply", "--plan", "p.plan", "--yes")
            #expect(applied.status == 0, "\(applied.error)")
            let typo = try phoenix("plan", "-f", "base", "--only", "lobby")
            #expect(typo.codes == ["PHX0731"])
            let drift = try phoenix("drift", "-f", "base", "--except", "*-survival")
            #expect(drift.status == 0, "\(drift.output)\(drift.error)")
            #expect(drift.output.contains("1 not selected"))
        }
    }
}
