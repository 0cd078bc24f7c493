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

/// Answers every request: finds its route, asks for its key, and turns whatever happens into the documented answer.
struct APIResponder: HTTPResponder {
    let handlers: APIHandlers
    let authenticator: Authenticator
    let requests: RateLimiter
    let uses: KeyUses
    let cache: AnswerCache
    let metrics: RequestMetrics
    let log: ServerLog
    let identities: RequestIdentities
    let bodyLimit: Int
    let now: @Sendable () -> Timestamp

    /// What becomes known of a request on the way to its answer.
    private struct Progress {
        var route: APIRoute?
        var key: APIKeyRecord?
        /// By key, else by address.
        var standing: RateLimiter.Standing?
    }

    func respond(to request: Request, context: APIContext) async -> Response {
        let start = ContinuousClock.now
        let requestID = identities.next()
        let target = RequestTarget(request.head.path ?? "")
        var progress = Progress()
        var answer: Answer
        do throws(ServiceError) {
            answer = try await self.answer(request, target, context, &progress)
        } catch {
            if let message = error.faultMessage { log.failure(message, requestID: requestID) }
            answer = Answer(error: error)
        }
        let standing = progress.standing ?? authenticator.failures.look(context.address)
        if answer.status == 429 { answer.headers[.retryAfter] = String(standing.reset) }
        let response = response(answer, isHead: request.method == .head, requestID, standing)
        let duration = start.duration(to: .now)
        metrics.count(route: progress.route, status: answer.status, duration: duration)
        log.request(
            ServerLog.Entry(
                moment: now(), address: context.address, method: request.method.rawValue, path: target.path,
                status: answer.status, size: answer.body.readableBytes, duration: duration, keyID: progress.key?.id,
                requestID: requestID))
        return response
    }

    /// The answer to what never became a request, which is counted and logged as others are.
    func refusal(_ detail: String, address: String) -> (head: HTTPResponse, body: ByteBuffer) {
        let answer = Answer(error: .refused([.init(.badRequest, detail)]))
        let requestID = identities.next()
        var response = response(answer, isHead: false, requestID, authenticator.failures.look(address))
        response.headers[.connection] = "close"
        metrics.count(route: nil, status: answer.status, duration: .zero)
        log.request(
            ServerLog.Entry(
                moment: now(), address: address, method: "-", path: "-", status: answer.status,
                size: answer.body.readableBytes, duration: .zero, keyID: nil, requestID: requestID))
        return (response.head, answer.body)
    }

    private func answer(
        _ request: Request, _ target: RequestTarget, _ context: APIContext, _ progress: inout Progress
    ) async throws(ServiceError) -> Answer {
        let version = handlers.services.dataVersion()
        if request.method == .get, let version, let kept = cache.answer(to: target.text, version: version, now: now()) {
            progress.route = kept.route
            if let permission = kept.route.permission {
                try await admit(request, target, context, permission, version, &progress)
            }
            return kept.answer
        }
        switch RouteMatch(method: request.method.rawValue, target: target) {
        case .unknown: throw .refused([.noRoute])
        case .otherMethods(let routes): return Self.methodNotAllowed(routes)
        case .route(let route, let id, let run):
            progress.route = route
            if let permission = route.permission {
                try await admit(request, target, context, permission, version, &progress)
            }
            let answer = try await handlers.answer(
                APIRequest(
                    route, request, target: target, id: id, run: run, key: progress.key, bodyLimit: bodyLimit))
            if let version, case .untilChange(let moment) = answer.freshness {
                cache.keep(answer, of: route, to: target.text, version: version, changesAt: moment)
            }
            return answer
        }
    }

    /// Lets a request in that has a key, has requests left, and may do what it asks for; in this order, and before
    /// anything is said of what it asks for.
    private func admit(
        _ request: Request, _ target: RequestTarget, _ context: APIContext, _ permission: Permission,
        _ version: DataVersion?, _ progress: inout Progress
    ) async throws(ServiceError) {
        let key = try await authenticator.authenticate(
            request.headers, hasKeyInQuery: (request.head.path ?? "").contains("phx_"), address: context.address,
            version: version)
        progress.key = key
        let standing = requests.count(key.id)
        progress.standing = standing
        if standing.isExceeded { throw .refused([.tooManyRequests(standing.reset)]) }
        uses.note(key.id, at: now())
        guard key.permissions.contains(permission.rawValue) else { throw .refused([.missingPermission(permission)]) }
    }

    private static func methodNotAllowed(_ routes: [APIRoute]) -> Answer {
        let methods = Set(routes.flatMap { $0.method == "GET" ? ["GET", "HEAD"] : [$0.method] }).sorted()
        let allowed = methods.joined(separator: ", ")
        var answer = Answer(error: .refused([.init(.methodNotAllowed, "this path takes \(allowed)")]))
        answer.headers[.allow] = allowed
        return answer
    }

    private func response(
        _ answer: Answer, isHead: Bool, _ requestID: String, _ standing: RateLimiter.Standing
    ) -> Response {
        var headers = answer.headers
        if !answer.contentType.isEmpty { headers[.contentType] = answer.contentType }
        headers.append(HTTPField(name: .cacheControl, value: "no-store"))
        headers.append(HTTPField(name: .requestID, value: requestID))
        headers.append(HTTPField(name: .rateLimitLimit, value: String(standing.limit)))
        headers.append(HTTPField(name: .rateLimitRemaining, value: String(standing.remaining)))
        headers.append(HTTPField(name: .rateLimitReset, value: String(standing.reset)))
        let status = HTTPResponse.Status(code: answer.status)
        if answer.status == 204 { return Response(status: status, headers: headers) }
        let response = Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: answer.body))
        return isHead ? response.createHeadResponse() : response
    }
}

extension ServiceProblem {
    fileprivate static let noRoute = Self(
        .notFound, "there is nothing at this path; \(APIRoute.listServices.path) lists the services")
}
