import PanelFixtures
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("A panel that is documented only", .mustEnd)
struct DocumentedOnlyPanelTests {
    private func withPanel<Result>(
        _ options: DocumentedOnlyOptions = DocumentedOnlyOptions(),
        _ body: (DocumentedOnlyPanel, ScriptedServer) async throws -> Result
    ) async throws -> Result {
        try await withScriptedServer(answering: FullPanel.answer) { server in
            try await withDocumentedOnlyPanel(upstream: server.address, options: options) { panel in
                try await body(panel, server)
            }
        }
    }

    private func data(_ answer: RawAnswer) throws -> Value {
        guard case .map(let envelope) = answer.json else { throw NoData() }
        return try #require(envelope["data"])
    }

    private struct NoData: Error {}

    private func keys(_ object: Value) -> [String] {
        if case .map(let fields) = object { fields.map(\.key) } else { [] }
    }

    private func items(_ answer: RawAnswer) throws -> [Value] {
        if case .list(let items) = try data(answer) { items } else { [] }
    }

    private func pagination(_ answer: RawAnswer) throws -> ValueMap {
        guard case .map(let envelope) = answer.json, case .map(let meta) = envelope["meta"],
            case .map(let pagination) = meta["pagination"], meta.count == 1
        else { throw NoData() }
        return pagination
    }

    private static let system = ["id", "name", "description", "status", "type", "created_at", "updated_at"]
    private static let scheduled = [
        "id", "name", "description", "status", "type", "schedule", "next_run", "created_at", "updated_at",
    ]

    // MARK: Answers

