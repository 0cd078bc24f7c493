package import PhoenixModel
import ServicesAPI

extension HTTPPanel {
    /// Looks at how the panel answers. `probesPermissions` sends requests that need each permission and can do nothing,
    /// because they are about nothing: a task without any field, the service with the id 0. The API checks permissions
    /// first, so a refusal for another reason says that the key has it.
    package func vitals(probesPermissions: Bool) async throws(PanelError) -> PanelVitals {
        var vitals = PanelVitals()
        let answer = try await connection.probe(.listServices, "\(APIRoute.listServices.path)?per_page=1", body: nil)
        if let date = answer.header("Date"), let moment = HTTPDate.timestamp(date) {
            // The header counts whole seconds, so half of one is the best guess.
            vitals.clockSkew = .seconds(moment.seconds) + .milliseconds(500) - connection.now()
        }
        let headers = RateHeaders(answer, now: connection.now())
        vitals.rateLimit = headers.limit
        vitals.remaining = headers.remaining
        vitals.permissions = [("services.read", answer.status != 403)]
        guard probesPermissions else { return vitals }
        let nothing = APIRoute.getService.path.replacing("{id}", with: "0")
        let probes: [(APIRoute, String)] = [
            (.createScheduledTask, APIRoute.createScheduledTask.path), (.updateService, nothing),
            (.deleteService, nothing),
        ]
        for (route, target) in probes {
            let body = route == .deleteService ? nil : Array("{}".utf8)
            let answer = try await connection.probe(route, target, body: body)
            guard [403, 404, 409, 422].contains(answer.status) else { continue }
            vitals.permissions.append((route.permission?.rawValue ?? route.method, answer.status != 403))
        }
        return vitals
    }
}
