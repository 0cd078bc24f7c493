import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Synchronization
import Testing

/// The operations over one store, with a clock that stands still until it is moved.
struct Panel: Sendable {
    private final class Hands: Sendable {
        let seconds = Mutex(Timestamp.sample.seconds)
    }

    let store: any PanelStore
    let services: ServiceOperations
    private let hands: Hands

    static func run<T>(on kind: StoreKind, _ body: (Panel) async throws -> T) async throws -> T {
        let hands = Hands()
        let clock: @Sendable () -> Timestamp = { Timestamp(seconds: hands.seconds.withLock { $0 }) }
        return try await kind.withStore(clock: clock) { try await body(Panel(store: $0, hands)) }
    }

    private init(store: any PanelStore, _ hands: Hands) {
        self.store = store
        self.hands = hands
        services = ServiceOperations(store: store, now: { Timestamp(seconds: hands.seconds.withLock { $0 }) })
    }

    func wait(_ seconds: Int64) { hands.seconds.withLock { $0 += seconds } }

    /// Creates a task of that name, with more fields or others.
    @discardableResult
    func create(_ name: String, _ fields: ValueMap = [:], key: String? = nil) async throws -> ValueMap {
        let created = try await services.create(
            .task(name, fields), key: key.map { RequestKey(scope: "test", key: $0) })
        return try created.answer.asMap()
    }

    @discardableResult
    func update(_ id: String, _ body: Value, ifMatch: String? = nil) async throws -> ValueMap {
        try services.object(await services.update(id: id, body, ifMatch: ifMatch)).asMap()
    }

    func get(_ id: String) async throws -> ValueMap { try services.object(await services.get(id: id)).asMap() }

    /// The problems of what must be refused.
    func refusal<T>(
        _ code: ServiceErrorCode, sourceLocation: SourceLocation = #_sourceLocation, _ work: () async throws -> T
    ) async -> [ServiceProblem] {
        do {
            _ = try await work()
            Issue.record("it was not refused", sourceLocation: sourceLocation)
            return []
        } catch {
            guard case .refused(let problems) = error as? ServiceError else {
                Issue.record(error, sourceLocation: sourceLocation)
                return []
            }
            let codes = Set(problems.map(\.code))
            #expect(codes == [code], "\(problems.map(\.detail))", sourceLocation: sourceLocation)
            return problems
        }
    }
}

extension Value {
    /// A body that creates a task.
    static func task(_ name: String, _ fields: ValueMap = [:]) -> Value {
        var map: ValueMap = [
            "name": .string(name), "schedule": "0 2 * * *",
            "task": ["type": "backup", "data": ["servers": ["all"], "keep": 7]],
        ]
        for (key, value) in fields { map[key] = value }
        return .map(map)
    }

    func asMap() throws -> ValueMap {
        guard case .map(let map) = self else {
            Issue.record("\(self.jsonText()) is no object")
            return [:]
        }
        return map
    }
}

extension ValueMap {
    var id: String { self["id"]?.plainText ?? "" }
}

extension [ServiceProblem] {
    var fields: [String] { compactMap { $0.meta["source_field"]?.plainText } }
    var details: [String] { map(\.detail) }
}
