import Foundation
import PhoenixTestSupport
import Testing

@Suite("Files that a run writes", .ownThread)
struct OutputFileTests {
    private static let manifest = """
        project: p
        tasks: { one: { schedule: "0 2 * * *", task: { type: backup, data: { servers: [all] } } } }

        """

    private func withManifest(_ body: (PhoenixProcess) throws -> Void) throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(Self.manifest, to: "p.yaml")
            try body(phoenix)
        }
    }

    private func text(_ name: String, _ phoenix: PhoenixProcess) throws -> String {
        try String(contentsOf: phoenix.folder.appendingPathComponent(name), encoding: .utf8)
    }

    @Test("devices and pipes are written into and stay what they are")
    func devices() throws {
        try withManifest { phoenix in
            let null = try phoenix("validate", "-f", "p.yaml", "--report", "json=/dev/null")
            #expect(null.status == 0, "\(null.error)")
            let full = try phoenix("validate", "-f", "p.yaml", "--report", "json=/dev/full")
            #expect(full.status == 1 && full.codes == ["PHX0905"])
            let plan = try phoenix("plan", "-f", "p.yaml", "--out", "/dev/null")
            #expect(plan.status == 0, "\(plan.error)")
            let pipe = try phoenix.shell(
                "mkfifo pipe; cat pipe > copy & $PHOENIX validate -f p.yaml --report json=pipe; wait; test -p pipe")
            #expect(pipe.status == 0, "\(pipe.error)")
            #expect(try text("copy", phoenix).contains("\"command\": \"validate\""))
            let output = try phoenix("validate", "-f", "p.yaml", "--report", "github=/dev/stdout")
            #expect(output.status == 0 && output.output.contains("1 task"))
            for device in ["/dev/null", "/dev/full"] {
                let type = try FileManager.default.attributesOfItem(atPath: device)[.type] as? FileAttributeType
                #expect(type == .typeCharacterSpecial)
            }
        }
    }

    @Test("no output replaces a file that the run reads or keeps its data in, by whatever name")
    func inputs() throws {
        try withManifest { phoenix in
            #expect(try phoenix("apply", "-f", "p.yaml", "--yes").status == 0)
            _ = try phoenix.shell("ln p.yaml hard.json; ln -s p.yaml soft.json; echo key > key.txt; echo ca > ca.pem")
            let store = try Data(contentsOf: phoenix.folder.appendingPathComponent("panel.db"))
            for (arguments, name) in [
                (["validate", "-f", "p.yaml", "--report", "json=p.yaml"], "p.yaml"),
                (["validate", "-f", ".", "--report", "json=hard.json"], "hard.json"),
                (["plan", "-f", "p.yaml", "--report", "json=soft.json"], "soft.json"),
                (["plan", "-f", "p.yaml", "--out", "p.yaml"], "p.yaml"),
                (["plan", "-f", "p.yaml", "--out", "panel.db"], "panel.db"),
                (["drift", "-f", "p.yaml", "--report", "junit=panel.db"], "panel.db"),
                (["plan", "-f", "p.yaml", "--api-key-file", "key.txt", "--report", "json=key.txt"], "key.txt"),
                (["apply", "-f", "p.yaml", "--ca-file", "ca.pem", "--yes", "--report", "json=ca.pem"], "ca.pem"),
                (["plan", "-f", "p.yaml", "--out", "ca.pem"], "ca.pem"),
            ] {
                let result = try phoenix.run(arguments)
                #expect(result.status == 64 && result.codes == ["PHX0911"], "\(arguments): \(result.error)")
                #expect(result.error.contains(name))
            }
            #expect(try text("p.yaml", phoenix) == Self.manifest)
            #expect(try text("key.txt", phoenix) == "key\n" && text("ca.pem", phoenix) == "ca\n")
            #expect(try Data(contentsOf: phoenix.folder.appendingPathComponent("panel.db")) == store)
        }
    }

    @Test("a plan replaces an earlier plan, and the one that is applied is not a place for its report")
    func plans() throws {
        try withManifest { phoenix in
            #expect(try phoenix("plan", "-f", "p.yaml", "--out", "a.plan").status == 0)
            #expect(try phoenix("plan", "-f", "p.yaml", "--out", "a.plan").status == 0)
            let result = try phoenix("apply", "--plan", "a.plan", "--yes", "--report", "json=a.plan")
            #expect(result.status == 64 && result.codes == ["PHX0911"])
            #expect(try phoenix("apply", "--plan", "a.plan", "--yes").status == 0)
        }
    }

    @Test("fmt keeps mode and hard links, and writes nothing where nothing changes")
    func format() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write("a:   1\n", to: "p.yaml")
            let shell = try phoenix.shell(
                "chmod 640 p.yaml; ln p.yaml q; $PHOENIX fmt -f p.yaml >/dev/null; stat -c '%a %h' p.yaml; cat q")
            #expect(shell.output == "640 2\na: 1\n", "\(shell.error)")
        }
    }

    @Test("fmt passes on what it cannot format, names the reason, and --check fails")
    func filter() throws {
        try PhoenixProcess.withFolder { phoenix in
            let unsafe = "a:  1\n\u{2028}\nb: 2\n"
            let filtered = try phoenix("fmt", "-f", "-", input: unsafe)
            #expect(filtered.output == unsafe && filtered.status == 0 && filtered.error.contains("was not formatted"))
            let checked = try phoenix("fmt", "-f", "-", "--check", input: unsafe)
            #expect(checked.status == 1 && checked.output.isEmpty)
            let broken = try phoenix("fmt", "-f", "-", input: "a: [\n")
            #expect(broken.output == "a: [\n" && broken.status == 1 && broken.codes == ["PHX0201"])
            #expect(try phoenix("fmt", "-f", "-", input: "\u{FEFF}a:  1\n").output == "a: 1\n")
        }
    }

    @Test("a key that could not be printed is taken back")
    func key() throws {
        try PhoenixProcess.withFolder { phoenix in
            let create = "$PHOENIX keys create --name ci --permission services.read"
            let full = try phoenix.shell("\(create) > /dev/full")
            #expect(full.status == 1 && full.codes == ["PHX0905"] && !full.error.contains("keep it"), "\(full.error)")
            #expect(try !phoenix("keys", "list").output.contains("ci "))
            #expect(try phoenix.shell(create).status == 0)
        }
    }
}
