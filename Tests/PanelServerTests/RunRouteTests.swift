import PanelFixtures
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("Runs over HTTP")
struct RunRouteTests {
    @Test("are started with a Location that leads to them")
    func location() async throws {
        try await TestServer.run { server in
            let id = try await server.create("a")
            let started = try await server.send("POST", "/api/v1/services/\(id)/run", headers: ["Idempotency-Key: k"])
            #expect(started.status == 202)
            let location = try #require(started.headers["location"])
            #expect(location == "/api/v1/services/\(id)/runs/1")
            let run = try await server.send("GET", location)
            #expect(run["data", "state"] == "queued" && run["data", "steps"] == [])
            #expect(run["data", "scheduled_for"] == nil && run["data", "started_at"] == nil)
            #expect(run["data", "targets", "total"] == 0)

            let again = try await server.send("POST", "/api/v1/services/\(id)/run", headers: ["Idempotency-Key: k"])
            #expect(again.status == 202 && again.headers["location"] == location && again.body == started.body)
            let other = try await server.send("POST", "/api/v1/services/\(id)/run")
            #expect(other.status == 409 && other.codes == ["service_conflict"])
            #expect(other["errors", "0", "meta", "reason"] == "running")
            let long = String(repeating: "k", count: 256)
            let tooLong = try await server.send(
                "POST", "/api/v1/services/\(id)/run", headers: ["Idempotency-Key: \(long)"])
            #expect(tooLong.status == 400)
        }
    }

    @Test("have links to their other pages that keep what was asked")
    func links() async throws {
        try await TestServer.run { server in
            let id = try await server.create("a")
            for minute in 0..<5 {
                try await server.store.addRun(
                    of: try #require(Int64(id)), at: Timestamp(seconds: Timestamp.sample.seconds + Int64(minute) * 60),
                    result: .failed)
            }
            let query = "filter[result]=failed&per_page=2"
            let page = try await server.send("GET", "/api/v1/services/\(id)/runs?\(query)&page=2")
            let links = page["meta", "pagination", "links"]
            let encoded = "/api/v1/services/\(id)/runs?filter%5Bresult%5D=failed&per_page=2"
            #expect(links == ["next": .string("\(encoded)&page=3"), "previous": .string("\(encoded)&page=1")])
            #expect(page["meta", "pagination", "total"] == 5)
            #expect(page["data", "0", "id"] == "3")
            let all = try await server.send("GET", "/api/v1/runs?per_page=1")
            #expect(all["meta", "pagination", "links", "next"] == "/api/v1/runs?per_page=1&page=2")
        }
    }

    @Test("take no body with anything in it")
    func bodies() async throws {
        try await TestServer.run { server in
            let id = try await server.create("a", #","overlap":"allow""#)
            for action in ["run", "runs/1/stop"] {
                func status(_ body: String, _ type: String = "application/json") async throws -> Int {
                    let head = ["POST /api/v1/services/\(id)/\(action) HTTP/1.1", "Content-Type: \(type)"]
                    let length = ["Content-Length: \(body.utf8.count)"]
                    return try await server.sendRaw(head: head + length, body: Array(body.utf8)).status
                }
                #expect(try await status("") == 202)
                #expect(try await status("[]") == 422)
                #expect(try await status(#"{"force":true}"#) == 422)
                #expect(try await status("{") == 400)
                #expect(try await status("{}", "text/plain") == 415)
                #expect(try await status("{}") == (action == "run" ? 202 : 409))
            }
        }
    }

    @Test("are not listed by other methods, nor under other paths")
    func routes() async throws {
        try await TestServer.run { server in
            let id = try await server.create("a")
            let posted = try await server.send("POST", "/api/v1/runs")
            #expect(posted.status == 405 && posted.headers["allow"] == "GET, HEAD")
            #expect(try await server.send("GET", "/api/v1/services/\(id)/run").headers["allow"] == "POST")
            #expect(try await server.send("GET", "/api/v1/runs/1").codes == ["not_found"])
            #expect(try await server.send("HEAD", "/api/v1/runs").status == 200)
        }
    }
}
