import Foundation
import PanelFixtures
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("phoenix serve --config", .ownThread, .mustEnd)
struct ServeConfigurationTests {
    private static let configuration = """
        listen: 127.0.0.1:0
        limits: { requests_per_minute: 3, body_bytes: 1024 }
        services:
          redis-cache:
            name: Redis Cache
            kind: job_processor
            description: Keeps sessions.
            depends_on: [Database Host]
            config: { probe: { type: redis, host: 10.0.0.5, password: "${secret:env:REDIS_PASSWORD}" } }

        """

    @Test("its services and limits hold")
    func honoured() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let key = try phoenix.key()
            try phoenix.write(
                Self.configuration.replacing("${secret:env:REDIS_PASSWORD}", with: "${secret:file:redis.txt}"),
                to: "server.yaml")
            try phoenix.write("pass-8271", to: "redis.txt")
            let ended = try await phoenix.serve(["--config", "server.yaml"]) { panel in
                let service = try await panel.exchange("GET", "/api/v1/services/5", key: key)
                #expect(service.body.contains(#""name":"Redis Cache""#))
                #expect(service.body.contains(#""kind":"job_processor""#))
                #expect(service.body.contains(#""depends_on":["2"]"#))
                #expect(service.body.contains(#""password":{"set":true}"#))
                #expect(service.headers["x-ratelimit-limit"] == "3")

                let long = try await panel.exchange(
                    "POST", "/api/v1/services/scheduled", key: key, body: String(repeating: " ", count: 1_025))
                #expect(long.statusLine == "HTTP/1.1 413 Payload Too Large", "\(long.statusLine)")
                _ = try await panel.exchange("GET", "/api/v1/services", key: key)
                let oneTooMany = try await panel.exchange("GET", "/api/v1/services", key: key)
                #expect(oneTooMany.statusLine == "HTTP/1.1 429 Too Many Requests")
            }
            #expect(ended.status == 0)
            #expect(ended.error.contains("configured: Redis Cache"))
            #expect(!ended.error.contains("pass-8271"))

            // What is configured already is nothing to speak of.
            let again = try await phoenix.serve(["--config", "server.yaml"]) { _ in }
            #expect(!again.error.contains("configured"))
        }
    }

    @Test("options win over it")
    func options() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            try phoenix.write("listen: 203.0.113.1:80\nstore: sqlite:other.db\n", to: "server.yaml")
            let ended = try await phoenix.serve(
                ["--config", "server.yaml", "--listen", "127.0.0.1:0", "--store", "sqlite:mine.db"]
            ) { panel in
                #expect(panel.url.hasPrefix("http://127.0.0.1:"))
            }
            #expect(ended.error.contains("store: sqlite:mine.db"))
        }
    }

    @Test("every mistake in it is shown at its place, and nothing is served")
    func mistakes() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            try phoenix.write(
                "listen: 127.0.0.1:0\nlimits:\n  requests_per_minuet: 3\n  body_bytes: 5\n", to: "server.yaml")
            let refused = try await phoenix.refusedServe("--config", "server.yaml")
            #expect(refused.status == 1)
            #expect(refused.codes == ["PHX0301", "PHX0305"])
            #expect(refused.error.contains("--> server.yaml:3:3"))
            #expect(refused.error.contains("did you mean 'requests_per_minute'?"))
            #expect(refused.error.contains("--> server.yaml:4:15"))
            #expect(!refused.error.contains("listening on"))
            #expect(!FileManager.default.fileExists(atPath: phoenix.folder.appendingPathComponent("panel.db").path))
        }
    }

    @Test(
        "a panel to run tasks on needs an address and a key",
        arguments: [
            (["PHOENIX_CLIENT_API": ""], 64, "PHOENIX_CLIENT_API is set but empty"),
            (
                ["PHOENIX_CLIENT_API": "https://panel.example.com"], 1,
                "the variable PHOENIX_CLIENT_API_KEY is not set"
            ),
        ] as [([String: String], Int32, String)])
    func runnerPanel(environment: [String: String], status: Int32, message: String) async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let refused = try phoenix.run(["serve", "--listen", "127.0.0.1:0"], environment: environment)
            #expect(refused.status == status)
            #expect(refused.error.contains(message), "\(refused.error)")
        }
    }

    @Test("a file that is not there is an error")
    func missing() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let refused = try await phoenix.refusedServe("--config", "nowhere.yaml")
            #expect(refused.status == 1)
            #expect(refused.error.contains("nowhere.yaml"))
        }
    }

    @Test(
        "a file or variable that it names and that has nothing is shown at its place",
        arguments: [
            ("key: { file: nowhere.key }", "the key file 'nowhere.key' cannot be read", 2),
            ("key: { env: NOT_SET }", "the variable NOT_SET is not set", 2),
            ("key: { env: HOME }\n  ca_file: nowhere.pem", "'client_api.ca_file' names a PEM file", 3),
        ])
    func unusableReferences(setting: String, message: String, line: Int) async throws {
        try await PhoenixProcess.withFolder { phoenix in
            try phoenix.write(
                "client_api:\n  \(setting)\n  url: http://127.0.0.1:9\nlisten: 127.0.0.1:0\n", to: "server.yaml")
            let refused = try await phoenix.refusedServe("--config", "server.yaml")
            #expect(refused.status == 1)
            #expect(refused.error.contains(message), "\(refused.error)")
            #expect(refused.error.contains("--> server.yaml:\(line):"), "\(refused.error)")
        }
    }
}
