import PhoenixModel

/// What a panel that implements nothing but the documentation does with each request.
struct DocumentedOnlyRules: Sendable {
    private struct Refusal: Error {
        let answer: ProxiedAnswer
    }

    let options: DocumentedOnlyOptions
    let upstream: Upstream
    let log = RequestLog()

    func answer(to request: ProxiedRequest) async -> ProxiedAnswer {
        let place = log.record(RecordedRequest(request, fault: .pass))
        do throws(Refusal) {
            guard let route = DocumentedRoute(request) else {
                throw Refusal(
                    answer: .documentedError(404, code: "not_found", detail: "There is no such endpoint"))
            }
            let documented = DocumentedAnswer(
                options: options, listURL: listURL(request), keepsData: route == .health)
            let forwarded = try await documentedPart(of: request, route, documented)
            log.update(place) { $0.wasForwarded = true }
            guard let answer = await upstream.answer(to: forwarded) else { return .gatewayPage(502) }
            log.update(place) { $0.upstreamStatus = answer.status }
            return documented(answer)
        } catch {
            return error.answer
        }
    }

    private func documentedPart(
        of request: ProxiedRequest, _ route: DocumentedRoute, _ documented: DocumentedAnswer
    ) async throws(Refusal) -> ProxiedRequest {
        var part = ProxiedRequest(request.method, request.path, body: request.body)
        for name in ["Authorization", "Accept", "Content-Type", "User-Agent"] {
            part.headers[name] = request.headers[name]
        }
        if route == .list {
            let page = request.queryValue("page").map { "&page=\($0)" } ?? ""
            part.target += "?per_page=\(options.perPage)\(page)"
        }
        // A body that is no object goes on as it is: the server has a word for that.
        guard route == .create || route == .update, case .map(let body) = request.json else { return part }
        let write = DocumentedWrite(body, trimsText: options.trimsText)
        part.json = route == .create ? write.creation : try await replacement(part, write, documented)
        part.headers["Content-Type"] = request.headers["Content-Type"]
        return part
    }

    /// What a `PUT` must hold depends on the type of the object, which is asked for first.
    private func replacement(
        _ request: ProxiedRequest, _ write: DocumentedWrite, _ documented: DocumentedAnswer
    ) async throws(Refusal) -> Value {
        var lookup = ProxiedRequest("GET", request.path)
        lookup.headers["Authorization"] = request.headers["Authorization"]
        guard let current = await upstream.answer(to: lookup) else { throw Refusal(answer: .gatewayPage(502)) }
        guard case .map(let envelope) = current.json, case .map(let object) = envelope["data"],
            case .string(let type) = object["type"]
        else { throw Refusal(answer: documented(current)) }
        do throws(DocumentedWrite.MissingKeys) {
            return try write.replacement(of: type)
        } catch {
            throw Refusal(answer: error.answer(options.validationErrors))
        }
    }

    private func listURL(_ request: ProxiedRequest) -> String {
        switch options.links {
        case .relative: request.path
        case .absolute: "http://\(request.headers["Host"] ?? "localhost")\(request.path)"
        }
    }
}
