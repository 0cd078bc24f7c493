import Foundation
import PhoenixTestSupport
import Testing

@Suite("The store of the embedded panel", .ownThread, .mustEnd)
struct StoreUseTests {
    private static let manifest = """
        project: p
        tasks:
          one:
            schedule: "0 2 * * *"
            task: { type: backup, data: { servers: [all] } }

        """

    @Test(
        "is not made, and not touched, by commands that only look",
        arguments: [
            ["get"], ["get", "tasks", "-o", "json"], ["export"], ["plan", "-f", "p.yaml"], ["drift", "-f", "p.yaml"],
            ["doctor"],
        ])
    func looking(_ command: [String]) throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(Self.manifest, to: "p.yaml")
            _ = try phoenix.run(command + ["--store", "sqlite:new.db"])
            #expect(!FileManager.default.fileExists(atPath: phoenix.folder.appendingPathComponent("new.db").path))
            try #expect(phoenix("apply", "-f", "p.yaml", "--yes", "--store", "sqlite:there.db").status == 0)
            // An empty log and none are the same.
            func contents() -> [Data] {
                ["there.db", "there.db-wal"].map { name in
                    (try? Data(contentsOf: phoenix.folder.appendingPathComponent(name))) ?? Data()
                }
            }
            let before = contents()
            let result = try phoenix.run(command + ["--store", "sqlite:there.db"])
            #expect(result.status == 0, "\(result.error)")
            #expect(contents() == before)
        }
    }

    @Test("may be in the home folder")
    func home() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(Self.manifest, to: "p.yaml")
            let result = try phoenix(
                "apply", "-f", "p.yaml", "--yes", "--store", "sqlite:~/panel.db",
                environment: ["HOME": phoenix.folder.appendingPathComponent(".").path])
            #expect(result.status == 0, "\(result.error)")
            #expect(FileManager.default.fileExists(atPath: phoenix.folder.appendingPathComponent("panel.db").path))
        }
    }

    @Test(
        "is a file, whatever is written",
        arguments: [
            ("sqlite::memory:", "in memory"), ("sqlite://panel.db", "sqlite:panel.db"),
            ("sqlite:~ops/panel.db", "in full"),
        ])
    func noFile(_ store: String, _ hint: String) throws {
        try PhoenixProcess.withFolder { phoenix in
            let result = try phoenix("get", "--store", store)
            #expect(result.status == 64)
            #expect(result.error.contains(hint), "\(result.error)")
        }
    }
}
