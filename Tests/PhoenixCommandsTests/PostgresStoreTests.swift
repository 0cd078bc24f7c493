import Foundation
import PanelFixtures
import PanelStorePostgres
import PhoenixTestSupport
import PostgresFixtures
import ProcessFixtures
import Testing

@Suite("Commands on a PostgreSQL store", .ownThread, .needs("postgres"), .mustEnd)
struct PostgresStoreTests {
    private static let words = ["correct horse", "correct%20horse", "wr0ng-w0rd"]

    /// Runs a command, which must say nothing of a password.
    private func run(
        _ phoenix: PhoenixProcess, _ arguments: String..., store: String, environment: [String: String?] = [:]
    ) async throws -> PhoenixProcess.Result {
        let variables = environment.merging(["PHOENIX_STORE": store]) { $1 }
        let result = try await blockingCall { try phoenix.run(arguments, environment: variables) }
        for word in Self.words { #expect(!"\(result.output)\(result.error)".contains(word)) }
        return result
    }

    private func name(_ server: PostgresServer) -> String {
        "postgres://\(PostgresServer.user)@127.0.0.1:\(server.port)/\(server.database)"
    }

    @Test("plan, apply, doctor, keys and export work on it, and plan needs no tables yet")
    func commands() async throws {
        try await PostgresServer.withServer { server in
            try await PhoenixProcess.withFolder { phoenix in
                try phoenix.declare(["one": #"{ schedule: "0 2 * * *" }"#])
                let planned = try await run(phoenix, "plan", "-f", "p.yaml", "--verbose", store: server.url)
                #expect(planned.status == 0, "\(planned.error)")
                #expect(planned.output.contains("Panel: embedded panel, \(name(server))"), "\(planned.output)")
                let applied = try await run(phoenix, "apply", "-f", "p.yaml", "--yes", store: server.url)
                #expect(applied.status == 0, "\(applied.error)")
                let again = try await run(phoenix, "plan", "-f", "p.yaml", store: server.url)
                #expect(again.status == 0, "\(again.output)\(again.error)")
                let key = try await run(
                    phoenix, "keys", "create", "--name", "ci", "--permission", "services.read", store: server.url)
                #expect(key.status == 0, "\(key.error)")
                let doctor = try await run(phoenix, "doctor", store: server.url)
                #expect(doctor.output.contains("\(name(server)) is undamaged"), "\(doctor.output)\(doctor.error)")
                let exported = try await run(phoenix, "export", store: server.url)
                #expect(exported.status == 0 && exported.output.contains("0 2 * * *"), "\(exported.error)")
            }
        }
    }

    @Test("the password comes from PGPASSWORD, a pass file or the URL, and is shown nowhere")
    func passwords() async throws {
        try await PostgresServer.withServer { server in
            try await PhoenixProcess.withFolder { phoenix in
                try phoenix.declare(["one": #"{ schedule: "0 2 * * *" }"#])
                let place = "127.0.0.1:\(server.port)/\(server.database)"
                let plain = "postgres://phoenix@\(place)"
                let right = try await run(
                    phoenix, "keys", "list", "--store", plain, store: plain,
                    environment: ["PGPASSWORD": PostgresServer.password])
                // The database is empty still: the answer is about the store, not about the password.
                #expect(right.error.contains("there is no store in \(name(server))"), "\(right.error)")
                let wrong = try await run(
                    phoenix, "plan", "-f", "p.yaml", "--verbose", store: "postgres://phoenix:wr0ng-w0rd@\(place)")
                #expect(wrong.status == 1)
                #expect(wrong.error.contains("refused the password"), "\(wrong.error)")
                let none = try await run(
                    phoenix, "doctor", store: plain, environment: ["PGPASSFILE": "/dev/null"])
                #expect(none.output.contains("asks for a password"), "\(none.output)\(none.error)")
                let broken = try await run(
                    phoenix, "plan", "-f", "p.yaml", "--verbose", store: "postgres://phoenix:wr0ng-w0rd%@\(place)")
                #expect(broken.status == 64)
                let other = try await run(
                    phoenix, "plan", "-f", "p.yaml", "--verbose", store: "mysql://phoenix:wr0ng-w0rd@\(place)")
                #expect(other.error.contains("'mysql:…' is not a store"), "\(other.error)")
            }
        }
    }

    @Test("serve goes on by itself after the database was away, and readyz says so meanwhile")
    func serve() async throws {
        try await PostgresServer.withOwnServer { server in
            try await PhoenixProcess.withFolder { phoenix in
                let options = ["--listen", "127.0.0.1:0", "--store", server.url, "--no-scheduler"]
                let result = try await phoenix.serve(options) { panel in
                    func readiness() async throws -> RawAnswer {
                        try await exchange("GET", "/readyz", with: panel.address)
                    }
                    var answer = try await readiness()
                    #expect(answer.statusLine.contains("200"))
                    await server.kill()
                    while answer.statusLine.contains("200") { answer = try await readiness() }
                    #expect(answer.statusLine.contains("503"))
                    #expect(answer.body.contains("the store cannot be reached"), "\(answer.body)")
                    try await server.restart()
                    while !answer.statusLine.contains("200") { answer = try await readiness() }
                }
                #expect(result.status == 0)
                #expect(result.error.contains("store: postgres://phoenix@127.0.0.1:\(server.port)/postgres"))
                for word in Self.words { #expect(!result.error.contains(word)) }
            }
        }
    }

    @Test("serve starts before its database does, says so, and goes on by itself")
    func lateDatabase() async throws {
        try await PostgresServer.withOwnServer { server in
            try await PhoenixProcess.withFolder { phoenix in
                try phoenix.write(
                    "services: { cache: { name: Cache, kind: job_processor } }\n", to: "serve.yaml")
                await server.stop()
                let options = ["--listen", "127.0.0.1:0", "--store", server.url, "--config", "serve.yaml"]
                let result = try await phoenix.serve(options) { panel in
                    let up = try await exchange("GET", "/healthz", with: panel.address)
                    #expect(up.statusLine.contains("200"))
                    let ready = try await exchange("GET", "/readyz", with: panel.address)
                    #expect(ready.statusLine.contains("503"))
                    #expect(ready.body.contains("the store cannot be reached"), "\(ready.body)")
                    let list = try await panel.exchange("GET", "/api/v1/services", key: Self.someKey)
                    #expect(list.statusLine.contains("503"))
                    #expect(list.body.contains("service_unavailable"), "\(list.body)")
                    #expect(list.headers["retry-after"] != nil)

                    try await server.restart()
                    var answer = ready
                    while !answer.statusLine.contains("200") {
                        answer = try await exchange("GET", "/readyz", with: panel.address)
                    }
                    let key = try await blockingCall {
                        try phoenix.run(
                            ["keys", "create", "--name", "ci", "--permission", "services.read", "--store", server.url])
                    }
                    let text = key.output.trimmingCharacters(in: .newlines)
                    let services = try await panel.exchange("GET", "/api/v1/services", key: text)
                    #expect(services.body.contains("\"Cache\""), "\(services.body)")
                }
                #expect(result.status == 0)
                #expect(result.error.hasPrefix("warning: waiting for the store: the server of postgres://phoenix@"))
                let lines = result.error.split(separator: "\n")
                #expect(lines.contains("configured: Cache") && lines.contains("the store is available"))
                #expect(lines.contains { $0.hasPrefix("there is no key yet") })
                for word in Self.words { #expect(!result.error.contains(word)) }
            }
        }
    }

    /// Has the form of a key, so that the store must be asked.
    private static let someKey = "phx_" + String(repeating: "a", count: 59)

    @Test("serve does not wait for what people have to put right")
    func refusedStart() async throws {
        try await PostgresServer.withServer { server in
            try await PhoenixProcess.withFolder { phoenix in
                func refusal(_ url: String) async throws -> String {
                    let result = try await phoenix.refusedServe("--listen", "127.0.0.1:0", "--store", url)
                    #expect(result.status == 1, "\(result.error)")
                    return result.error
                }
                let place = "127.0.0.1:\(server.port)"
                #expect(
                    try await refusal("postgres://phoenix:wr0ng-w0rd@\(place)/\(server.database)")
                        .contains("refused the password"))
                #expect(
                    try await refusal(server.url.replacing(server.database, with: "nowhere"))
                        .contains("does not exist"))
                try await server.run("CREATE TABLE player (id bigint)")
                #expect(try await refusal(server.url).contains("another program"))
            }
        }
    }

    @Test("serve that waits for its database ends when that has the wrong schema, and when it is asked to")
    func lateRefusal() async throws {
        try await PostgresServer.withOwnServer { server in
            try await PhoenixProcess.withFolder { phoenix in
                try await server.run("CREATE TABLE player (id bigint)")
                await server.stop()
                let options = ["--listen", "127.0.0.1:0", "--store", server.url]
                let stopped = try await phoenix.serve(options) { _ in }
                #expect(stopped.status == 0)
                #expect(stopped.error.hasSuffix("stopped"), "\(stopped.error)")
                let ended = try await phoenix.serve(options) { panel in
                    try await server.restart()
                    try await panel.waitUntilEnded()
                }
                #expect(ended.status == 1)
                #expect(ended.error.contains("another program"), "\(ended.error)")
            }
        }
    }
}
