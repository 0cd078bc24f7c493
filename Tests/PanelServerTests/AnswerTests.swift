import PanelFixtures
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("Answers of the server")
struct AnswerTests {
    @Test("HEAD answers like GET, without a body")
    func head() async throws {
        try await TestServer.run { server in
            for target in ["/api/v1/services", "/api/v1/services/1", "/healthz", "/api/v1/services/99"] {
                let get = try await server.send("GET", target)
                let head = try await server.send("HEAD", target)
                #expect(head.statusLine == get.statusLine)
                #expect(head.body.isEmpty)
                #expect(head.headers["content-length"] == String(get.body.utf8.count))
                #expect(head.headers["etag"] == get.headers["etag"])
            }
        }
    }

    @Test("a path that is no route is 404, a method that it does not take is 405 and says which it takes")
    func routing() async throws {
        try await TestServer.run { server in
            for target in ["/", "/api/v1", "/api/v1/services/", "/api/v1/services/1/other", "/api/v2/services", "*"] {
                let answer = try await server.send("GET", target)
                #expect(answer.status == 404)
                #expect(answer.codes == ["not_found"])
            }
            let patch = try await server.send("PATCH", "/api/v1/services/1")
            #expect(patch.status == 405)
            #expect(patch.codes == ["method_not_allowed"])
            #expect(patch.headers["allow"] == "DELETE, GET, HEAD, PUT")
            #expect(try await server.send("DELETE", "/api/v1/services/scheduled").headers["allow"] == "GET, HEAD, POST")
            #expect(try await server.send("POST", "/healthz").headers["allow"] == "GET, HEAD")
        }
    }

    @Test(
        "an id that is the id of nothing is not found, whatever it looks like",
        arguments: [
            "../1", "%2E%2E%2F1", "1;--", "%31%3B", "01", "+1", "-1", "0", "1.0", "9999999999999999999",
            String(repeating: "1", count: 100), "%00", "%FF", "%", "scheduled%00", "%F0%9F%8C%99", "1%20",
        ])
    func strangeIDs(_ id: String) async throws {
        try await TestServer.run { server in
            for method in ["GET", "DELETE"] {
                let answer = try await server.send(method, "/api/v1/services/\(id)")
                #expect(answer.status == 404)
                #expect(answer.isDocumentedError, "\(answer.body)")
            }
        }
    }

    @Test("a percent-encoded id is that id")
    func encodedID() async throws {
        try await TestServer.run { server in
            let answer = try await server.send("GET", "/api/v1/services/%31")
            #expect(answer["data", "id"] == "1")
        }
    }

    @Test(
        "a query that is malformed or unknown is refused",
        arguments: [
            "page=0", "page=-1", "page=1.5", "page=", "page", "page=1e3", "page=1234567890", "page=1&page=1",
            "per_page=0", "per_page=x", "filter[type]=other", "filter%5Bstatus%5D=x", "sort=size", "sort=id,id",
            "unknown=1", "page=%", "page=%FF", "=1", "filter[name]=%C3%28",
        ])
    func badQueries(_ query: String) async throws {
        try await TestServer.run { server in
            for path in ["/api/v1/services", "/api/v1/services/scheduled"] {
                let answer = try await server.send("GET", "\(path)?\(query)")
                #expect(answer.status == 400, "\(answer.body)")
                #expect(answer.codes == ["bad_request"])
                #expect(answer.isDocumentedError)
            }
        }
    }

    @Test("pages link to each other with everything else that was asked for")
    func links() async throws {
        try await TestServer.run { server in
            for name in ["a b", "a&b", "ä"] { try await server.create(name) }
            let page = try await server.send("GET", "/api/v1/services?per_page=2&page=2&sort=-name")
            #expect(
                page["meta", "pagination", "links"] == [
                    "next": "/api/v1/services?per_page=2&sort=-name&page=3",
                    "previous": "/api/v1/services?per_page=2&sort=-name&page=1",
                ])
            let next = try #require(page["meta", "pagination", "links", "next"]?.plainText)
            #expect(try await server.send("GET", next)["meta", "pagination", "current_page"] == 3)
            let named = try await server.send("GET", "/api/v1/services?filter%5Bname%5D=a%26b")
            #expect(named["meta", "pagination", "total"] == 1)
            let plus = try await server.send("GET", "/api/v1/services?filter=a+b")
            #expect(plus["data", "0", "name"] == "a b")
        }
    }

    @Test("a page past the end is empty")
    func pastTheEnd() async throws {
        try await TestServer.run { server in
            let answer = try await server.send("GET", "/api/v1/services?page=999999999")
            #expect(answer.status == 200)
            #expect(answer["data"] == [])
            #expect(answer["meta", "pagination", "total"] == 4)
        }
    }

    @Test("every answer has a request id of its own and says what is left of the rate limit")
    func commonHeaders() async throws {
        try await TestServer.run { server in
            var ids: Set<String> = []
            for (key, target) in [
                (nil, "/api/v1/services"), ("", "/api/v1/services"), (nil, "/nothing"), ("", "/healthz"),
            ] {
                let answer = try await server.send("GET", target, key: key)
                ids.insert(try #require(answer.headers["x-request-id"]))
                for name in ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"] {
                    #expect(answer.headers[name].flatMap { Int($0) } != nil, "\(target) \(name)")
                }
            }
            #expect(ids.count == 4)
        }
    }

    @Test("the state of the process is asked for without a key")
    func probes() async throws {
        try await TestServer.run { server in
            try await server.create("a")
            #expect(try await server.send("GET", "/healthz", key: "").status == 200)
            #expect(try await server.send("GET", "/readyz", key: "").status == 200)
            #expect(try await server.send("GET", "/openapi.json", key: "")["openapi"] == "3.1.0")
            let metrics = try await server.send("GET", "/metrics", key: "")
            #expect(metrics.headers["content-type"]?.hasPrefix("text/plain") == true)
            #expect(metrics.body.contains("phoenix_services{type=\"scheduled\"} 1\n"))
            #expect(
                metrics.body.contains("phoenix_http_requests_total{route=\"createScheduledTask\",status=\"201\"} 1\n"))
            #expect(
                metrics.body.contains(
                    #"phoenix_http_request_duration_seconds_bucket{route="createScheduledTask",le="+Inf"} 1"#))
        }
    }
}
