import LogOutput
import Logging
import PanelFixtures
import PanelServer
import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import PrometheusMetrics
import ServicesAPI
import Synchronization
import Testing

/// A server on a port of its own, with a clock that stands still until it is moved.
struct TestServer: Sendable {
    final class State: Sendable {
        let seconds = Mutex(Timestamp.sample.seconds)
        let lines = Mutex<[String]>([])
        /// When the scheduler is to have looked for due tasks; nil while there is none.
        let tick = Mutex<Timestamp?>(nil)

        var logger: Logger {
            Logger(label: "phoenix") { label in
                RecordingLogHandler(label: label) { line in self.lines.withLock { $0.append(line) } }
            }
        }
    }

    let address: ServerAddress
    let store: any PanelStore
    let keys: KeyRing
    /// One that may do everything.
    let key: APIKey
    private let state: State

    /// Runs `body` against a server, which is gone afterwards.
    static func run<T: Sendable>(
        on kind: StoreKind = .inMemory, options: PanelServerOptions = PanelServerOptions(host: "127.0.0.1", port: 0),
        pages: (any WebResponder)? = nil, _ body: @escaping @Sendable (TestServer) async throws -> T
    ) async throws -> T {
        try await kind.withStore { store in try await run(store, options, pages: pages, body) }
    }

    static func run<T: Sendable>(
        _ store: any PanelStore, _ options: PanelServerOptions = PanelServerOptions(host: "127.0.0.1", port: 0),
        pages: (any WebResponder)? = nil, _ body: @escaping @Sendable (TestServer) async throws -> T
    ) async throws -> T {
        let state = State()
        let now: @Sendable () -> Timestamp = { Timestamp(seconds: state.seconds.withLock { $0 }) }
        let keys = KeyRing(store: store, now: now)
        let key = try await keys.make("all", Permission.allCases)
        let server = try PanelServer(
            options: options, services: ServiceOperations(store: store, now: now), keys: keys,
            logger: state.logger, metrics: PrometheusMetricsFactory(help: PanelServer.metricsHelp),
            document: OpenAPIDocument.value(), now: now,
            schedulerTick: { state.tick.withLock { $0 } }, pages: pages)
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        return try await withThrowingTaskGroup(of: T?.self) { group in
            group.addTask {
                do {
                    try await server.run(stopsOnSignals: false) { port in
                        listening.yield(port)
                        listening.finish()
                    }
                } catch  where Task.isCancelled {}
                listening.finish()
                return nil
            }
            group.addTask {
                var port: Int?
                for await heard in ports { port = heard }
                let test = TestServer(
                    address: ServerAddress(port: try #require(port)), store: store, keys: keys, key: key, state: state)
                return try await body(test)
            }
            while let result = try await group.next() {
                if let result {
                    group.cancelAll()
                    return result
                }
            }
            throw CancellationError()
        }
    }

    /// What was logged so far.
    var log: [String] { state.lines.withLock { $0 } }

    /// Has the scheduler come round now.
    func tick() {
        let now = Timestamp(seconds: state.seconds.withLock { $0 })
        state.tick.withLock { $0 = now }
    }

    func wait(_ seconds: Int64) { state.seconds.withLock { $0 += seconds } }

    /// Sends one request, with the key that may do everything unless another or none is given.
    func send(
        _ method: String, _ target: String, key: String? = nil, headers: [String] = [], body: String = ""
    ) async throws -> RawAnswer {
        let text = key ?? self.key.text
        let authorization = text.isEmpty ? [] : ["Authorization: Bearer \(text)"]
        return try await exchange(method, target, headers: authorization + headers, body: body, with: address)
    }

    /// Sends a request as it is, but for the key and what ends the connection.
    func sendRaw(head: [String], body: [UInt8]) async throws -> RawAnswer {
        let received = try await withRawConnection(to: address) { connection in
            let lines = head + ["Host: a", "Authorization: Bearer \(key.text)", "Connection: close", "", ""]
            try await connection.send(Array(lines.joined(separator: "\r\n").utf8) + body)
            return try await connection.receiveAll().text
        }
        return RawAnswer(received)
    }

    /// Creates a task and answers its id.
    @discardableResult
    func create(_ name: String, _ more: String = "") async throws -> String {
        let body =
            #"{"name":"\#(name)","schedule":"0 2 * * *","task":{"type":"backup","data":{"servers":["all"]}}\#(more)}"#
        let answer = try await send("POST", "/api/v1/services/scheduled", body: body)
        try #require(answer.status == 201, "\(answer.body)")
        return try #require(answer["data", "id"]?.plainText)
    }
}

extension KeyRing {
    func make(_ name: String, _ permissions: [Permission], lifetime: Int64? = nil) async throws -> APIKey {
        var generator = SystemRandomNumberGenerator()
        let key = APIKey(using: &generator)
        _ = try await add(key, name: name, permissions: Set(permissions), lifetime: lifetime)
        return key
    }
}

extension RawAnswer {
    var status: Int { Int(statusLine.split(separator: " ").dropFirst().first ?? "") ?? 0 }

    /// The value at a path of keys and positions.
    subscript(path: String...) -> Value? {
        path.reduce(json) { value, step in
            switch value {
            case .map(let map): map[step]
            case .list(let list): Int(step).flatMap { list.indices.contains($0) ? list[$0] : nil }
            default: nil
            }
        }
    }

    /// The codes of an error answer.
    var codes: [String] {
        guard case .list(let errors) = self["errors"] else { return [] }
        return errors.compactMap { if case .map(let map) = $0 { map["code"]?.plainText } else { nil } }
    }

    /// Whether it is an answer as errors are documented: code, detail, and the status as text.
    var isDocumentedError: Bool {
        guard case .list(let errors) = self["errors"], !errors.isEmpty else { return false }
        return errors.allSatisfy { error in
            guard case .map(let map) = error else { return false }
            return map["code"]?.plainText != nil && map["detail"]?.plainText != nil
                && map["status"] == .string(String(status))
                && map.allSatisfy { ["code", "detail", "status", "meta"].contains($0.key) }
        }
    }
}
