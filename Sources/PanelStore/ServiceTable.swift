import PhoenixModel

/// Services, their remembered answers and API keys, in memory.
struct ServiceTable: Sendable {
    struct AnswerKey: Hashable, Sendable {
        let scope: String
        let key: String
    }

    private var services = JournaledTable<Int64, ServiceRecord>()
    private(set) var answers = JournaledTable<AnswerKey, RememberedAnswer>()
    private(set) var keys = JournaledTable<String, APIKeyRecord>()
    private(set) var ids = SortedArray<Int64>()
    /// Equal texts are those that are canonically equivalent, which is what the port asks for.
    private(set) var idsByName: [String: Int64] = [:]
    private(set) var dependentIDs: [Int64: Set<Int64>] = [:]
    /// Enabled tasks by their next run.
    private(set) var due = SortedArray<TimedID>()
    var lastID: Int64 = 0
    private var committedLastID: Int64 = 0
    /// How often something was changed that answers of the API show; undoing counts as well.
    private(set) var changeCount: Int64 = 0
    /// How often keys came or went; undoing counts as well.
    private(set) var keyChangeCount: Int64 = 0

    subscript(id: Int64) -> ServiceRecord? { services[id] }

    /// In ascending order of the id.
    var records: [ServiceRecord] { ids.elements.compactMap { services[$0] } }

    mutating func set(_ record: ServiceRecord?, at id: Int64) {
        guard services[id] != record else { return }
        index(services.set(record, at: id))
        if let record { lastID = max(lastID, record.id) }
    }

    mutating func set(_ answer: RememberedAnswer?, at key: AnswerKey) { answers.set(answer, at: key) }

    mutating func set(_ key: APIKeyRecord?, at id: String) { count(keys.set(key, at: id)) }

    mutating func commit() {
        services.commit()
        answers.commit()
        keys.commit()
        committedLastID = lastID
    }

    mutating func rollBack() {
        for change in services.rollBack() { index(change) }
        answers.rollBack()
        for change in keys.rollBack() { count(change) }
        lastID = committedLastID
    }

    func references(_ ids: some Sequence<Int64>) -> [ServiceReference] {
        Set(ids).sorted().compactMap { services[$0]?.reference }
    }

    private mutating func index(_ change: JournaledTable<Int64, ServiceRecord>.Change) {
        changeCount += 1
        if let before = change.before {
            idsByName[before.name] = nil
            for dependency in before.dependsOn { dependentIDs[dependency]?.remove(before.id) }
            if let place = Self.dueTime(of: before) { due.remove(place) }
        }
        if let after = change.after {
            idsByName[after.name] = after.id
            for dependency in after.dependsOn { dependentIDs[dependency, default: []].insert(after.id) }
            if let place = Self.dueTime(of: after) { due.insert(place) }
            ids.insert(after.id)
        } else {
            ids.remove(change.key)
        }
    }

    private mutating func count(_ change: JournaledTable<String, APIKeyRecord>.Change) {
        if (change.before == nil) != (change.after == nil) { keyChangeCount += 1 }
    }

    private static func dueTime(of record: ServiceRecord) -> TimedID? {
        guard record.kind == .scheduled, record.isEnabled, let time = record.nextRun else { return nil }
        return TimedID(time: time, id: record.id)
    }
}
