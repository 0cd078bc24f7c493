import PanelService
import PanelStore
import PanelStoreSQLite
import PhoenixModel
import PhoenixTestSupport
import RandomFixtures
import ServicesAPI
import Testing

@Suite("Random sequences of operations")
struct RandomOperationsTests {
    @Test("are answered alike by every store", arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func agreement(_ seed: UInt64) async throws {
        try await Panel.run(on: .inMemory) { reference async throws in
            try await Panel.run(on: .sqlite) { panel async throws in
                var random = SeededGenerator(seed: seed)
                for _ in 0..<250 {
                    let operation = Operation.random(&random)
                    let expected = await operation.run(on: reference)
                    let answer = await operation.run(on: panel)
                    #expect(answer == expected, "seed \(seed): \(operation)")
                    reference.wait(7)
                    panel.wait(7)
                }
                #expect(try await panel.services.all() == reference.services.all())
            }
        }
    }
}

private enum Operation {
    case create(Value, key: String?)
    case update(String, Value, ifMatch: String?)
    case delete(String)
    case list([QueryParameter])

    static func random(_ random: inout SeededGenerator) -> Operation {
        let id = String(Int.random(in: 1...24, using: &random))
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<4:
            let key = Bool.random(using: &random) ? "key \(Int.random(in: 0..<6, using: &random))" : nil
            return .create(.task(name(&random), fields(&random)), key: key)
        case 4..<7:
            var fields = fields(&random)
            if Int.random(in: 0..<4, using: &random) == 0 { fields["name"] = .string(name(&random)) }
            let ifMatch = Int.random(in: 0..<3, using: &random) == 0 ? "\"1\"" : nil
            return .update(id, .map(fields), ifMatch: ifMatch)
        case 7: return .delete(id)
        default:
            let sort = ["id", "-id", "name", "-next_run,name", "status", "-updated_at"].randomElement(using: &random)
            return .list([
                .init("page", "\(Int.random(in: 1...3, using: &random))"), .init("per_page", "4"),
                .init("sort", sort ?? "id"), .init("filter", ["", "a", "É"].randomElement(using: &random) ?? ""),
            ])
        }
    }

    private static func name(_ random: inout SeededGenerator) -> String {
        ["a", "b", "É", "E\u{301}", "caña", "Wings Daemon", "z\(Int.random(in: 0..<9, using: &random))"]
            .randomElement(using: &random) ?? "a"
    }

    private static func fields(_ random: inout SeededGenerator) -> ValueMap {
        var fields = ValueMap()
        if Bool.random(using: &random) { fields["enabled"] = .bool(Bool.random(using: &random)) }
        if Bool.random(using: &random) {
            let ids = (0..<Int.random(in: 0...3, using: &random)).map { _ in Int.random(in: 1...20, using: &random) }
            fields["depends_on"] = .list(ids.map { .string(String($0)) })
        }
        if Int.random(in: 0..<3, using: &random) == 0 {
            fields["description"] = .string("text \(Int.random(in: 0..<3, using: &random))")
        }
        if Int.random(in: 0..<4, using: &random) == 0 {
            fields["notify"] = [["type": "discord", "url": Bool.random(using: &random) ? "https://x" : ["set": true]]]
        }
        return fields
    }

    /// What the panel answers, or how it refuses.
    func run(on panel: Panel) async -> Value {
        do {
            switch self {
            case .create(let body, let key):
                let key = key.map { RequestKey(scope: "test", key: $0) }
                return try await panel.services.create(body, key: key).answer
            case .update(let id, let body, let ifMatch):
                return try await .map(panel.update(id, body, ifMatch: ifMatch))
            case .delete(let id):
                try await panel.services.delete(id: id)
                return .null
            case .list(let parameters):
                let page = try await panel.services.list(ListRequest(parameters))
                return page.answer(path: "/api/v1/services", panel.services.object)
            }
        } catch {
            return (error as? ServiceError)?.value ?? .string(String(describing: error))
        }
    }
}
