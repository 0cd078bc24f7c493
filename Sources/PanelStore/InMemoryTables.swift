import PhoenixModel
import Synchronization

/// The state of an in-memory store. Each change notes how to undo it.
final class InMemoryTables: Sendable {
    private let state: Mutex<State>

    init(services: [ServiceRecord]) {
        var state = State()
        for record in services { state.set(record, at: record.id) }
        state.lastID = services.last?.id ?? 0
        state.undos = []
        self.state = Mutex(state)
    }

    /// How many writes were begun.
    var writeCount: Int64 { state.withLock { $0.writeCount } }

    func beginWrite() { state.withLock { $0.writeCount += 1 } }

    func commit() { state.withLock { $0.undos = [] } }

    /// Undoes everything since the last commit.
    func rollBack() {
        state.withLock { state in
            for undo in state.undos.reversed() { undo(&state) }
            state.undos = []
        }
    }
}

private struct AnswerKey: Hashable {
    let scope: String
    let key: String
}

private struct State {
    var services: [Int64: ServiceRecord] = [:]
    /// Ascending.
    var ids: [Int64] = []
    /// Equal texts are those that are canonically equivalent, which is what the port asks for.
    var idsByName: [String: Int64] = [:]
    var dependentIDs: [Int64: Set<Int64>] = [:]
    var answers: [AnswerKey: RememberedAnswer] = [:]
    var keys: [String: APIKeyRecord] = [:]
    var lastID: Int64 = 0
    var writeCount: Int64 = 0
    var undos: [@Sendable (inout State) -> Void] = []

    mutating func set(_ record: ServiceRecord?, at id: Int64) {
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

    mutating func set(_ answer: RememberedAnswer?, at key: AnswerKey) {
        let before = answers[key]
        undos.append { $0.set(before, at: key) }
        answers[key] = answer
    }

    mutating func set(_ key: APIKeyRecord?, at id: String) {
        let before = keys[id]
        undos.append { $0.set(before, at: id) }
        keys[id] = key
    }

    func references(_ ids: some Sequence<Int64>) -> [ServiceReference] {
        Set(ids).sorted().compactMap { services[$0]?.reference }
    }

    func checkDependencies(of record: ServiceRecord) throws {
        let exist = record.dependsOn.allSatisfy { $0 == record.id || services[$0] != nil }
        guard exist else { throw InMemoryConstraint.unknownDependency }
    }
}

extension InMemoryTables: PanelStoreReading {
    func service(_ id: Int64) -> ServiceRecord? { state.withLock { $0.services[id] } }

    func service(named name: String) -> ServiceReference? {
        state.withLock { state in state.idsByName[name].flatMap { state.services[$0]?.reference } }
    }

    func forEachService(_ body: (ServiceRecord) throws -> Void) rethrows {
        for record in allRecords { try body(record) }
    }

    private var allRecords: [ServiceRecord] {
        state.withLock { state in state.ids.compactMap { state.services[$0] } }
    }

    func serviceCount() -> Int { state.withLock { $0.ids.count } }

    func page(_ query: ServiceQuery) -> ServiceSlice {
        let matches = allRecords.filter(query.matches).sorted(by: query.areInOrder)
        return ServiceSlice(
            records: Array(matches.dropFirst(query.offset).prefix(query.limit)), total: matches.count)
    }

    func references(_ ids: [Int64]) -> [ServiceReference] { state.withLock { $0.references(ids) } }

    func dependencies(of id: Int64) -> [Int64] { state.withLock { $0.services[id]?.dependsOn ?? [] } }

    func dependents(of id: Int64) -> [ServiceReference] {
        state.withLock { $0.references($0.dependentIDs[id] ?? []) }
    }

    func rememberedAnswer(scope: String, key: String, now: Timestamp) -> RememberedAnswer? {
        let answer = state.withLock { $0.answers[AnswerKey(scope: scope, key: key)] }
        return answer.flatMap { $0.expiresAt > now ? $0 : nil }
    }

    func apiKey(_ id: String) -> APIKeyRecord? { state.withLock { $0.keys[id] } }

    func apiKeys() -> [APIKeyRecord] { state.withLock { $0.keys.values.sorted { $0.name < $1.name } } }
}

extension InMemoryTables: PanelStoreTransaction {
    func insert(_ record: ServiceRecord) throws -> ServiceRecord {
        try state.withLock { state in
            guard state.idsByName[record.name] == nil else { throw InMemoryConstraint.nameTaken }
            let id = state.lastID + 1
            state.lastID = id
            state.undos.append { $0.lastID = id - 1 }
            var record = record
            record.id = id
            try state.checkDependencies(of: record)
            state.set(record, at: id)
            return record
        }
    }

    func replace(_ record: ServiceRecord) throws {
        try state.withLock { state in
            guard state.services[record.id] != nil else { throw InMemoryConstraint.unknownService }
            guard state.idsByName[record.name] ?? record.id == record.id else { throw InMemoryConstraint.nameTaken }
            try state.checkDependencies(of: record)
            state.set(record, at: record.id)
        }
    }

    func remove(_ id: Int64) throws {
        try state.withLock { state in
            guard state.dependentIDs[id, default: []].isEmpty else { throw InMemoryConstraint.dependentsRemain }
            state.set(nil as ServiceRecord?, at: id)
            for (key, answer) in state.answers where answer.serviceID == id {
                state.set(nil as RememberedAnswer?, at: key)
            }
        }
    }

    func remember(_ answer: RememberedAnswer) {
        state.withLock { $0.set(answer, at: AnswerKey(scope: answer.scope, key: answer.key)) }
    }

    func forgetAnswers(expiredAt now: Timestamp) {
        state.withLock { state in
            for (key, answer) in state.answers where answer.expiresAt <= now {
                state.set(nil as RememberedAnswer?, at: key)
            }
        }
    }

    func insert(_ key: APIKeyRecord) throws {
        try state.withLock { state in
            let isFree = state.keys[key.id] == nil && !state.keys.values.contains { $0.name == key.name }
            guard isFree else { throw InMemoryConstraint.nameTaken }
            state.set(key, at: key.id)
        }
    }

    func removeAPIKey(named name: String) -> Bool {
        state.withLock { state in
            guard let key = state.keys.values.first(where: { $0.name == name }) else { return false }
            state.set(nil as APIKeyRecord?, at: key.id)
            return true
        }
    }

    func noteUse(ofAPIKey id: String, at moment: Timestamp) {
        state.withLock { state in
            guard var key = state.keys[id] else { return }
            key.lastUsedAt = max(key.lastUsedAt ?? moment, moment)
            state.set(key, at: id)
        }
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
