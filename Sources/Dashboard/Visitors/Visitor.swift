import PanelService
import PanelStore
import ServicesAPI

/// Who is signed in.
struct Visitor: Sendable {
    let key: APIKeyRecord
    /// nil for who has signed in with this request.
    var session: SessionToken?

    /// Whether the key allows what a route of the API asks for: pages do the same, by the same rules.
    func may(_ route: APIRoute) -> Bool {
        route.permission.map { key.permissions.contains($0.rawValue) } ?? true
    }
}
