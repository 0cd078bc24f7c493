import PanelStore
import PhoenixModel

/// The services around one that is to be written, as the rules of a panel look at them: read from a store as far as
/// the rules in question ask for them.
struct StoredNeighbourhood: PanelView {
    private let store: any PanelStoreReading
    /// Every service that was met, by id.
    private(set) var references: [Int64: ServiceReference] = [:]
    private var idsByName: [String: Int64] = [:]
    private var dependencies: [Int64: [Int64]] = [:]
    private var dependents: [Int64: [Int64]] = [:]

    init(_ store: any PanelStoreReading) { self.store = store }

    mutating func readHolder(ofName name: String) async throws {
        guard let holder = try await store.service(named: name) else { return }
        idsByName[name] = holder.id
        references[holder.id] = holder
    }

    mutating func readServices(_ ids: [Int64]) async throws {
        for reference in try await store.references(ids) { references[reference.id] = reference }
    }

    mutating func readDependents(of id: Int64) async throws {
        let found = try await store.dependents(of: id)
        for reference in found { references[reference.id] = reference }
        dependents[id] = found.map(\.id)
    }

    /// What the services lead to, up to a goal: there is no need to look further.
    mutating func readDependencies(from ids: [Int64], upTo goal: Int64) async throws {
        var open = ids[...]
        while let id = open.popFirst(), id != goal {
            guard dependencies[id] == nil else { continue }
            let next = try await store.dependencies(of: id)
            dependencies[id] = next
            open += next
        }
    }

    // MARK: PanelView

    func holder(ofName name: String, besides id: Int64?) -> Int64? {
        guard let holder = idsByName[name], holder != id else { return nil }
        return holder
    }

    func disabled(among ids: [Int64]) -> [Int64] { ids.filter { references[$0]?.isEnabled == false } }

    func dependencies(of id: Int64) -> [Int64] { dependencies[id] ?? [] }

    func dependents(of id: Int64, onlyEnabled: Bool) -> [Int64] {
        (dependents[id] ?? []).filter { !onlyEnabled || references[$0]?.isEnabled == true }
    }
}
