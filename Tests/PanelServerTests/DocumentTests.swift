import PanelFixtures
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

/// Routes, document and answers: what the server answers is what the OpenAPI document says of the route.
@Suite("Answers against the OpenAPI document")
struct DocumentTests {
    private static let body =
        #"{"name":"a","schedule":"0 2 * * *","task":{"type":"backup","data":{"servers":["all"]}}}"#

    /// A request, and the status that it is answered with.
    struct Case: Sendable, CustomTestStringConvertible {
        let route: APIRoute
        let target: String
        let status: Int
        var body = ""
        var headers: [String] = []
        var key: String?

        var testDescription: String { "\(route) \(status) \(target)" }
    }

    /// Every route, with its success and with the errors that a client can bring about. The task has the id 5; that with
    /// the id 6 has run once and is running.
    static let cases: [Case] = [
        Case(route: .listServices, target: "/api/v1/services?per_page=2&page=2", status: 200),
        Case(route: .listServices, target: "/api/v1/services?page=x", status: 400),
        Case(route: .listServices, target: "/api/v1/services", status: 401, key: ""),
        Case(route: .listScheduledTasks, target: "/api/v1/services/scheduled", status: 200),
        Case(route: .createScheduledTask, target: "/api/v1/services/scheduled", status: 201, body: body),
        Case(route: .createScheduledTask, target: "/api/v1/services/scheduled", status: 400, body: "{"),
        Case(route: .createScheduledTask, target: "/api/v1/services/scheduled", status: 415),
        Case(route: .createScheduledTask, target: "/api/v1/services/scheduled", status: 422, body: "{}"),
        Case(
            route: .createScheduledTask, target: "/api/v1/services/scheduled", status: 409,
            body: body.replacing("\"a\"", with: "\"task\"")),
        Case(
            route: .createScheduledTask, target: "/api/v1/services/scheduled", status: 413,
            body: String(repeating: " ", count: 1 << 20) + "{}"),
        Case(route: .getService, target: "/api/v1/services/1", status: 200),
        Case(route: .getService, target: "/api/v1/services/5", status: 200),
        Case(route: .getService, target: "/api/v1/services/99", status: 404),
        Case(route: .updateService, target: "/api/v1/services/4", status: 200, body: #"{"notify":[]}"#),
        Case(route: .updateService, target: "/api/v1/services/1", status: 409, body: #"{"enabled":false}"#),
        Case(
            route: .updateService, target: "/api/v1/services/1", status: 412, body: #"{"description":"x"}"#,
            headers: ["If-Match: \"9\""]),
        Case(route: .deleteService, target: "/api/v1/services/5", status: 204),
        Case(route: .deleteService, target: "/api/v1/services/1", status: 409),
        Case(route: .getServiceHealth, target: "/api/v1/services/1/health", status: 200),
        Case(route: .getServiceHealth, target: "/api/v1/services/5/health", status: 200),
        Case(route: .listRuns, target: "/api/v1/services/5/runs", status: 200),
        Case(route: .listRuns, target: "/api/v1/services/6/runs?filter[result]=failed&per_page=1", status: 200),
        Case(route: .listRuns, target: "/api/v1/services/6/runs?since=now", status: 400),
        Case(route: .listRuns, target: "/api/v1/services/99/runs", status: 404),
        Case(route: .listAllRuns, target: "/api/v1/runs?filter[service]=6&until=2030-01-01T00:00:00Z", status: 200),
        Case(route: .listAllRuns, target: "/api/v1/runs?filter[state]=done", status: 400),
        Case(route: .startRun, target: "/api/v1/services/5/run", status: 202),
        Case(route: .startRun, target: "/api/v1/services/5/run", status: 202, body: "{}"),
        Case(route: .startRun, target: "/api/v1/services/5/run", status: 422, body: #"{"wait":true}"#),
        Case(route: .startRun, target: "/api/v1/services/6/run", status: 409),
        Case(route: .startRun, target: "/api/v1/services/1/run", status: 409),
        Case(route: .startRun, target: "/api/v1/services/99/run", status: 404),
        Case(route: .getRun, target: "/api/v1/services/6/runs/1", status: 200),
        Case(route: .getRun, target: "/api/v1/services/5/runs/1", status: 404),
        Case(route: .stopRun, target: "/api/v1/services/6/runs/2/stop", status: 202),
        Case(route: .stopRun, target: "/api/v1/services/6/runs/1/stop", status: 409),
        Case(route: .stopRun, target: "/api/v1/services/6/runs/9/stop", status: 404),
        Case(route: .deleteService, target: "/api/v1/services/6", status: 409),
        Case(route: .deleteService, target: "/api/v1/services/6?force=true", status: 204),
        Case(route: .getServiceHealth, target: "/api/v1/services/6/health", status: 200),
        Case(route: .checkProcess, target: "/healthz", status: 200),
        Case(route: .checkReadiness, target: "/readyz", status: 200),
        Case(route: .getMetrics, target: "/metrics", status: 200),
        Case(route: .getOpenAPI, target: "/openapi.json", status: 200),
    ]

    @Test("are as documented", arguments: cases)
    func answers(_ request: Case) async throws {
        let checker = try SchemaChecker(OpenAPIDocument.text)
        try await TestServer.run { server in
            try await server.create(
                "task",
                #","notify":[{"type":"webhook","url":"https://example.com"}],"depends_on":["1"],"timezone":"Europe/Berlin""#
            )
            try await server.create("other")
            try await server.store.addRun(
                of: 6, named: "other", result: .failed, reason: "it broke", steps: [.sample(0), .sample(1)])
            try await server.store.addRun(of: 6, named: "other", at: .later, result: nil, state: .running)
            let answer = try await server.send(
                request.route.method, request.target, key: request.key, headers: request.headers, body: request.body)
            #expect(answer.status == request.status, "\(answer.body)")
            guard case .map(let document) = OpenAPIDocument.value(), case .map(let paths) = document["paths"],
                case .map(let path) = paths[request.route.path],
                case .map(let operation) = path[request.route.method.lowercased()],
                case .map(let responses) = operation["responses"],
                case .map(let response) = responses[String(request.status)]
            else {
                Issue.record("the status is not documented")
                return
            }
            if case .map(let headers) = response["headers"] {
                for (name, _) in headers { #expect(answer.headers[name.lowercased()] != nil, "\(name)") }
            }
            guard case .map(let content) = response["content"], case .map(let json) = content["application/json"] else {
                return
            }
            let body = try #require(answer.json)
            #expect(checker.accepts(body, json["schema"]), "\(answer.body)")
        }
    }

    @Test("cover every route")
    func coverage() {
        #expect(Set(Self.cases.map(\.route)) == Set(APIRoute.allCases))
    }
}

extension Timestamp {
    fileprivate static let later = Timestamp(seconds: Timestamp.sample.seconds + 60)
}
