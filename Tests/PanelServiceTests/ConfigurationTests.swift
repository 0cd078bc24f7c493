import PanelService
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

@Suite("System services of a configuration")
struct ConfigurationTests {
    private static var redis: SystemServiceSpec {
        var spec = SystemServiceSpec(name: "Redis Cache", kind: "job_processor")
        spec.dependencies = ["Wings Daemon"]
        spec.config = ["probe": ["type": "redis", "host": "10.0.0.5", "password": "secret"]]
        return spec
    }

    @Test("are added once, with what they depend on", arguments: StoreKind.embedded)
    func added(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel in
            #expect(try await panel.services.configure([Self.redis]) == ["Redis Cache"])
            let object = try await panel.get("5")
            #expect(object["type"] == "system")
            #expect(object["kind"] == "job_processor")
            #expect(object["depends_on"] == ["1"])
            #expect(object["config"] == ["probe": ["type": "redis", "host": "10.0.0.5", "password": ["set": true]]])
            #expect(try await panel.services.configure([Self.redis]) == [])
            #expect(try await panel.get("5") == object)
        }
    }

    @Test("replace what is said of one that is there, and leave the rest", arguments: StoreKind.embedded)
    func changed(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel in
            try await panel.update("4", ["description": "mine", "enabled": false])
            var spec = SystemServiceSpec(name: "SFTP Server", kind: "sftp_server")
            spec.config = ["probe": ["type": "sftp", "host": "a"]]
            panel.wait(5)
            #expect(try await panel.services.configure([spec]) == ["SFTP Server"])
            let object = try await panel.get("4")
            #expect(object["description"] == "mine")
            #expect(object["enabled"] == false)
            #expect(object["depends_on"] == ["1"])
            #expect(object["config"] == ["probe": ["type": "sftp", "host": "a"]])
            #expect(object["updated_at"]?.plainText == "\(Timestamp(seconds: Timestamp.sample.seconds + 5))")
        }
    }

    @Test("leave the line by which phoenix knows what it owns", arguments: StoreKind.embedded)
    func ownership(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel in
            var spec = Self.redis
            spec.description = "Keeps sessions."
            _ = try await panel.services.configure([spec])
            let line = OwnershipLine.text(of: Ownership(project: "demo", key: "redis", digests: FieldDigests()))
            try await panel.update("5", ["description": .string("edited\n\n\(line)")])
            #expect(try await panel.services.configure([spec]) == ["Redis Cache"])
            #expect(try await panel.get("5")["description"] == .string("Keeps sessions.\n\n\(line)"))
            #expect(try await panel.services.configure([spec]) == [])
            // A line that is damaged cannot be told from the text.
            try await panel.update("5", ["description": .string("\(line) x\n\n\(line)")])
            #expect(try await panel.services.configure([spec]) == [])
        }
    }

    @Test("may depend on each other in any order")
    func mutual() async throws {
        try await Panel.run(on: .inMemory) { panel in
            var first = SystemServiceSpec(name: "A", kind: "job_processor")
            first.dependencies = ["B"]
            let second = SystemServiceSpec(name: "B", kind: "job_processor")
            _ = try await panel.services.configure([first, second])
            #expect(try await panel.get("5")["depends_on"] == ["6"])
        }
    }

    @Test("do not take the name of a task, and then nothing is changed", arguments: StoreKind.embedded)
    func taken(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel in
            try await panel.create("Redis Cache")
            let other = SystemServiceSpec(name: "Other", kind: "job_processor")
            _ = await panel.refusal(.serviceConflict) { try await panel.services.configure([other, Self.redis]) }
            #expect(try await panel.services.all().count == 5)
        }
    }
}
