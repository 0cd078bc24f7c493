import ClockFixtures
import Clocks
import HTTPTransport
import PhoenixModel
import TransportFixtures
import WebAddresses

@testable import PanelClient

extension LiveObject {
    /// A task as a panel has it.
    static func task(_ id: Int, name: String? = nil, timezone: String = "UTC") -> LiveObject {
        var fields = ServiceFields(name: name ?? "task \(id)")
        fields.description = "text"
        fields.schedule = "0 2 * * *"
        fields.timezone = timezone
        fields.enabled = true
        fields.task = ["type": "backup", "data": ["servers": ["all"]]]
        fields.overlap = "skip"
        fields.misfire = "skip"
        fields.timeout = 3_600
        fields.dependsOn = []
        fields.notify = []
        return LiveObject(id: String(id), kind: .scheduled, fields: fields, status: "scheduled")
    }

    static func service(_ id: Int) -> LiveObject {
        var fields = ServiceFields(name: "service \(id)")
        fields.description = ""
        fields.enabled = true
        fields.dependsOn = []
        fields.notify = []
        fields.config = [:]
        return LiveObject(id: String(id), kind: .system, fields: fields, status: "running")
    }
}

extension [LiveObject] {
    static func tasks(_ count: Int) -> [LiveObject] { (0..<count).map { .task($0 + 1) } }
}

extension ObjectWrite {
    static let ownership = Ownership(project: "skyblock", key: "backup", digests: FieldDigests())

    static func task(
        _ name: String = "backup", timezone: String? = "UTC", enabled: Bool? = true, secret: String? = nil,
        ownership: OwnershipWrite = .set(ObjectWrite.ownership)
    ) -> ObjectWrite {
        var fields = ServiceFields(name: name)
        fields.description = "every night"
        fields.schedule = "0 2 * * *"
        fields.timezone = timezone
        fields.enabled = enabled
        let command = secret.map { Value.secret(Secret(reference: "${secret:env:X}", value: $0)) } ?? "say hello"
        fields.task = ["type": "server_command", "data": ["servers": ["all"], "command": command]]
        return ObjectWrite(kind: .scheduled, fields: fields, ownership: ownership)
    }
}

extension HTTPPanel {
    static let sampleKey = "phx_0123456789abcdefSECRETSECRET"

    /// A panel whose answers come from a script, and whose time moves by waiting alone.
    init(
        _ transport: ScriptedTransport, at address: String = "https://panel.example.com",
        clock: WallClock = ManualTime().clock(), allowsUnsupported: Bool = false, parallelism: Int = 8
    ) throws {
        var options = PanelClientOptions(version: "1.2.3")
        options.allowsUnsupported = allowsUnsupported
        options.transport.connections = parallelism
        self.init(
            address: try APIAddress(panel: address), key: try BearerToken(Self.sampleKey), options: options,
            transport: transport, clock: clock)
    }
}

/// The error that a call throws; nil when it throws none.
func panelError<Result>(_ call: () async throws -> Result) async -> PanelError? {
    do {
        _ = try await call()
        return nil
    } catch {
        return error as? PanelError
    }
}
