import Foundation
import Testing

@Suite("doctor and graph")
struct DoctorTests {
    private static let one = #"{ schedule: "0 2 * * *" }"#

    @Test("a sound store is 0, and nothing is made or written")
    func sound() throws {
        try PhoenixProcess.withFolder { phoenix in
            let before = try phoenix("doctor")
            #expect(before.status == 0, "\(before.output)\(before.error)")
            #expect(before.output.contains("is not there yet"))
            #expect(!FileManager.default.fileExists(atPath: phoenix.folder.appendingPathComponent("panel.db").path))
            try phoenix.declare(["one": Self.one])
            try phoenix.applied()
            let after = try phoenix("doctor", "-f", "p.yaml")
            #expect(after.status == 0)
            #expect(after.output.contains("sqlite:panel.db is sound"), "\(after.output)")
        }
    }

    @Test("a damaged store, a doubled name and bad manifests are problems: 1")
    func problems() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["one": Self.one, "two": Self.one])
            try phoenix.applied()
            let line = "(SELECT description FROM service WHERE id = 5)"
            try phoenix.sql("UPDATE service SET description = \(line) WHERE id = 6")
            let doubled = try phoenix("doctor")
            #expect(doubled.status == 1)
            #expect(
                doubled.output.contains("the line of p/one (task) stands on the objects 5 and 6"), "\(doubled.output)")

            try phoenix.write("tasks: { broken", to: "p.yaml")
            let broken = try phoenix("doctor", "-f", "p.yaml")
            #expect(broken.output.contains("problem  manifests"), "\(broken.output)")

            try phoenix.write("this is no database, and never was one", to: "panel.db")
            let damaged = try phoenix("doctor", "-o", "json")
            #expect(damaged.status == 1)
            #expect(damaged.output.contains("\"standing\": \"problem\""), "\(damaged.output)")
        }
    }

    @Test("the permissions of a key are found out without writing anything")
    func permissions() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let reader = try phoenix.key("reader", may: ["read"])
            let all = try phoenix.key("all")
            try await phoenix.serve { panel in
                func doctor(_ key: String) throws -> PhoenixProcess.Result {
                    try phoenix(
                        "doctor", "--panel", panel.url, environment: ["PHOENIX_API_KEY": key, "PHOENIX_STORE": nil])
                }
                let before = try phoenix.sql("SELECT * FROM service")
                let reading = try doctor(reader)
                #expect(reading.status == 0)
                #expect(
                    reading.output.contains("it lacks services.create, services.update, services.delete"),
                    "\(reading.output)")
                try #expect(doctor(all).output.contains("it may do all"))
                try #expect(phoenix.sql("SELECT * FROM service") == before)
                let wrong = try doctor("phx_" + String(repeating: "a", count: 60))
                #expect(wrong.status == 1)
                #expect(wrong.output.contains("does not accept the API key"), "\(wrong.output)")
                #expect(!(reading.output + wrong.output).contains(reader))
            }
        }
    }

    @Test("two targets are wrong usage here as well")
    func usage() throws {
        try PhoenixProcess.withFolder { phoenix in
            try #expect(phoenix("doctor", "--panel", "http://127.0.0.1:1", "--store", "sqlite:a").status == 64)
            try #expect(phoenix("graph").status == 64)
        }
    }

    @Test("graph draws the examples in every form", arguments: ["text", "dot", "mermaid"])
    func graph(_ format: String) throws {
        try PhoenixProcess.withFolder { phoenix in
            let result = try phoenix("graph", "-f", PhoenixProcess.example("minecraft-network"), "-o", format)
            #expect(result.status == 0)
            #expect(result.output.contains("backup-lobby"))
        }
    }
}
