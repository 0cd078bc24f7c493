import HTTPTypes
import Hummingbird
import NIOCore
import PanelService
import PanelStore
import PhoenixModel
import ServicesAPI

/// What a request comes with, beside itself.
struct APIContext: InitializableFromSource {
    let address: String

    init(source: ApplicationRequestContextSource) {
        address = source.channel.remoteAddress?.ipAddress ?? "-"
    }
}

/// Answers every request: finds its route, asks for its key, and turns whatever happens into the documented response.
struct APIResponder: HTTPResponder {
    let handlers: APIHandlers
    let authenticator: Authenticator
    let requests: RateLimiter
    let uses: KeyUses
    let cache: ResponseCache
    let instruments: RequestInstruments
    let log: RequestLog
    let identities: RequestIdentities
    let bodyLimit: Int
    /// nil where only the API is served.
    let pages: (any WebResponder)?
    let now: @Sendable () -> Timestamp

    /// What becomes known of a request on the way to its response.
    private struct Progress {
        var route: APIRoute?
        var isForPages = false
        var key: APIKeyRecord?
        var keyID: String?
        /// By key, else by address.
        var quota: RateLimiter.Quota?
    }

    func respond(to request: Request, context: APIContext) async -> Response {
        let start = ContinuousClock.now
        let requestID = identities.next()
        let target = RequestTarget(request.head.path ?? "")
        var progress = Progress()
        var response: APIResponse
        do throws(ServiceError) {
            response = try await self.response(to: request, target, context, requestID, &progress)
        } catch {
            if let message = error.faultMessage { log.failure(message, requestID: requestID) }
            response = APIResponse(error: error)
        }
        let quota = progress.quota ?? authenticator.failures.look(context.address)
        if response.status == 429 { response.headers[.retryAfter] = String(quota.reset) }
        let complete = complete(response, isHead: request.method == .head, requestID, quota)
        let duration = start.duration(to: .now)
        let route = progress.isForPages ? "pages" : progress.route?.rawValue
        instruments.record(route: route, status: response.status, duration: duration)
        log.request(
            RequestLog.Entry(
                address: context.address, method: request.method.rawValue, path: target.path,
                status: response.status, size: response.body.readableBytes, duration: duration,
                keyID: progress.keyID, requestID: requestID))
        return complete
    }

    /// The response to what never became a request, which is counted and logged as others are.
    func refusal(_ detail: String, address: String) -> (head: HTTPResponse, body: ByteBuffer) {
        let response = APIResponse(error: .refused([.init(.badRequest, detail)]))
        let requestID = identities.next()
        var complete = complete(response, isHead: false, requestID, authenticator.failures.look(address))
        complete.headers[.connection] = "close"
        instruments.record(route: nil, status: response.status, duration: .zero)
        log.request(
            RequestLog.Entry(
                address: address, method: "-", path: "-", status: response.status,
                size: response.body.readableBytes, duration: .zero, keyID: nil, requestID: requestID))
        return (complete.head, response.body)
    }

    private func response(
        to request: Request, _ target: RequestTarget, _ context: APIContext, _ requestID: String,
        _ progress: inout Progress
    ) async throws(ServiceError) -> APIResponse {
        let version = handlers.services.configurationVersion()
        if request.method == .get, let version,
            let kept = cache.response(to: target.text, version: version.services, now: now())
        {
            progress.route = kept.route
            try await admit(request, context, to: kept.route, version.keys, &progress)
            return kept.response
        }
        switch RouteMatch(method: request.method.rawValue, target: target) {
        case .unknown:
            guard let pages, !target.isBelowAPI else { throw .refused([.noRoute]) }
            progress.isForPages = true
            return await response(of: pages, to: request, target, context, requestID, &progress)
        case .otherMethods(let routes): return Self.methodNotAllowed(routes)
        case .route(let route, let id, let run):
            progress.route = route
            try await admit(request, context, to: route, version?.keys, &progress)
            let response = try await handlers.respond(
                to: APIRequest(
                    route, request, target: target, id: id, run: run, key: progress.key, bodyLimit: bodyLimit))
            if let version, case .untilChange(let moment) = response.freshness {
                cache.keep(response, of: route, to: target.text, version: version.services, changesAt: moment)
            }
            return response
        }
    }