    @Test("answers the documented fields only")
    func fields() async throws {
        try await withPanel { panel, _ in
            let system = try await exchange("GET", "/api/v1/services/1", with: panel.address)
            #expect(try keys(data(system)) == Self.system)
            let task = try await exchange("GET", "/api/v1/services/5", with: panel.address)
            #expect(try keys(data(task)) == Self.scheduled)
            let created = try await exchange(
                "POST", "/api/v1/services/scheduled", body: #"{"name":"n"}"#, with: panel.address)
            #expect(created.statusLine == "HTTP/1.1 201 Created")
            #expect(try keys(data(created)) == Self.scheduled)
            let list = try await exchange("GET", "/api/v1/services", with: panel.address)
            #expect(try items(list).prefix(5).map(keys) == Array(repeating: Self.system, count: 4) + [Self.scheduled])
        }
    }

    @Test("answers without headers that are not documented")
    func headers() async throws {
        try await withPanel { panel, _ in
            for path in ["", "/5", "/scheduled", "/99", "/5/health"] {
                let answer = try await exchange("GET", "/api/v1/services\(path)", with: panel.address)
                #expect(Set(answer.headers.keys) == ["content-type", "content-length", "connection"])
            }
        }
    }

    @Test("answers the task never, singly or in lists")
    func task() async throws {
        let reported: [(DocumentedOnlyOptions.TaskReport, singly: Bool, inLists: Bool)] = [
            (.never, false, false), (.singly, true, false), (.inLists, true, true),
        ]
        for (report, singly, inLists) in reported {
            var options = DocumentedOnlyOptions()
            options.task = report
            try await withPanel(options) { panel, _ in
                let object = try await data(exchange("GET", "/api/v1/services/5", with: panel.address))
                #expect(keys(object).contains("task") == singly)
                let list = try await items(exchange("GET", "/api/v1/services", with: panel.address))
                #expect(list.contains { keys($0).contains("task") } == inLists)
            }
        }
    }

    @Test("answers errors with the documented fields only")
    func errors() async throws {
        try await withPanel { panel, _ in
            let answer = try await exchange("GET", "/api/v1/services/99", with: panel.address)
            #expect(answer.statusLine == "HTTP/1.1 404 Not Found")
            #expect(answer.json == ["errors": [["code": "service_not_found", "detail": "no", "status": "404"]]])
        }
    }

    @Test("answers health as it is")
    func health() async throws {
        try await withPanel { panel, _ in
            let answer = try await exchange("GET", "/api/v1/services/1/health", with: panel.address)
            #expect(answer.json == ["data": ["uptime": ["seconds": 5]]])
        }
    }

    @Test(
        "knows no other endpoint",
        arguments: [
            "GET /healthz", "GET /openapi.json", "GET /api/v1/services/5/runs", "POST /api/v1/services/5/run",
            "GET /api/v1/services/5/runs/1", "PATCH /api/v1/services/5", "POST /api/v1/services",
            "DELETE /api/v1/services/scheduled", "GET /api/v1/servicesx", "HEAD /api/v1/services",
        ])
    func unknownEndpoint(endpoint: String) async throws {
        let parts = endpoint.split(separator: " ").map(String.init)
        try await withPanel { panel, server in
            let answer = try await exchange(parts[0], parts[1], with: panel.address)
            #expect(answer.statusLine == "HTTP/1.1 404 Not Found")
            #expect(server.requests.isEmpty)
        }
    }

    // MARK: Pages

    @Test("has pages of its own length, whatever else is asked")
    func pages() async throws {
        try await withPanel { panel, server in
            let first = try await exchange(
                "GET", "/api/v1/services?per_page=100&sort=-name&filter=x", with: panel.address)
            #expect(try items(first).count == 15)
            #expect(
                try pagination(first) == [
                    "total": 40, "count": 15, "per_page": 15, "current_page": 1, "total_pages": 3,
                    "links": ["next": "/api/v1/services?page=2"],
                ])
            let last = try await exchange("GET", "/api/v1/services/scheduled?page=3", with: panel.address)
            #expect(try items(last).count == 10)
            #expect(try pagination(last)["links"] == ["previous": "/api/v1/services/scheduled?page=2"])
            #expect(
                server.requests.map(\.target)
                    == ["/api/v1/services?per_page=15", "/api/v1/services/scheduled?per_page=15&page=3"])
        }
    }

    @Test("writes an empty list where there is no link")
    func noLinks() async throws {
        var options = DocumentedOnlyOptions()
        options.perPage = 40
        try await withPanel(options) { panel, _ in
            let answer = try await exchange("GET", "/api/v1/services", with: panel.address)
            #expect(try pagination(answer)["links"] == [])
        }
    }

    @Test("writes links with the host that was asked, if wanted")
    func absoluteLinks() async throws {
        var options = DocumentedOnlyOptions()
        options.links = .absolute
        try await withPanel(options) { panel, _ in
            let answer = try await exchange("GET", "/api/v1/services", with: panel.address)
            #expect(try pagination(answer)["links"] == ["next": "http://panel.example/api/v1/services?page=2"])
        }
    }

    // MARK: Writes

    @Test("takes the documented fields of a new task, and drops the others")
    func creation() async throws {
        try await withPanel { panel, server in
            _ = try await exchange(
                "POST", "/api/v1/services/scheduled",
                headers: ["Authorization: Bearer k", "Idempotency-Key: i", "X-Other: o"],
                body: #"{"name":" n ","timezone":"Europe/Berlin","schedule":"0 2 * * *","nmae":1,"description":null}"#,
                with: panel.address)
            let received = try #require(server.requests.first)
            #expect(received.json == ["name": " n ", "schedule": "0 2 * * *"])
            #expect(received.headers["Authorization"] == "Bearer k")
            #expect(received.headers["Content-Type"] == "application/json")
            #expect(received.headers["Idempotency-Key"] == nil && received.headers["X-Other"] == nil)
        }
    }

    @Test("replaces the whole task with a PUT")
    func replacement() async throws {
        try await withPanel { panel, server in
            let answer = try await exchange(
                "PUT", "/api/v1/services/5", headers: ["If-Match: \"1\""],
                body: #"{"name":"n","schedule":"0 3 * * *","task":{"type":"backup"},"overlap":"queue"}"#,
                with: panel.address)
            #expect(answer.statusLine == "HTTP/1.1 200 OK")
            let received = try #require(server.requests.last)
            #expect(
                received.json == [
                    "name": "n", "schedule": "0 3 * * *", "task": ["type": "backup"], "description": "",
                    "enabled": true,
                ])
            #expect(received.headers["If-Match"] == nil)
            _ = try await exchange(
                "PUT", "/api/v1/services/5",
                body: #"{"name":"n","description":"d","schedule":"@daily","enabled":false,"task":{}}"#,
                with: panel.address)
            #expect(
                server.requests.last?.json
                    == ["name": "n", "description": "d", "schedule": "@daily", "enabled": false, "task": [:]])
        }
    }

    @Test("asks of a system service for its name only")
    func systemReplacement() async throws {
        try await withPanel { panel, server in
            _ = try await exchange("PUT", "/api/v1/services/1", body: #"{"name":"n"}"#, with: panel.address)
            #expect(server.requests.last?.method == "PUT")
            #expect(server.requests.last?.json == ["name": "n", "description": "", "enabled": true])
        }
    }

    @Test("refuses a PUT that leaves out what must be there")
    func missingKeys() async throws {
        try await withPanel { panel, server in
            let answer = try await exchange(
                "PUT", "/api/v1/services/5", body: #"{"name":"n","schedule":null,"enabled":false}"#,
                with: panel.address)
            #expect(answer.statusLine.hasPrefix("HTTP/1.1 422 "))
            #expect(
                answer.json == [
                    "message": "The given data was invalid.",
                    "errors": [
                        "schedule": ["The schedule field is required."], "task": ["The task field is required."],
                    ],
                ])
            #expect(!server.requests.contains { $0.method == "PUT" })
        }
        var options = DocumentedOnlyOptions()
        options.validationErrors = .documented
        try await withPanel(options) { panel, _ in
            let answer = try await exchange("PUT", "/api/v1/services/1", body: "{}", with: panel.address)
            let detail = "The name field is required."
            #expect(
                answer.json
                    == ["errors": [["code": "validation_failed", "detail": .string(detail), "status": "422"]]])
        }
    }

    @Test("says of a PUT to an unknown id what the server says of it")
    func unknownID() async throws {
        try await withPanel { panel, _ in
            let answer = try await exchange("PUT", "/api/v1/services/99", body: #"{"name":"n"}"#, with: panel.address)
            #expect(answer.statusLine == "HTTP/1.1 404 Not Found")
        }
    }

    @Test("passes on a body that is no object", arguments: ["[1]", "{"])
    func noObject(body: String) async throws {
        try await withPanel { panel, server in
            _ = try await exchange("POST", "/api/v1/services/scheduled", body: body, with: panel.address)
            #expect(server.requests.last.map { String(decoding: $0.body, as: UTF8.self) } == body)
        }
    }

    @Test("trims texts if wanted")
    func trimming() async throws {
        var options = DocumentedOnlyOptions()
        options.trimsText = true
        try await withPanel(options) { panel, server in
            _ = try await exchange(
                "POST", "/api/v1/services/scheduled",
                body: #"{"name":" n\n","description":"\t ","task":{"data":{"servers":[" a b "]}}}"#,
                with: panel.address)
            #expect(
                server.requests.last?.json
                    == ["name": "n", "description": "", "task": ["data": ["servers": ["a b"]]]])
        }
    }

    @Test("deletes without options")
    func deletion() async throws {
        try await withPanel { panel, server in
            let answer = try await exchange("DELETE", "/api/v1/services/5?force=true", with: panel.address)
            #expect(answer.statusLine == "HTTP/1.1 204 No Content")
            #expect(server.requests.map(\.target) == ["/api/v1/services/5"])
        }
    }

    @Test("records what came, and stands behind a fault proxy")
    func inARow() async throws {
        try await withPanel { panel, _ in
            try await withFaultProxy(upstream: panel.address, plan: .first(1, .rateLimited(.absent))) { proxy in
                for status in [429, 200] {
                    let answer = try await exchange("GET", "/api/v1/services?x=y", with: proxy.address)
                    #expect(answer.statusLine.hasPrefix("HTTP/1.1 \(status) "))
                }
            }
            #expect(panel.requests.map(\.target) == ["/api/v1/services?x=y"])
            #expect(panel.requests.map(\.upstreamStatus) == [200])
        }
    }
}
