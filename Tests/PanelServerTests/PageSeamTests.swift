import HTTPTypes
import PanelFixtures
import PanelServer
import PhoenixModel
import Testing

@Suite("Pages beside the API")
struct PageSeamTests {
    /// Says what it was asked.
    private struct Echo: WebResponder {
        func respond(to request: WebRequest) async -> WebResponse {
            let size = (try? await request.body())?.count ?? -1
            return WebResponse(
                418, headers: [.contentType: "text/html", .setCookie: "a=b"],
                body: "\(request.method) \(request.segments) \(request.query.count) \(request.authority ?? "-") \(size)"
            )
        }
    }

    @Test("have every path that the API leaves free, and none of its own")
    func paths() async throws {
        try await TestServer.run(pages: Echo()) { server async throws in
            let page = try await server.send("GET", "/services/a%2Fb?x=1&y", key: "")
            #expect(page.status == 418)
            #expect(page.body == #"GET ["services", "a/b"] 2 panel.example 0"#)
            #expect(page.headers["set-cookie"] == "a=b" && page.headers["cache-control"] == "no-store")
            #expect(page.headers["x-request-id"] != nil)
            #expect(try await server.send("HEAD", "/", key: "").body.isEmpty)
            #expect(try await server.send("POST", "/login", key: "", body: "key=1").body.hasSuffix(" 5"))
            let large = String(repeating: "x", count: 70_000)
            #expect(try await server.send("POST", "/login", key: "", body: large).body.hasSuffix(" -1"))
            for path in ["/api", "/api/", "/api/v1/nothing", "/api/v2/services"] {
                #expect(try await server.send("GET", path).isDocumentedError)
            }
            #expect(try await server.send("GET", "/api/v1/services").status == 200)
            #expect(try await server.send("GET", "/healthz", key: "").status == 200)
            let metrics = try await server.send("GET", "/metrics", key: "").body
            #expect(metrics.contains(#"phoenix_http_requests_total{route="pages",status="418"}"#))
        }
    }

    @Test("are not there without being asked for")
    func none() async throws {
        try await TestServer.run { server async throws in
            #expect(try await server.send("GET", "/", key: "").isDocumentedError)
        }
    }
}
