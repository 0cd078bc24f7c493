import CoreMetrics
import HTTPTypes
import PanelService
import PanelStore
import PhoenixModel
import PrometheusMetrics
import ServicesAPI

/// What each route responds when all is well.
struct APIHandlers: Sendable {
    let services: ServiceOperations
    let metrics: PrometheusMetricsFactory
    let readiness: Readiness
    /// The document of `/openapi.json`, one for all who ask.
    let document: APIResponse

    func respond(to request: APIRequest) async throws(ServiceError) -> APIResponse {
        switch request.route {
        case .listServices: return try await list(request, kind: nil)
        case .listScheduledTasks: return try await list(request, kind: .scheduled)
        case .createScheduledTask: return try await create(request)
        case .getService:
            _ = try request.parameters()
            let record = try await services.get(id: request.id)
            var response = one(200, record)
            response.freshness = .untilChange(orMoment: services.nextChange(of: [record]))
            return response
        case .updateService:
            _ = try request.parameters()
            try await checkNothingYet(request)
            let body = try await request.body()
            return one(200, try await services.update(id: request.id, body, ifMatch: request.ifMatch))
        case .deleteService: return try await delete(request)
        case .getServiceHealth:
            _ = try request.parameters()
            return APIResponse(200, ["data": APIHealth.value(try await services.health(id: request.id))])
        case .listRuns: return try await runs(request, ofService: request.id)
        case .listAllRuns: return try await runs(request, ofService: nil)
        case .getRun:
            _ = try request.parameters()
            return APIResponse(200, ["data": try await services.run(request.run, ofID: request.id).object])
        case .startRun: return try await start(request)
        case .stopRun:
            _ = try request.parameters()
            try await request.checkNoFields()
            return APIResponse(202, ["data": try await services.stopRun(request.run, ofID: request.id).object])
        case .checkProcess: return APIResponse(200, ["status": "up"])
        case .checkReadiness:
            try await readiness.check()
            return APIResponse(200, ["status": "ready"])
        case .getMetrics: return try await metricsText()
        case .getOpenAPI: return document
        }
    }

    private func list(_ request: APIRequest, kind: ObjectKind?) async throws(ServiceError) -> APIResponse {
        let page = try await services.list(ListRequest(request.target.parameters(), kind: kind))
        var response = APIResponse(200, page.answer(path: request.route.path, services.object))
        response.freshness = .untilChange(orMoment: services.nextChange(of: page.elements))
        return response
    }

    private func runs(_ request: APIRequest, ofService id: String?) async throws(ServiceError) -> APIResponse {
        let page = try await services.runs(RunListRequest(request.target.parameters(), ofService: id))
        return APIResponse(200, page.answer(path: String(request.target.path), \.object))
    }

    private func start(_ request: APIRequest) async throws(ServiceError) -> APIResponse {
        _ = try request.parameters()
        try await request.checkNoFields()
        let run = try await services.startRun(id: request.id, key: request.idempotencyKey())
        var response = APIResponse(202, ["data": run.object])
        response.headers[.location] = "\(APIRoute.basePath)/services/\(run.serviceID)/runs/\(run.id)"
        return response
    }

    private func create(_ request: APIRequest) async throws(ServiceError) -> APIResponse {
        _ = try request.parameters()
        let created = try await services.create(request.body(), key: request.idempotencyKey())
        var response = APIResponse(201, ["data": created.answer])
        response.headers[.location] = "\(APIRoute.basePath)/services/\(created.record.id)"
        response.headers[.eTag] = EntityTag.text(version: created.version)
        return response
    }

    private func delete(_ request: APIRequest) async throws(ServiceError) -> APIResponse {
        let force = try request.parameters(of: ["force"])["force"]
        guard force == nil || force == "true" || force == "false" else {
            throw .refused([.parameter("force", "must be true or false")])
        }
        try await checkNothingYet(request)
        try await services.delete(id: request.id, ifMatch: request.ifMatch, endsRuns: force == "true")
        return .noContent
    }

    /// Refuses a change that is only wanted where there is nothing yet.
    private func checkNothingYet(_ request: APIRequest) async throws(ServiceError) {
        guard try request.isForNothingYet() else { return }
        let record = try await services.get(id: request.id)
        throw .refused([.existsAlready(record)])
    }

    private func one(_ status: Int, _ record: ServiceRecord) -> APIResponse {
        var response = APIResponse(status, ["data": services.object(record)])
        response.headers[.eTag] = EntityTag.text(version: record.version)
        return response
    }

    private func metricsText() async throws(ServiceError) -> APIResponse {
        for kind in ObjectKind.services {
            let page = try await services.list(ListRequest([.init("per_page", "1")], kind: kind))
            Gauge(label: "phoenix_services", dimensions: [("type", kind.rawValue)], factory: metrics)
                .record(page.total)
        }
        let samples = try await ServerSamples(services: services).text()
        return APIResponse(
            200, text: metrics.render() + samples, contentType: "text/plain; version=0.0.4; charset=utf-8")
    }
}

extension ServiceProblem {
    fileprivate static func existsAlready(_ record: ServiceRecord) -> Self {
        let tag = EntityTag.text(version: record.version)
        return Self(
            .preconditionFailed, "'\(record.name)' exists, and the request has 'If-None-Match: *'",
            meta: ["etag": .string(tag)])
    }
}
