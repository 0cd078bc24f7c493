import Foundation
import PhoenixTestSupport
import Testing

@Suite("The main job, with the real binary", .ownThread)
struct MainJobTests {
    static let examples = ["first-server", "minecraft-network", "dependencies"]

    @Test("every example is valid and formatted", arguments: examples)
    func valid(example: String) throws {
        try PhoenixProcess.withFolder { phoenix in
            let path = PhoenixProcess.example(example)
            let validated = try phoenix("validate", "-f", path)
            #expect(validated.status == 0, "\(validated.error)")
            #expect(validated.error == "")
            try #expect(phoenix("fmt", "--check", "-f", path).status == 0)
        }
    }

    @Test("an example applies, applies again to nothing, and exports to nothing", arguments: examples)
    func roundTrip(example: String) throws {
        try PhoenixProcess.withFolder { phoenix in
            let path = PhoenixProcess.example(example)
            try #expect(phoenix("plan", "-f", path, "--detailed-exitcode").status == 2)
            let applied = try phoenix("apply", "-f", path, "--yes")
            #expect(applied.status == 0, "\(applied.error)")
            try #expect(phoenix("plan", "-f", path, "--detailed-exitcode").status == 0)

            let again = try phoenix("apply", "-f", path, "--yes")
            #expect(again.status == 0)
            #expect(again.output.contains("nothing to do"))

            let exported = try phoenix("export")
            #expect(exported.status == 0, "\(exported.error)")
            try phoenix.write(exported.output, to: "exported.yaml")
            let planned = try phoenix("plan", "-f", "exported.yaml", "--detailed-exitcode")
            #expect(planned.status == 0, "\(planned.output)\(planned.error)\(exported.output)")

            try #expect(phoenix("export", "--to", "out").status == 0)
            let replanned = try phoenix("plan", "-f", "out", "--detailed-exitcode")
            #expect(replanned.status == 0, "\(replanned.output)\(replanned.error)")
            try #expect(phoenix("fmt", "--check", "-f", "out").status == 0)
        }
    }

    @Test("all examples live on one panel, and pruning one leaves the others alone")
    func together() throws {
        try PhoenixProcess.withFolder { phoenix in
            for example in Self.examples {
                try #expect(phoenix("apply", "-f", PhoenixProcess.example(example), "--yes").status == 0)
            }
            for example in Self.examples {
                let planned = try phoenix(
                    "plan", "-f", PhoenixProcess.example(example), "--prune", "--detailed-exitcode")
                #expect(planned.status == 0, "\(planned.output)")
            }
        }
    }

    @Test("a change behind its back shows in the plan, and apply puts it right")
    func drift() throws {
        try PhoenixProcess.withFolder { phoenix in
            let path = PhoenixProcess.example("first-server")
            try phoenix("apply", "-f", path, "--yes")
            let edit = "UPDATE service SET schedule = '7 7 7 7 *' WHERE kind = 'scheduled'"
            try #expect(phoenix.shell("sqlite3 panel.db \"\(edit)\"").status == 0)

            let planned = try phoenix("plan", "-f", path, "--detailed-exitcode")
            #expect(planned.status == 3)
            #expect(planned.output.contains("schedule: 7 7 7 7 * →"), "\(planned.output)")
            try #expect(phoenix("apply", "-f", path, "--yes").status == 0)
            try #expect(phoenix("plan", "-f", path, "--detailed-exitcode").status == 0)
        }
    }

    @Test("init writes a manifest that applies at once, and never over another one")
    func start() throws {
        try PhoenixProcess.withFolder { phoenix in
            try #expect(phoenix("init").status == 0)
            try #expect(phoenix("fmt", "--check", "-f", "phoenix.yaml").status == 0)
            try #expect(phoenix("apply", "-f", "phoenix.yaml", "--yes").status == 0)
            let again = try phoenix("init")
            #expect(again.status != 0)
            #expect(again.codes == ["PHX0905"])
        }
    }

    @Test("the error tour shows every mistake of its files")
    func mistakes() throws {
        try PhoenixProcess.withFolder { phoenix in
            let result = try phoenix("validate", "-f", PhoenixProcess.example("mistakes"))
            #expect(result.status == 1)
            #expect(Set(result.codes).count >= 20, "\(Set(result.codes).sorted())")
        }
    }
}
