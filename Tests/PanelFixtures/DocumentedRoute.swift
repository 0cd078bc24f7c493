/// A documented endpoint that a request is for.
enum DocumentedRoute: Hashable {
    case list
    case create
    case get
    case update
    case delete
    case health

    /// nil for everything that is not documented.
    init?(_ request: ProxiedRequest) {
        let base = "/api/v1/services"
        guard request.path.hasPrefix(base) else { return nil }
        let rest = request.path.dropFirst(base.count).split(separator: "/", omittingEmptySubsequences: false)
        let isObject = rest.count > 1 && rest[0].isEmpty && !rest[1].isEmpty && rest[1] != "scheduled"
        switch (request.method, rest.count) {
        case ("GET", _) where rest == [""] || rest == ["", "scheduled"]: self = .list
        case ("POST", _) where rest == ["", "scheduled"]: self = .create
        case ("GET", 2) where isObject: self = .get
        case ("PUT", 2) where isObject: self = .update
        case ("DELETE", 2) where isObject: self = .delete
        case ("GET", 3) where isObject && rest[2] == "health": self = .health
        default: return nil
        }
    }
}
