import HTTPTransport
import PhoenixModel
import ServicesAPI
import Testing
import TransportFixtures

@testable import PanelClient

@Suite("Runs and health of a panel over HTTP")
struct RunTests {
    private static func run(_ id: Int, result: RunResult = .succeeded) -> TaskRun {
        var run = TaskRun(
            id: String(id), serviceID: "5", serviceName: "a", trigger: .schedule, state: .finished,
            queuedAt: Timestamp(seconds: 1_795_485_909))
        run.result = result
        return run
    }

    private static func page(_ runs: [TaskRun], next: String? = nil) -> HTTPResponse {
        let links: Value = next.map { ["next": .string($0)] } ?? []
        return .json(
            200, ["data": .list(runs.map(\.object)), "meta": ["pagination": ["links": links]]])
    }

    @Test("are asked for as they are wanted, page by page along the links")
    func pages() async throws {
        let transport = ScriptedTransport { request, _ in
            request.target.contains("&page=2")
                ? Self.page([Self.run(3), Self.run(2), Self.run(1)])
                : Self.page([Self.run(5), Self.run(4), Self.run(3)], next: "/api/v1/services/5/runs?x=1&page=2")
        }
        var selection = RunFilter(limit: 250)
        selection.serviceID = "5"
        selection.result = .succeeded
        selection.since = Timestamp(seconds: 0)
        // A run that moved on to the next page while it was read is there once.
        #expect(try await HTTPPanel(transport).runs(selection).map(\.id) == ["5", "4", "3", "2", "1"])
        let first = "per_page=100&page=1&filter%5Bresult%5D=succeeded&since=1970-01-01T00%3A00%3A00Z"
        #expect(
            transport.requests.map(\.line) == [
                "GET /api/v1/services/5/runs?\(first)", "GET /api/v1/services/5/runs?x=1&page=2&per_page=100",
            ])
        selection.limit = 2
        #expect(try await HTTPPanel(transport).runs(selection).map(\.id) == ["5", "4"])
        #expect(transport.requests.count == 3)
    }

    @Test("are those that were asked for, also where the panel does not filter")
    func filters() async throws {
        let transport = ScriptedTransport { _, _ in
            Self.page([Self.run(3), Self.run(2, result: .failed), Self.run(1)])
        }
        var selection = RunFilter(limit: 10)
        selection.result = .failed
        #expect(try await HTTPPanel(transport).runs(selection).map(\.id) == ["2"])
        selection.serviceID = "6"
        #expect(try await HTTPPanel(transport).runs(selection).isEmpty)
    }

    @Test("end where a panel links its pages in a loop")
    func loop() async throws {
        let transport = ScriptedTransport { _, _ in Self.page([Self.run(1)], next: "/api/v1/runs?page=1") }
        #expect(try await HTTPPanel(transport).runs(RunFilter(limit: 10)).count == 1)
        #expect(transport.requests.count == 2)
        let elsewhere = ScriptedTransport { _, _ in Self.page([Self.run(1)], next: "https://evil.example/api/v1/runs") }
        let error = await #expect(throws: PanelError.self) {
            try await HTTPPanel(elsewhere).runs(RunFilter(limit: 10))
        }
        #expect(error?.code == .unexpectedAnswer)
    }

    @Test("are not had on a panel with the documented routes alone, which is said")
    func documentedPanel() async throws {
        for missing in [HTTPResponse.error(404, "not_found", "no such path"), .text(404, "<html>"), .text(405, "")] {
            let api = FakeAPI(.tasks(1))
            let transport = ScriptedTransport { request, _ in
                request.target.contains("run") ? missing : api.answer(request)
            }
            let panel = try HTTPPanel(transport)
            _ = try await panel.readAll()
            let starting = await #expect(throws: PanelError.self) {
                try await panel.startRun(ofService: "1", idempotencyKey: "k")
            }
            let listing = await #expect(throws: PanelError.self) { try await panel.runs(RunFilter(limit: 1)) }
            for error in [starting, listing] {
                #expect(
                    error?.code == .unexpectedAnswer && error?.message.hasSuffix("has services, but no runs") == true)
                #expect(error?.help?.contains("phoenix serve") == true)
            }
        }
    }

    @Test("that are not there, and health of what is not there, are nothing")
    func missing() async throws {
        let transport = ScriptedTransport { request, _ in
            .error(404, request.target.hasSuffix("9") ? "not_found" : "service_not_found", "it is not there")
        }
        let panel = try HTTPPanel(transport)
        #expect(try await panel.run("9", ofService: "5") == nil)
        #expect(try await panel.run("1", ofService: "5") == nil)
        #expect(try await panel.health(ofService: "5") == nil)
        // No id of a run leads to another path.
        #expect(try await panel.run("..", ofService: "5") == nil)
        #expect(try await panel.run("a/b", ofService: "5") == nil)
        #expect(transport.requests.last?.line == "GET /api/v1/services/5/runs/a%2Fb")
    }

    @Test("that cannot be read are named")
    func unreadable() async throws {
        let transport = ScriptedTransport { request, _ in
            .json(200, ["data": request.target.hasSuffix("health") ? ["status": [1]] : ["id": "7", "state": "done"]])
        }
        let panel = try HTTPPanel(transport)
        let run = await #expect(throws: PanelError.self) { try await panel.run("7", ofService: "5") }
        #expect(run?.message.contains("a run that cannot be read (id 7)") == true, "\(String(describing: run))")
        let health = await #expect(throws: PanelError.self) { try await panel.health(ofService: "5") }
        #expect(
            health?.message.contains("health that cannot be read: 'status'") == true, "\(String(describing: health))")
    }

    @Test("are started under a key, and again only where the panel knows the key again")
    func start() async throws {
        let api = FakeAPI(.tasks(1))
        let transport = ScriptedTransport { request, number throws(TransportError) in
            guard request.method == "POST" else { return api.answer(request) }
            if number == 2 { throw .reset }
            return .json(202, ["data": Self.run(1).object])
        }
        let panel = try HTTPPanel(transport)
        _ = try await panel.readAll()
        let run = try await panel.startRun(ofService: "1", idempotencyKey: "k")
        #expect(run.id == "1")
        let posts = transport.requests.filter { $0.method == "POST" }
        #expect(posts.map(\.line) == Array(repeating: "POST /api/v1/services/1/run", count: 2))
        #expect(posts.allSatisfy { $0.header("Idempotency-Key") == "k" && $0.body == nil })
    }
}
