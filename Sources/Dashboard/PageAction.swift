import PanelService
import PanelStore
import PhoenixModel
import ServicesAPI

/// What a form of a page does.
enum PageAction {
    case run(id: String)
    case stop(run: String)
    case setEnabled(Bool, id: String)

    /// The action of a path; nil for a path that has none.
    init?(_ segments: [String]) {
        switch (segments.first, segments.dropFirst().first, segments.last, segments.count) {
        case ("services", let id?, "run", 3): self = .run(id: id)
        case ("services", let id?, "enable", 3): self = .setEnabled(true, id: id)
        case ("services", let id?, "disable", 3): self = .setEnabled(false, id: id)
        case ("runs", let run?, "stop", 3): self = .stop(run: run)
        default: return nil
        }
    }

    /// The route of the API that does the same.
    var route: APIRoute {
        switch self {
        case .run: .startRun
        case .stop: .stopRun
        case .setEnabled: .updateService
        }
    }

    /// Does it.
    /// - Returns: the path of the page that shows what came of it.
    func perform(
        _ services: ServiceOperations, _ form: FormFields, _ visitor: Visitor
    ) async throws(ServiceError) -> String {
        switch self {
        case .run(let id):
            // The button of one page starts one run, however often it is pressed.
            let key = form["once"].map { RequestKey(scope: visitor.key.id, key: "page \($0)") }
            return "/runs/\(try await services.startRun(id: id, key: key).id)"
        case .stop(let run):
            let stopped = try await services.stopRun(run)
            return "/runs/\(stopped.id)"
        case .setEnabled(let isEnabled, let id):
            let record = try await services.update(id: id, ["enabled": .bool(isEnabled)])
            return "/services/\(record.id)"
        }
    }
}
