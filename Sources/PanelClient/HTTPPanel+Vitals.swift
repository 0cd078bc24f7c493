import HTTPTransport
package import PhoenixModel
import ServicesAPI

extension HTTPPanel {
    /// Looks at how the panel answers, and changes nothing.
    ///
    /// Whether the key may write is told from requests that can do nothing, because they are about nothing: a task
    /// without any field, the service with the id 0. They are sent only to a panel whose objects show every addition of
    /// the API: any other may look at a body before it looks at the permission.
    package func vitals() async throws(PanelError) -> PanelVitals {
        let call = PanelCall.list("per_page=1&page=1")
        let sent = try await connection.perform(call)
        let now = connection.now()
        let objects = try ListPage(await connection.decoder(sent, of: call)).objects
        var vitals = PanelVitals()
        if let moment = sent.response.header("Date").flatMap(HTTPDate.seconds) {
            // The header counts whole seconds, so half of one is the best guess.
            vitals.clockSkew = .seconds(moment) + .milliseconds(500) - now
        }
        let headers = RateHeaders(sent.response, now: now)
        vitals.rateLimit = headers.limit
        vitals.remaining = headers.remaining
        vitals.permissions = [(.read, true)]
        let mayProbe = !objects.isEmpty && objects.allSatisfy(\.showsEveryAddition)
        for route in [APIRoute.createScheduledTask, .updateService, .deleteService] {
            guard let permission = route.permission else { continue }
            vitals.permissions.append((permission, mayProbe ? try await isGranted(route) : nil))
        }
        return vitals
    }

    /// Whether the key may use a route, asked with a request about nothing. The API looks at the permission first, so a
    /// refusal of its own for another reason says that the key has it; nil for every other answer.
    private func isGranted(_ route: APIRoute) async throws(PanelError) -> Bool? {
        let target = route.path.replacing("{id}", with: "0")
        let body = route == .deleteService ? nil : Array("{}".utf8)
        let response = try await connection.sendOnce(PanelCall(route, target: target), body: body)
        let codes = ErrorResponse(response.body)?.problems.compactMap { ServiceErrorCode(rawValue: $0.code) } ?? []
        guard let code = codes.first, code.status == response.status else { return nil }
        return switch code {
        case .permissionDenied: false
        case .badRequest, .serviceNotFound, .validationFailed: true
        default: nil
        }
    }
}

extension LiveObject {
    fileprivate var showsEveryAddition: Bool {
        Field.all(of: kind).allSatisfy { $0.isDocumented || fields.has($0) }
    }
}
