import PanelStore
import PhoenixModel
import ServicesAPI

/// The rules of what may depend on what, held against one state of the store.
struct DependencyRules {
    let store: any PanelStoreReading

    /// The ids in a list as it was sent, ascending, and one problem for each that is the id of nothing.
    func resolve(_ sent: [String]) async throws -> (ids: [Int64], problems: [ServiceProblem]) {
        let numbers = sent.map(ServiceID.number)
        let known = Set(try await store.references(numbers.compactMap(\.self)).map(\.id))
        var problems: [ServiceProblem] = []
        for (index, number) in numbers.enumerated() where number.map(known.contains) != true {
            problems.append(.field("depends_on[\(index)]", "names no service: '\(sent[index])'"))
        }
        return (known.sorted(), problems)
    }

    /// The way from a service back to itself over what it shall depend on; nil when there is none.
    func cycleProblem(_ record: ServiceRecord) async throws -> ServiceProblem? {
        var ways: [Int64: Int64] = [:]
        var frontier = record.dependsOn[...]
        for id in frontier { ways[id] = record.id }
        while let id = frontier.popFirst() {
            if id == record.id { return try await problem(ofCycle: cycle(ending: id, ways), named: record) }
            for next in try await store.dependencies(of: id) where ways[next] == nil {
                ways[next] = id
                frontier.append(next)
            }
        }
        return nil
    }

    /// The ids from the service to itself, both ends included.
    private func cycle(ending last: Int64, _ ways: [Int64: Int64]) -> [Int64] {
        var path = [last]
        while let previous = ways[path[0]] {
            path.insert(previous, at: 0)
            if previous == last { break }
        }
        return path
    }

    private func problem(ofCycle ids: [Int64], named record: ServiceRecord) async throws -> ServiceProblem {
        var names: [Int64: String] = [:]
        for reference in try await store.references(ids) { names[reference.id] = reference.name }
        names[record.id] = record.name
        let path = ids.map { names[$0] ?? String($0) }.joined(separator: " → ")
        let detail =
            ids.count == 2 ? "must not name the service itself: \(path)" : "must not lead back to itself: \(path)"
        return .field(
            "depends_on", detail, meta: ["reason": "cycle", "cycle": .list(ids.map { .string(String($0)) })])
    }

    /// An enabled service needs what it depends on.
    func disabledProblem(_ record: ServiceRecord) async throws -> ServiceProblem? {
        guard record.isEnabled, !record.dependsOn.isEmpty else { return nil }
        let disabled = try await store.references(record.dependsOn).filter { !$0.isEnabled }
        guard !disabled.isEmpty else { return nil }
        return .conflict(
            "'\(record.name)' is enabled and cannot depend on \(disabled.names), which \(disabled.areOrIs) disabled",
            reason: "dependency_disabled", meta: ["dependencies": disabled.value])
    }

    /// What is wrong with what a service depends on, a cycle before all else.
    func problem(with record: ServiceRecord) async throws -> ServiceProblem? {
        if let cycle = try await cycleProblem(record) { return cycle }
        return try await disabledProblem(record)
    }

    /// Why a service cannot be disabled.
    func disablingProblem(_ record: ServiceRecord) async throws -> ServiceProblem? {
        let dependents = try await store.dependents(of: record.id).filter(\.isEnabled)
        if record.isCritical {
            return .conflict(
                "'\(record.name)' is critical and cannot be disabled", reason: "critical",
                meta: ["dependents": dependents.value])
        }
        guard !dependents.isEmpty else { return nil }
        return .conflict(
            "'\(record.name)' cannot be disabled: \(dependents.names) \(dependents.dependOrDepends) on it",
            reason: "dependents", meta: ["dependents": dependents.value])
    }

    /// Why a service cannot be deleted.
    func deletingProblem(_ record: ServiceRecord) async throws -> ServiceProblem? {
        if record.kind == .system {
            return .conflict("'\(record.name)' is a system service and cannot be deleted", reason: "system_service")
        }
        let dependents = try await store.dependents(of: record.id)
        guard !dependents.isEmpty else { return nil }
        return .conflict(
            "'\(record.name)' cannot be deleted: \(dependents.names) \(dependents.dependOrDepends) on it",
            reason: "dependents", meta: ["dependents": dependents.value])
    }
}

extension ServiceProblem {
    static func conflict(_ detail: String, reason: Value, meta: ValueMap = [:]) -> Self {
        Self(.serviceConflict, detail, meta: ValueMap([("reason", reason)] + meta.map { ($0.key, $0.value) }))
    }

    static func nameTaken(_ name: String, by holder: ServiceReference) -> Self {
        .conflict(
            "the name '\(name)' is taken by the service \(holder.id)", reason: "name_taken",
            meta: ["source_field": "name", "id": .string(String(holder.id))])
    }
}

extension [ServiceReference] {
    /// As `meta` has them.
    fileprivate var value: Value { .list(map { ["id": .string(String($0.id)), "name": .string($0.name)] }) }

    /// The first few, for a sentence.
    fileprivate var names: String {
        let shown = prefix(5).map { "'\($0.name)'" }
        let rest = count - shown.count
        if rest > 0 { return "\(shown.joined(separator: ", ")) and \(rest) more" }
        guard let last = shown.last, shown.count > 1 else { return shown.first ?? "" }
        return "\(shown.dropLast().joined(separator: ", ")) and \(last)"
    }

    fileprivate var areOrIs: String { count == 1 ? "is" : "are" }
    fileprivate var dependOrDepends: String { count == 1 ? "depends" : "depend" }
}