    private func response(
        of pages: any WebResponder, to request: Request, _ target: RequestTarget, _ context: APIContext,
        _ requestID: String, _ progress: inout Progress
    ) async -> APIResponse {
        let gate = WebGate(
            counted: { key in
                let quota = requests.count(key.id)
                if quota.isExceeded { return .refused([.tooManyRequests(quota.reset)]) }
                uses.note(key.id, at: now())
                return nil
            },
            countedFailure: {
                let quota = authenticator.failures.count(context.address)
                return quota.isExceeded ? .refused([.tooManyFailures(quota.reset)]) : nil
            })
        let answer = await pages.respond(
            to: WebRequest(
                method: request.method.rawValue, target: target.text, authority: request.head.authority,
                headers: request.headers, gate: gate,
                body: { () throws(ServiceError) in
                    do {
                        return try await Array(request.body.collect(upTo: Self.formLimit).readableBytesView)
                    } catch {
                        throw .refused([.formTooLarge])
                    }
                }))
        if let message = answer.faultMessage { log.failure(message, requestID: requestID) }
        progress.keyID = answer.keyID
        progress.quota = answer.keyID.map(requests.look)
        return APIResponse(answer)
    }

    /// Bytes of a form: pages have a few short fields.
    private static let formLimit = 64 << 10

    /// Lets a request in that has a key, has requests left, and may do what it asks for; in this order, and before
    /// anything is said of what it asks for. Routes without a permission are for everybody.
    private func admit(
        _ request: Request, _ context: APIContext, to route: APIRoute, _ version: DataVersion?,
        _ progress: inout Progress
    ) async throws(ServiceError) {
        guard let permission = route.permission else { return }
        let key = try await authenticator.authenticate(
            request.headers, hasKeyInQuery: (request.head.path ?? "").contains("phx_"), address: context.address,
            version: version)
        progress.key = key
        progress.keyID = key.id
        let quota = requests.count(key.id)
        progress.quota = quota
        if quota.isExceeded { throw .refused([.tooManyRequests(quota.reset)]) }
        uses.note(key.id, at: now())
        guard key.permissions.contains(permission.rawValue) else { throw .refused([.missingPermission(permission)]) }
    }

    private static func methodNotAllowed(_ routes: [APIRoute]) -> APIResponse {
        let methods = Set(routes.flatMap { $0.method == "GET" ? ["GET", "HEAD"] : [$0.method] }).sorted()
        let allowed = methods.joined(separator: ", ")
        var response = APIResponse(error: .refused([.init(.methodNotAllowed, "this path supports \(allowed)")]))
        response.headers[.allow] = allowed
        return response
    }

    /// The response with the headers that all have.
    private func complete(
        _ response: APIResponse, isHead: Bool, _ requestID: String, _ quota: RateLimiter.Quota
    ) -> Response {
        var headers = response.headers
        if !response.contentType.isEmpty {
            headers.append(HTTPField(name: .contentType, value: response.contentType))
        }
        if headers[.cacheControl] == nil { headers.append(HTTPField(name: .cacheControl, value: "no-store")) }
        headers.append(HTTPField(name: .requestID, value: requestID))
        headers.append(HTTPField(name: .rateLimitLimit, value: String(quota.limit)))
        headers.append(HTTPField(name: .rateLimitRemaining, value: String(quota.remaining)))
        headers.append(HTTPField(name: .rateLimitReset, value: String(quota.reset)))
        let status = HTTPResponse.Status(code: response.status)
        if response.status == 204 { return Response(status: status, headers: headers) }
        let complete = Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: response.body))
        return isHead ? complete.createHeadResponse() : complete
    }
}

extension ServiceProblem {
    fileprivate static let formTooLarge = Self(.payloadTooLarge, "the form did not arrive, or has too much in it")

    fileprivate static let noRoute = Self(
        .notFound, "this path does not exist; \(APIRoute.listServices.path) lists the services")
}
