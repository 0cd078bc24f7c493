package import PanelStore
package import PhoenixModel

extension ServiceOperations {
    /// What a create answers.
    package struct Created: Sendable {
        /// The service as it is now.
        package let record: ServiceRecord
        /// The body to answer: for a request that came again, that of the first time.
        package let answer: Value
        package let isReplay: Bool
        /// The version of the task that the body shows, which is the first one also when the task has changed since.
        package var version: Int64 { ServiceRecord.firstVersion }
    }

    /// Creates a scheduled task.
    /// - Parameters:
    ///   - body: the request's JSON.
    ///   - key: with it, the same body once more creates nothing and is answered as the first time, for a day.
    /// - Returns: the task, and the answer's body.
    /// - Throws: `validation_failed` and `invalid_schedule` with every problem of the body, `service_conflict` for a
    ///   name that is taken or a dependency that is disabled.
    package func create(_ body: Value, key: RequestKey? = nil) async throws(ServiceError) -> Created {
        try key?.check()
        let (change, problems) = ServiceBody.read(body, kind: .scheduled, isCreate: true, schedules: schedules)
        let dependencies = change.dependsOn.value ?? []
        guard problems.isEmpty else {
            let others = try await read { store in
                try await EnforcedRules(store: store).resolve(dependencies).problems
            }
            throw .refused(problems + others)
        }
        let moment = now()
        var record = ServiceRecord(kind: .scheduled, name: change.name ?? "", createdAt: moment)
        let unkept = change.apply(to: &record)
        guard unkept.isEmpty else { throw .refused(unkept) }
        record.nextRun = schedules.nextRun(of: record, after: moment)
        let request = key.map { _ in RequestKey.digest(of: body) }
        return try await write { [record] store in
            if let key, let first = try await store.rememberedAnswer(scope: key.scope, key: key.key, now: moment) {
                return try await replay(first, request, store)
            }
            let created = try await insert(record, dependsOn: dependencies, store)
            let answer = object(created)
            if let key, let request {
                let remembered = RememberedAnswer(
                    scope: key.scope, key: key.key, request: request, answer: answer.jsonText(),
                    serviceID: created.id, expiresAt: Timestamp(seconds: moment.seconds + RequestKey.lifetime))
                try await store.forgetAnswers(expiredAt: moment)
                try await store.remember(remembered)
            }
            return Created(record: created, answer: answer, isReplay: false)
        }
    }

    /// Forgets the answers that are not given again any more.
    package func forgetExpiredAnswers() async throws(ServiceError) {
        let moment = now()
        try await write { store in try await store.forgetAnswers(expiredAt: moment) }
    }

    private func insert(
        _ record: ServiceRecord, dependsOn: [String], _ store: any PanelStoreTransaction
    ) async throws -> ServiceRecord {
        let rules = EnforcedRules(store: store)
        var record = record
        let (ids, unknown) = try await rules.resolve(dependsOn)
        guard unknown.isEmpty else { throw ServiceError.refused(unknown) }
        record.dependsOn = ids
        let conflicts = try await rules.conflicts(from: nil, to: record)
        guard conflicts.isEmpty else { throw ServiceError.refused(conflicts) }
        return try await store.insert(record)
    }

    private func replay(
        _ first: RememberedAnswer, _ request: String?, _ store: any PanelStoreTransaction
    ) async throws -> Created {
        guard first.request == request else { throw ServiceError.refused([.keyUsedForOtherBody]) }
        guard let record = try await store.service(first.serviceID), let answer = try? Value(json: first.answer) else {
            throw ServiceError.unexpected("a remembered answer has no service")
        }
        return Created(record: record, answer: answer, isReplay: true)
    }
}
