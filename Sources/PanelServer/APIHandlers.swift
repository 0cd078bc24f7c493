import HTTPTypes
import PanelService
import PanelStore
import PhoenixModel
import ServicesAPI

/// What each route answers when all is well.
struct APIHandlers: Sendable {
    let services: ServiceOperations
    let metrics: RequestMetrics
    /// The document of `/openapi.json`.
    let document: Value

    func answer(_ request: APIRequest) async throws(ServiceError) -> Answer {
        switch request.route {
        case .listServices: return try await list(request, kind: nil)
        case .listScheduledTasks: return try await list(request, kind: .scheduled)
        case .createScheduledTask: return try await create(request)
        case .getService:
            _ = try request.parameters()
            let record = try await services.get(id: request.id)
            var answer = one(200, record)
            answer.freshness = .untilChange(orMoment: services.nextChange(of: [record]))
            return answer
        case .updateService:
            _ = try request.parameters()
            let body = try await request.body()
            return one(200, try await services.update(id: request.id, body, ifMatch: request.ifMatch))
        case .deleteService: return try await delete(request)
        case .getServiceHealth:
            _ = try request.parameters()
            return Answer(200, ["data": try await services.health(id: request.id)])
        case .listRuns:
            let list = try ListRequest(request.target.parameters(), isPagedOnly: true)
            let page = try await services.runs(id: request.id, list)
            return Answer(200, services.answer(page, path: String(request.target.path)))
        case .startRun:
            _ = try request.parameters()
            try await services.startRun(id: request.id)
            return .noContent
        case .getRun:
            _ = try request.parameters()
            try await services.run(request.run, ofID: request.id)
            return .noContent
        case .checkProcess: return Answer(200, ["status": "up"])
        case .checkReadiness:
            _ = try await services.list(ListRequest([.init("per_page", "1")]))
            return Answer(200, ["status": "ready"])
        case .getMetrics: return try await metricsText()
        case .getOpenAPI: return Answer(200, document)
        }
    }

    private func list(_ request: APIRequest, kind: ObjectKind?) async throws(ServiceError) -> Answer {
        let page = try await services.list(ListRequest(request.target.parameters(), kind: kind))
        var answer = Answer(200, services.answer(page, path: request.route.path))
        answer.freshness = .untilChange(orMoment: services.nextChange(of: page.records))
        return answer
    }

    private func create(_ request: APIRequest) async throws(ServiceError) -> Answer {
        _ = try request.parameters()
        let created = try await services.create(request.body(), key: request.idempotencyKey)
        var answer = Answer(201, ["data": created.answer])
        answer.headers[.location] = "\(APIRoute.basePath)/services/\(created.record.id)"
        answer.headers[.eTag] = EntityTag.text(version: created.record.version)
        return answer
    }

    private func delete(_ request: APIRequest) async throws(ServiceError) -> Answer {
        let force = try request.parameters(of: ["force"])["force"]
        guard force == nil || force == "true" || force == "false" else {
            throw .refused([.parameter("force", "must be true or false")])
        }
        try await services.delete(id: request.id, ifMatch: request.ifMatch)
        return .noContent
    }

    private func one(_ status: Int, _ record: ServiceRecord) -> Answer {
        var answer = Answer(status, ["data": services.object(record)])
        answer.headers[.eTag] = EntityTag.text(version: record.version)
        return answer
    }

    private func metricsText() async throws(ServiceError) -> Answer {
        var text = """
            # HELP phoenix_services Services and scheduled tasks in the store.
            # TYPE phoenix_services gauge

            """
        for kind in ObjectKind.allCases {
            let page = try await services.list(ListRequest([.init("per_page", "1")], kind: kind))
            text += "phoenix_services{type=\"\(kind.rawValue)\"} \(page.total)\n"
        }
        return Answer(200, text: text + metrics.render(), contentType: "text/plain; version=0.0.4; charset=utf-8")
    }
}
