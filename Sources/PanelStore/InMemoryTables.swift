import PhoenixModel

/// The state of an in-memory store. Each change notes how to undo it.
final class InMemoryTables {
    private struct AnswerKey: Hashable {
        let scope: String
        let key: String
    }

    private var services: [Int64: ServiceRecord] = [:]
    /// Ascending.
    private var ids: [Int64] = []
    /// Equal texts are those that are canonically equivalent, which is what the port asks for.
    private var idsByName: [String: Int64] = [:]
    private var dependentIDs: [Int64: Set<Int64>] = [:]
    private var answers: [AnswerKey: RememberedAnswer] = [:]
    private var keys: [String: APIKeyRecord] = [:]
    private var lastID: Int64 = 0
    /// How many writes were begun.
    var writeCount: Int64 = 0
    private var undos: [(InMemoryTables) -> Void] = []

    init(services: [ServiceRecord]) {
        for record in services { set(record, at: record.id) }
        lastID = services.last?.id ?? 0
    }

    func begin() { undos = [] }

    func rollBack() {
        for undo in undos.reversed() { undo(self) }
        undos = []
    }

    private func set(_ record: ServiceRecord?, at id: Int64) {
        let before = services[id]
        undos.append { $0.set(before, at: id) }
        if let before {
            idsByName[before.name] = nil
            for dependency in before.dependsOn { dependentIDs[dependency]?.remove(id) }
        }
        services[id] = record
        if let record {
            idsByName[record.name] = id
            for dependency in record.dependsOn { dependentIDs[dependency, default: []].insert(id) }
        }
        guard (before == nil) != (record == nil) else { return }
        let place = ids.partitioningIndex { $0 >= id }
        if record == nil { ids.remove(at: place) } else { ids.insert(id, at: place) }
    }

    private func set(_ answer: RememberedAnswer?, at key: AnswerKey) {
        let before = answers[key]
        undos.append { $0.set(before, at: key) }
        answers[key] = answer
    }

    private func set(_ key: APIKeyRecord?, at id: String) {
        let before = keys[id]
        undos.append { $0.set(before, at: id) }
        keys[id] = key
    }
}

extension InMemoryTables: PanelStoreReading {
    func service(_ id: Int64) -> ServiceRecord? { services[id] }

    func service(named name: String) -> ServiceReference? { idsByName[name].flatMap { services[$0]?.reference } }

    func forEachService(_ body: (ServiceRecord) throws -> Void) rethrows {
        for id in ids { if let record = services[id] { try body(record) } }
    }

    func serviceCount() -> Int { ids.count }

    func page(_ query: ServiceQuery) -> ServiceSlice {
        let matches = ids.compactMap { services[$0] }.filter(query.matches).sorted(by: query.areInOrder)
        return ServiceSlice(
            records: Array(matches.dropFirst(query.offset).prefix(query.limit)), total: matches.count)
    }

    func references(_ ids: [Int64]) -> [ServiceReference] {
        Set(ids).sorted().compactMap { services[$0]?.reference }
    }

    func dependencies(of id: Int64) -> [Int64] { services[id]?.dependsOn ?? [] }

    func dependents(of id: Int64) -> [ServiceReference] { references(Array(dependentIDs[id] ?? [])) }

    func rememberedAnswer(scope: String, key: String, now: Timestamp) -> RememberedAnswer? {
        answers[AnswerKey(scope: scope, key: key)].flatMap { $0.expiresAt > now ? $0 : nil }
    }

    func apiKey(_ id: String) -> APIKeyRecord? { keys[id] }

    func apiKeys() -> [APIKeyRecord] { keys.values.sorted { $0.name < $1.name } }
}

extension InMemoryTables: PanelStoreTransaction {
    func insert(_ record: ServiceRecord) throws -> ServiceRecord {
        guard idsByName[record.name] == nil else { throw InMemoryConstraint.nameTaken }
        let id = lastID + 1
        lastID = id
        undos.append { $0.lastID = id - 1 }
        var record = record
        record.id = id
        try checkDependencies(of: record)
        set(record, at: id)
        return record
    }

    func replace(_ record: ServiceRecord) throws {
        guard services[record.id] != nil else { throw InMemoryConstraint.unknownService }
        guard idsByName[record.name] ?? record.id == record.id else { throw InMemoryConstraint.nameTaken }
        try checkDependencies(of: record)
        set(record, at: record.id)
    }

    func remove(_ id: Int64) throws {
        guard dependentIDs[id, default: []].isEmpty else { throw InMemoryConstraint.dependentsRemain }
        set(nil as ServiceRecord?, at: id)
        for (key, answer) in answers where answer.serviceID == id { set(nil as RememberedAnswer?, at: key) }
    }

    func remember(_ answer: RememberedAnswer, now: Timestamp) {
        for (key, answer) in answers where answer.expiresAt <= now { set(nil as RememberedAnswer?, at: key) }
        set(answer, at: AnswerKey(scope: answer.scope, key: answer.key))
    }

    func insert(_ key: APIKeyRecord) throws {
        let isFree = keys[key.id] == nil && !keys.values.contains { $0.name == key.name }
        guard isFree else { throw InMemoryConstraint.nameTaken }
        set(key, at: key.id)
    }

    func removeAPIKey(named name: String) -> Bool {
        guard let key = keys.values.first(where: { $0.name == name }) else { return false }
        set(nil as APIKeyRecord?, at: key.id)
        return true
    }

    func noteUse(ofAPIKey id: String, at moment: Timestamp) {
        guard var key = keys[id] else { return }
        key.lastUsedAt = max(key.lastUsedAt ?? moment, moment)
        set(key, at: id)
    }

    private func checkDependencies(of record: ServiceRecord) throws {
        let exist = record.dependsOn.allSatisfy { $0 == record.id || services[$0] != nil }
        guard exist else { throw InMemoryConstraint.unknownDependency }
    }
}

/// What a database would refuse by itself: the rules above the store let none of these through.
private enum InMemoryConstraint: Error {
    case nameTaken, unknownService, unknownDependency, dependentsRemain
}

extension Array<Int64> {
    /// The first index whose element fulfils the predicate, where all that fulfil it stand last.
    fileprivate func partitioningIndex(where predicate: (Int64) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if predicate(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
