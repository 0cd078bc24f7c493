import Foundation
import PanelFixtures
import PhoenixTestSupport
import Testing

@Suite("The main job over HTTP", .ownThread, .mustEnd)
struct PanelJobTests {
    /// How the client comes to its key.
    enum KeyWay: CaseIterable, CustomTestStringConvertible {
        case variable, file, context

        var testDescription: String { "by \(self)" }

        /// The options and environment that lead to the panel.
        func target(_ panel: ServedPanel, key: String, in phoenix: PhoenixProcess) throws -> Target {
            switch self {
            case .variable: return Target(["--panel", panel.url], ["PHOENIX_API_KEY": key])
            case .file:
                try phoenix.writeKey(key, to: "panel.key", mode: 0o600)
                return Target(["--panel", panel.url, "--api-key-file", "panel.key"])
            case .context:
                try phoenix.write(
                    "current: served\ncontexts:\n  served: { panel: \"\(panel.url)\", api_key: { file: panel.key } }\n",
                    to: ".config/phoenix/config.yaml")
                try phoenix.writeKey(key, to: ".config/phoenix/panel.key", mode: 0o600)
                return Target([], ["PHOENIX_STORE": nil])
            }
        }
    }

    struct Target {
        let options: [String]
        let environment: [String: String?]

        init(_ options: [String], _ environment: [String: String?] = [:]) {
            self.options = options
            self.environment = environment
        }
    }

    private static let network = PhoenixProcess.example("minecraft-network")

    @Test("an example is applied, and then there is nothing left to do", arguments: KeyWay.allCases)
    func apply(way: KeyWay) async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let key = try phoenix.key()
            try await phoenix.serve { panel in
                let target = try way.target(panel, key: key, in: phoenix)
                func run(_ arguments: String...) throws -> PhoenixProcess.Result {
                    try phoenix.run(arguments + target.options, environment: target.environment)
                }
                try #expect(run("plan", "-f", Self.network, "--detailed-exitcode").status == 2)
                let applied = try run("apply", "-f", Self.network, "--yes")
                #expect(applied.status == 0, "\(applied.output)\(applied.error)")
                #expect(!(applied.output + applied.error).contains(key))
                let planned = try run("plan", "-f", Self.network, "--detailed-exitcode")
                #expect(planned.status == 0, "\(planned.output)\(planned.error)")

                let exported = try run("export")
                #expect(exported.status == 0)
                try phoenix.write(exported.output, to: "exported.yaml")
                try #expect(run("plan", "-f", "exported.yaml", "--detailed-exitcode").status == 0)
            }
            // The store behind the server agrees.
            try #expect(phoenix("plan", "-f", Self.network, "--detailed-exitcode").status == 0)
        }
    }

    @Test("a key file that others can read is refused before anything is asked")
    func exposedKeyFile() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            try phoenix.writeKey(try phoenix.key(), to: "panel.key", mode: 0o644)
            try await phoenix.serve { panel in
                let refused = try phoenix(
                    "apply", "-f", Self.network, "--yes", "--panel", panel.url, "--api-key-file", "panel.key")
                #expect(refused.status == 1)
                #expect(refused.codes == ["PHX0907"])
                #expect(refused.error.contains("chmod 600 panel.key"))
            }
            try #expect(phoenix("get", "tasks", "-o", "json").output.contains("Nightly") == false)
        }
    }

    @Test("without a key, and with a wrong one, nothing is changed and the way out is shown")
    func keys() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let key = try phoenix.key()
            try await phoenix.serve { panel in
                let apply = ["apply", "-f", Self.network, "--yes", "--panel", panel.url]
                let keyless = try phoenix.run(apply)
                #expect(keyless.status == 64)
                #expect(keyless.codes == ["PHX0908"])
                #expect(keyless.error.contains("PHOENIX_API_KEY"))

                let wrong = String(key.dropLast(6)) + "AAAAAA"
                let refused = try phoenix.run(apply, environment: ["PHOENIX_API_KEY": wrong])
                #expect(refused.status == 1)
                #expect(refused.codes == ["PHX0807"])
                #expect(refused.error.contains("unknown, revoked or expired"))
                #expect(!refused.error.contains(wrong.dropFirst(4)))
            }
            try #expect(phoenix("plan", "-f", Self.network).output.contains("32 to create"))
        }
    }

    @Test("a key that may only read plans, and does not apply")
    func readingKey() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let environment = ["PHOENIX_API_KEY": try phoenix.key("reader", may: ["read"])]
            try await phoenix.serve { panel in
                let target = ["-f", Self.network, "--panel", panel.url]
                let planned = try phoenix.run(["plan", "--detailed-exitcode"] + target, environment: environment)
                #expect(planned.status == 2)
                let applied = try phoenix.run(["apply", "--yes"] + target, environment: environment)
                #expect(applied.status == 6)
                #expect(
                    (applied.output + applied.error).contains("services.create"), "\(applied.output)\(applied.error)")
            }
        }
    }

    @Test("a port where nobody listens is named")
    func refusedPort() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            try await withUnansweredPort { address in
                let refused = try phoenix(
                    "apply", "-f", Self.network, "--yes", "--panel", address.url,
                    environment: ["PHOENIX_API_KEY": "phx_any"])
                #expect(refused.status == 1)
                #expect(refused.codes == ["PHX0808"])
                #expect(refused.error.contains("\(address.url) refused the connection"))
            }
        }
    }
}

extension PhoenixProcess {
    fileprivate func writeKey(_ key: String, to name: String, mode: Int) throws {
        try write(key + "\n", to: name)
        try FileManager.default.setAttributes(
            [.posixPermissions: mode], ofItemAtPath: folder.appendingPathComponent(name).path)
    }
}
