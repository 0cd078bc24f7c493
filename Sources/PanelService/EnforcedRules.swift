import Diagnostics
import PanelStore
import PhoenixModel
import ServicesAPI

/// Holds writes against the rules of the panel in one state of the store, and words what is refused.
struct EnforcedRules {
    let store: any PanelStoreReading

    /// The ids in a list as it was sent, ascending, and one problem for each that is the id of nothing.
    func resolve(_ sent: [String]) async throws -> (ids: [Int64], problems: [ServiceProblem]) {
        let numbers = sent.map(ServiceID.number)
        let known = Set(try await store.references(numbers.compactMap(\.self)).map(\.id))
        var problems: [ServiceProblem] = []
        for (index, number) in numbers.enumerated() where number.map(known.contains) != true {
            problems.append(.field("depends_on[\(index)]", "does not name a service: '\(sent[index])'"))
        }
        return (known.sorted(), problems)
    }

    /// The way from a service back to itself over what it shall depend on; nil when there is none.
    func cycleProblem(_ record: ServiceRecord) async throws -> ServiceProblem? {
        var services = StoredNeighbourhood(store)
        try await services.readDependencies(from: record.dependsOn, upTo: record.id)
        let refusal = PanelRules.cycle(of: record.id, dependingOn: record.dependsOn, in: services)
        guard case .dependencyCycle(let ids)? = refusal else { return nil }
        try await services.readServices(ids)
        return .refusal(.dependencyCycle(ids), of: record, services)
    }

    /// Every rule that a new service, with nil for `before`, or a change of one would break.
    func conflicts(from before: ServiceRecord?, to after: ServiceRecord) async throws -> [ServiceProblem] {
        var services = StoredNeighbourhood(store)
        if before?.name != after.name { try await services.readHolder(ofName: after.name) }
        if before?.isEnabled == true, !after.isEnabled { try await services.readDependents(of: after.id) }
        if after.isEnabled { try await services.readServices(after.dependsOn) }
        let refusals = [
            PanelRules.naming(from: before?.name, to: after.name, of: before?.id, in: services),
            PanelRules.switching(
                after.id, from: before?.isEnabled ?? false, to: after.isEnabled, isCritical: after.isCritical,
                in: services),
            PanelRules.depending(isEnabled: after.isEnabled, on: after.dependsOn, in: services),
        ]
        return refusals.compactMap { $0.map { .refusal($0, of: after, services) } }
    }

    /// Why a service cannot be deleted.
    func deletingProblem(_ record: ServiceRecord) async throws -> ServiceProblem? {
        var services = StoredNeighbourhood(store)
        try await services.readDependents(of: record.id)
        return PanelRules.deleting(record.id, record.kind, in: services)
            .map { .refusal($0, of: record, services, deed: "deleted") }
    }
}

extension ServiceProblem {
    /// `deed`: what would be done to the service if nothing depended on it.
    fileprivate static func refusal(
        _ refusal: PanelRefusal<Int64>, of record: ServiceRecord, _ services: StoredNeighbourhood,
        deed: String = "disabled"
    ) -> Self {
        func named(_ ids: [Int64]) -> [ServiceReference] { ids.compactMap { services.references[$0] } }
        switch refusal {
        case .nameTaken(let holder): return .nameTaken(record.name, by: holder)
        case .dependencyCycle(let ids): return .cycle(ids, of: record, services)
        case .dependencyDisabled(let ids):
            let disabled = named(ids)
            return .conflict(
                "'\(record.name)' is enabled and cannot depend on \(disabled.names), which \(disabled.areOrIs) disabled",
                reason: "dependency_disabled", meta: ["dependencies": disabled.value])
        case .critical(let ids):
            return .conflict(
                "'\(record.name)' is critical and cannot be disabled", reason: "critical",
                meta: ["dependents": named(ids).value])
        case .dependentsRemain(let ids):
            let dependents = named(ids)
            return .conflict(
                "'\(record.name)' cannot be \(deed): \(dependents.names) \(dependents.dependOrDepends) on it",
                reason: "dependents", meta: ["dependents": dependents.value])
        case .kindStays:
            return .conflict("'\(record.name)' is a system service and cannot be deleted", reason: "system_service")
        }
    }

    private static func cycle(_ ids: [Int64], of record: ServiceRecord, _ services: StoredNeighbourhood) -> Self {
        let names = ids.map { $0 == record.id ? record.name : services.references[$0]?.name ?? String($0) }
        let path = Diagnostic.cyclePath(names)
        let detail =
            ids.count == 1 ? "must not name the service itself: \(path)" : "must not lead back to itself: \(path)"
        let way = (ids + [record.id]).map { Value.string(String($0)) }
        return .field("depends_on", detail, meta: ["reason": "cycle", "cycle": .list(way)])
    }
}

extension ServiceProblem {
    static func conflict(_ detail: String, reason: Value, meta: ValueMap = [:]) -> Self {
        Self(.serviceConflict, detail, meta: ValueMap([("reason", reason)] + meta.map { ($0.key, $0.value) }))
    }

    static func nameTaken(_ name: String, by holder: Int64) -> Self {
        .conflict(
            "the name '\(name)' is taken by the service \(holder)", reason: "name_taken",
            meta: ["source_field": "name", "id": .string(String(holder))])
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
