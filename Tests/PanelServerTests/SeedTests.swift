import PanelFixtures
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("The user documentation")
struct SeedTests {
    @Test("lists all services as printed", arguments: StoreKind.embedded)
    func list(_ kind: StoreKind) async throws {
        try await TestServer.run(on: kind) { server in
            let answer = try await server.send("GET", "/api/v1/services")
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "application/json")
            #expect(answer.headers["cache-control"] == "no-store")
            #expect(answer["data", "0", "id"] == "1")
            #expect(answer["data", "0", "name"] == "Wings Daemon")
            #expect(answer["data", "0", "type"] == "system")
            #expect(answer["data", "3", "name"] == "SFTP Server")
            #expect(
                answer["meta", "pagination"] == [
                    "total": 4, "count": 4, "per_page": 50, "current_page": 1, "total_pages": 1, "links": [:],
                ])
        }
    }

    @Test("creates a scheduled task as printed", arguments: StoreKind.embedded)
    func create(_ kind: StoreKind) async throws {
        try await TestServer.run(on: kind) { server in
            let answer = try await server.send(
                "POST", "/api/v1/services/scheduled",
                body: """
                    {
                        "name": "Weekly Server Restart",
                        "description": "Restart all game servers weekly for maintenance",
                        "schedule": "0 4 * * 0",
                        "enabled": true,
                        "task": {
                          "type": "server_command",
                          "data": {
                            "servers": ["all"],
                            "command": "restart",
                            "delay_between": 60
                          }
                        }
                      }
                    """)
            #expect(answer.status == 201)
            #expect(answer.headers["location"] == "/api/v1/services/5")
            #expect(answer["data", "id"] == "5")
            #expect(answer["data", "name"] == "Weekly Server Restart")
            #expect(answer["data", "status"] == "scheduled")
            #expect(answer["data", "type"] == "scheduled")
            #expect(answer["data", "schedule"] == "0 4 * * 0")
            #expect(answer["data", "next_run"]?.plainText?.hasSuffix("T04:00:00Z") == true)
            #expect(answer["data", "last_run"] == nil)
            let read = try await server.send("GET", "/api/v1/services/5")
            #expect(read["data"] == answer["data"])
            let tasks = try await server.send("GET", "/api/v1/services/scheduled")
            #expect(tasks["data"] == .list([answer["data"] ?? .null]))
        }
    }

    @Test("updates, asks for health and deletes")
    func updateHealthDelete() async throws {
        try await TestServer.run { server in
            let id = try await server.create("a")
            let updated = try await server.send("PUT", "/api/v1/services/\(id)", body: #"{"description":"new"}"#)
            #expect(updated.status == 200)
            #expect(updated["data", "description"] == "new")
            #expect(updated["data", "enabled"] == true)
            let health = try await server.send("GET", "/api/v1/services/\(id)/health")
            #expect(health.status == 200)
            #expect(health["data", "status"] == "scheduled")
            #expect(health["data", "issues"] == [])
            let deleted = try await server.send("DELETE", "/api/v1/services/\(id)")
            #expect(deleted.status == 204)
            #expect(deleted.body.isEmpty)
            #expect(deleted.headers["content-length"] == nil)
            let gone = try await server.send("DELETE", "/api/v1/services/\(id)")
            #expect(gone.status == 404)
            #expect(gone.codes == ["service_not_found"])
        }
    }
}
