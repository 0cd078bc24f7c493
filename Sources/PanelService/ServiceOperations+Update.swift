package import PanelStore
package import PhoenixModel
import ServicesAPI

extension ServiceOperations {
    /// Changes the fields of a service that a body has. A body that changes nothing leaves everything as it is.
    /// - Parameters:
    ///   - id: as the client wrote it.
    ///   - body: the request's JSON.
    ///   - ifMatch: the `If-Match` header.
    /// - Returns: the service as it then is.
    /// - Throws: `service_not_found`, `precondition_failed`, `validation_failed` and `invalid_schedule` with every
    ///   problem of the body, `service_conflict` with every one of these.
    package func update(
        id: String, _ body: Value, ifMatch: String? = nil
    ) async throws(ServiceError) -> ServiceRecord {
        let moment = now()
        return try await write { store in
            let before = try await store.existing(id)
            try check(ifMatch, against: before)
            var (after, problems) = try await changed(before, body, store)
            guard problems.isEmpty else { throw ServiceError.refused(problems) }
            guard after != before else { return before }
            let conflicts = try await EnforcedRules(store: store).conflicts(from: before, to: after)
            guard conflicts.isEmpty else { throw ServiceError.refused(conflicts) }
            after.version += 1
            after.updatedAt = max(moment, before.updatedAt)
            let isTimed = before.isEnabled && after.isEnabled
            if !isTimed || before.schedule != after.schedule || before.timezone != after.timezone {
                after.nextRun = schedules.nextRun(of: after, after: moment)
            }
            try await store.replace(after)
            return try await store.followProbe(from: before, to: after)
        }
    }

    /// Deletes a scheduled task.
    /// - Parameters:
    ///   - id: as the client wrote it.
    ///   - ifMatch: the `If-Match` header.
    ///   - endsRuns: a run that is in progress is no obstacle, but ended after its current step.
    /// - Throws: `service_not_found`, `precondition_failed`, `service_conflict`.
    package func delete(id: String, ifMatch: String? = nil, endsRuns: Bool = false) async throws(ServiceError) {
        try await write { store in
            let record = try await store.existing(id)
            try check(ifMatch, against: record)
            if let problem = try await EnforcedRules(store: store).deletingProblem(record) {
                throw ServiceError.refused([problem])
            }
            for run in try await store.unfinishedRuns(of: record.id) where run.state == .running {
                guard endsRuns else { throw ServiceError.refused([.deletedWhileRunning(record, run)]) }
                try await store.requestStop(ofRun: run.id)
            }
            try await store.remove(record.id)
        }
    }

    private func check(_ ifMatch: String?, against record: ServiceRecord) throws {
        guard let ifMatch else { return }
        guard EntityTag.isReadable(ifMatch) else { throw ServiceError.refused([.unreadableIfMatch]) }
        if !EntityTag.matches(ifMatch, version: record.version) { throw ServiceError.refused([.changedSince(record)]) }
    }

    private func changed(
        _ before: ServiceRecord, _ body: Value, _ store: any PanelStoreTransaction
    ) async throws -> (ServiceRecord, [ServiceProblem]) {
        var (change, problems) = ServiceBody.read(body, kind: before.kind, isCreate: false, schedules: schedules)
        problems += ReadOnlyRules.problems(in: body, of: before) { object(before) }
        if !PanelRules.renamableKinds.contains(before.kind), let name = change.name {
            if name != before.name { problems.append(.systemName(before.name)) }
            // Another spelling of the same characters is no other name.
            change.name = nil
        }
        var after = before
        problems += change.apply(to: &after)
        let rules = EnforcedRules(store: store)
        switch change.dependsOn {
        case .absent: break
        case .reset: after.dependsOn = []
        case .value(let sent):
            let (ids, unknown) = try await rules.resolve(sent)
            problems += unknown
            after.dependsOn = ids
        }
        if after.dependsOn != before.dependsOn, let cycle = try await rules.cycleProblem(after) {
            problems.append(cycle)
        }
        return (after, problems)
    }
}

extension ServiceProblem {
    fileprivate static func changedSince(_ record: ServiceRecord) -> Self {
        Self(
            .preconditionFailed, "'\(record.name)' was changed since it was read; read it again",
            meta: ["etag": .string(EntityTag.text(version: record.version))])
    }

    fileprivate static func deletedWhileRunning(_ record: ServiceRecord, _ run: RunRecord) -> Self {
        .inProgress("'\(record.name)' is running and cannot be deleted; force=true ends the run and deletes it", run)
    }

    fileprivate static let unreadableIfMatch = Self(
        .badRequest, "If-Match must be *, or a list of ETags with their quotes", meta: ["source_field": "If-Match"])

    fileprivate static func systemName(_ name: String) -> Self {
        .field("name", "of a system service cannot be changed; it is '\(name)'")
    }
}
