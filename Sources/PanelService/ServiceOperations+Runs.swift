import PanelStore
package import PhoenixModel
import ServicesAPI

extension ServiceOperations {
    /// The part of a list of runs that a request asks for, without their steps.
    /// - Throws: `service_not_found`.
    package func runs(_ request: RunListRequest) async throws(ServiceError) -> Page<TaskRun> {
        let (runs, total) = try await read { store in
            var query = request.query
            if let id = request.serviceID { query.serviceID = try await store.existing(id).id }
            let slice = try await store.runs(query)
            return (try await store.shown(slice.records), slice.total)
        }
        return Page(runs, total: total, request: request.page)
    }

    /// The runs asked for, newest first, for callers that want no pages.
    func runs(_ selection: RunFilter) async throws(ServiceError) -> [TaskRun] {
        try await read { store in
            var query = RunQuery()
            if let id = selection.serviceID { query.serviceID = ServiceID.number(id) ?? 0 }
            query.result = selection.result
            query.since = selection.since
            query.until = selection.until
            query.limit = selection.limit
            return try await store.shown(store.runs(query).records)
        }
    }

    /// One run of a service, with its steps.
    /// - Throws: `service_not_found`, and `not_found` for a run that there is not.
    package func run(_ run: String, ofID id: String) async throws(ServiceError) -> TaskRun {
        try await read { store in
            let service = try await store.existing(id)
            return try await store.shownWithSteps(store.existing(run, of: service), of: service)
        }
    }

    /// Asks for a run of a task now. A disabled task may be run.
    /// - Parameters:
    ///   - id: of the task, as the client wrote it.
    ///   - key: with it, the same request once more starts nothing and is answered as the first time, for a day.
    /// - Returns: the run, as it was when it was asked for.
    /// - Throws: `service_not_found`; `service_conflict` for a system service, and where the task's `overlap` does not
    ///   let another run in.
    package func startRun(id: String, key: RequestKey? = nil) async throws(ServiceError) -> TaskRun {
        try key?.check()
        let moment = now()
        let request = RequestKey.digest(of: ["run": .string(id)])
        return try await write { store in
            if let key, let first = try await store.rememberedAnswer(scope: key.scope, key: key.key, now: moment) {
                guard first.request == request else { throw ServiceError.refused([.keyUsedForOtherBody]) }
                guard let answer = try? Value(json: first.answer), let run = try? TaskRun(api: answer) else {
                    throw ServiceError.unexpected("a remembered answer has no run")
                }
                return run
            }
            let service = try await store.existing(id)
            guard service.kind == .scheduled else { throw ServiceError.refused([.notRunnable(service)]) }
            let record = try await store.requestRun(of: service).run { .runInTheWay($0, of: service) }
            let run = TaskRun(record, steps: nil, hiding: ServiceRedaction(service))
            if let key {
                try await store.forgetAnswers(expiredAt: moment)
                try await store.remember(
                    RememberedAnswer(
                        scope: key.scope, key: key.key, request: request, answer: run.object.jsonText(),
                        serviceID: service.id, expiresAt: Timestamp(seconds: moment.seconds + RequestKey.lifetime)))
            }
            return run
        }
    }

    /// The same of a run by its id alone.
    package func stopRun(_ run: String) async throws(ServiceError) -> TaskRun {
        guard let id = ServiceID.number(run), let record = try await read({ try await $0.run(id) }) else {
            throw .refused([.noRun(run)])
        }
        return try await stopRun(run, ofID: String(record.serviceID))
    }

    /// Asks that a run end after its current step.
    /// - Throws: `service_not_found`, `not_found`; `service_conflict` when it is finished.
    package func stopRun(_ run: String, ofID id: String) async throws(ServiceError) -> TaskRun {
        try await write { store in
            let service = try await store.existing(id)
            let record = try await store.existing(run, of: service)
            guard let outcome = try await store.requestStop(of: record.id) else {
                throw ServiceError.refused([.noRun(of: service)])
            }
            return TaskRun(try outcome.run { .finished($0) }, steps: nil, hiding: ServiceRedaction(service))
        }
    }
}

extension PanelStoreReading {
    /// The run of an id as a client wrote it.
    fileprivate func existing(_ run: String, of service: ServiceRecord) async throws -> RunRecord {
        guard let id = ServiceID.number(run), let record = try await self.run(id), record.serviceID == service.id else {
            throw ServiceError.refused([.noRun(of: service)])
        }
        return record
    }
}

extension RunRequestOutcome {
    /// The run that was accepted.
    /// - Throws: the problem that the run in the way is.
    fileprivate func run(else problem: (RunRecord) -> ServiceProblem) throws(ServiceError) -> RunRecord {
        switch self {
        case .accepted(let run): return run
        case .refused(let run): throw .refused([problem(run)])
        }
    }
}

extension ServiceProblem {
    static func noRun(_ id: String) -> Self {
        let shown = String(String.UnicodeScalarView(id.unicodeScalars.prefix(40)))
        return Self(.notFound, "there is no run with the id '\(shown)'")
    }

    fileprivate static func noRun(of service: ServiceRecord) -> Self {
        Self(.notFound, "'\(service.name)' has no such run")
    }

    fileprivate static func notRunnable(_ service: ServiceRecord) -> Self {
        .conflict("'\(service.name)' is a system service and cannot be run", reason: "system_service")
    }

    fileprivate static func runInTheWay(_ run: RunRecord, of service: ServiceRecord) -> Self {
        let detail = run.state == .running ? "'\(service.name)' is running" : "a run of '\(service.name)' is queued"
        return .inProgress(detail, run)
    }

    fileprivate static func finished(_ run: RunRecord) -> Self {
        .conflict("run \(run.id) is already finished", reason: "finished")
    }

    /// What cannot be done because of a run that is not finished.
    static func inProgress(_ detail: String, _ run: RunRecord) -> Self {
        .conflict(detail, reason: "running", meta: ["run": .string(String(run.id))])
    }
}
