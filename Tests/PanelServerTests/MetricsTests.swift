import PanelFixtures
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("/metrics")
struct MetricsTests {
    @Test("has the last sample of every server, once, and none of those that are gone")
    func samples() async throws {
        try await TestServer.run { server in
            let ids = [
                try #require(Int64(try await server.create("a"))), try #require(Int64(try await server.create("b"))),
            ]
            func sample(_ service: Int, _ uuid: String, _ name: String, _ after: Int64, _ cpu: Double) -> ServerSample {
                ServerSample(
                    serviceID: ids[service], target: RunTarget(id: uuid, name: name, node: "n"),
                    at: Timestamp(seconds: Timestamp.sample.seconds + after), values: ["cpu_percent": cpu])
            }
            let samples = [
                sample(0, "u1", "lobby", 60, 12.5), sample(1, "u1", "lobby", 0, 99),
                sample(0, "u2", "a\"b\\c\nd", 0, 3),
            ]
            try await server.store.write { store in try await store.insert(samples) }
            let text = try await server.send("GET", "/metrics", key: "").body
            #expect(
                text.contains(
                    "# HELP phoenix_server_cpu_percent Processor use of the server when it was last sampled, 100 for one core."
                        + "\n# TYPE phoenix_server_cpu_percent gauge\n"))
            #expect(text.contains("phoenix_server_cpu_percent{server=\"lobby\",uuid=\"u1\"} 12.5\n"), "\(text)")
            #expect(text.contains(#"phoenix_server_cpu_percent{server="a\"b\\c\nd",uuid="u2"} 3"#))
            #expect(
                text.contains("phoenix_server_sampled_timestamp_seconds{server=\"lobby\",uuid=\"u1\"} 1795485969\n"))
            #expect(!text.contains(" 99\n"))
            _ = try await server.send("DELETE", "/api/v1/services/\(ids[0])")
            let after = try await server.send("GET", "/metrics", key: "").body
            #expect(after.contains("phoenix_server_cpu_percent{server=\"lobby\",uuid=\"u1\"} 99\n"))
            #expect(!after.contains("u2"))
        }
    }
}
