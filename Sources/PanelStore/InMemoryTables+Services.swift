import PhoenixModel
import Synchronization

extension InMemoryTables {
    func service(_ id: Int64) -> ServiceRecord? { state.withLock { $0.services[id] } }

    func services(_ ids: [Int64]) -> [ServiceRecord] {
        state.withLock { state in Set(ids).sorted().compactMap { state.services[$0] } }
    }

    func service(named name: String) -> ServiceReference? {
        state.withLock { state in state.services.idsByName[name].flatMap { state.services[$0]?.reference } }
    }

    func forEachService(_ body: (ServiceRecord) throws -> Void) rethrows {
        for record in state.withLock({ $0.services.records }) { try body(record) }
    }

    func serviceCount() -> Int { state.withLock { $0.services.ids.elements.count } }

    func page(_ query: ServiceQuery) -> RecordSlice<ServiceRecord> {
        let records = state.withLock { $0.services.records }
        let matches = records.filter(query.matches).sorted(by: query.areInOrder)
        return RecordSlice(
            records: Array(matches.dropFirst(query.offset).prefix(query.limit)), total: matches.count)
    }

    func references(_ ids: [Int64]) -> [ServiceReference] { state.withLock { $0.services.references(ids) } }

    func dependencies(of id: Int64) -> [Int64] { state.withLock { $0.services[id]?.dependsOn ?? [] } }

    func dependents(of id: Int64) -> [ServiceReference] {
        state.withLock { $0.services.references($0.services.dependentIDs[id] ?? []) }
    }

    func rememberedAnswer(scope: String, key: String, now: Timestamp) -> RememberedAnswer? {
        let answer = state.withLock { $0.services.answers[.init(scope: scope, key: key)] }
        return answer.flatMap { $0.expiresAt > now ? $0 : nil }
    }

    func apiKey(_ id: String) -> APIKeyRecord? { state.withLock { $0.services.keys[id] } }

    func apiKeys() -> [APIKeyRecord] {
        state.withLock { $0.services.keys.rows.values.sorted { $0.name < $1.name } }
    }

    func insert(_ record: ServiceRecord) throws -> ServiceRecord {
        try state.withLock { state in
            guard state.services.idsByName[record.name] == nil else { throw InMemoryConstraint.nameTaken }
            var record = record
            record.id = state.services.lastID + 1
            record.observedStatus = nil
            try state.checkDependencies(of: record)
            state.services.set(record, at: record.id)
            return record
        }
    }

    func replace(_ record: ServiceRecord) throws {
        try state.withLock { state in
            guard let before = state.services[record.id] else { throw InMemoryConstraint.unknownService }
            guard state.services.idsByName[record.name, default: record.id] == record.id else {
                throw InMemoryConstraint.nameTaken
            }
            try state.checkDependencies(of: record)
            var record = record
            record.lastRun = before.lastRun
            record.lastResult = before.lastResult
            record.observedStatus = before.observedStatus
            state.services.set(record, at: record.id)
        }
    }

    func remove(_ id: Int64) throws {
        let moment = clock()
        try state.withLock { state in
            guard state.services.dependentIDs[id, default: []].isEmpty else {
                throw InMemoryConstraint.dependentsRemain
            }
            state.services.set(nil, at: id)
            for (key, answer) in state.services.answers.rows where answer.serviceID == id {
                state.services.set(nil as RememberedAnswer?, at: key)
            }
            state.health.remove(id)
            for runID in state.runs.ids(of: id) {
                guard var run = state.runs[runID], run.state == .queued else { continue }
                run.finish(.skipped, RunRecord.deletedTask, at: moment)
                state.finish(run)
            }
        }
    }

    func remember(_ answer: RememberedAnswer) {
        state.withLock { $0.services.set(answer, at: .init(scope: answer.scope, key: answer.key)) }
    }

    func forgetAnswers(expiredAt now: Timestamp) {
        state.withLock { state in
            for (key, answer) in state.services.answers.rows where answer.expiresAt <= now {
                state.services.set(nil as RememberedAnswer?, at: key)
            }
        }
    }

    func insert(_ key: APIKeyRecord) throws {
        try state.withLock { state in
            let keys = state.services.keys
            let isFree = keys[key.id] == nil && !keys.rows.values.contains { $0.name == key.name }
            guard isFree else { throw InMemoryConstraint.nameTaken }
            state.services.set(key, at: key.id)
        }
    }

    func removeAPIKey(named name: String) -> Bool {
        state.withLock { state in
            guard let key = state.services.keys.rows.values.first(where: { $0.name == name }) else { return false }
            state.services.set(nil as APIKeyRecord?, at: key.id)
            return true
        }
    }

    func noteUse(ofAPIKey id: String, at moment: Timestamp) {
        state.withLock { state in
            guard var key = state.services.keys[id] else { return }
            key.lastUsedAt = max(key.lastUsedAt ?? moment, moment)
            state.services.set(key, at: id)
        }
    }
}

extension InMemoryTables.State {
    fileprivate func checkDependencies(of record: ServiceRecord) throws {
        let exist = record.dependsOn.allSatisfy { $0 == record.id || services[$0] != nil }
        guard exist else { throw InMemoryConstraint.unknownDependency }
    }
}
