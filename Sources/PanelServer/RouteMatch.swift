import ServicesAPI

/// Which route a request is for.
enum RouteMatch {
    /// `id` and `run` are empty where the route has none.
    case route(APIRoute, id: String, run: String)
    /// The path is known, but not with this method.
    case otherMethods([APIRoute])
    case unknown

    init(method: String, target: RequestTarget) {
        let segments = target.segments
        let method = method == "HEAD" ? "GET" : method
        let candidates = Self.patterns.filter { $0.matches(segments) }
        // What is written out comes before what has a place for any text.
        guard let best = candidates.map(\.placeCount).min() else {
            self = .unknown
            return
        }
        let routes = candidates.filter { $0.placeCount == best }
        guard let pattern = routes.first(where: { $0.route.method == method }) else {
            self = .otherMethods(routes.map(\.route))
            return
        }
        self = .route(pattern.route, id: pattern.text("{id}", segments), run: pattern.text("{run}", segments))
    }

    private struct Pattern: Sendable {
        let route: APIRoute
        let segments: [String]
        let placeCount: Int

        init(_ route: APIRoute) {
            self.route = route
            segments = route.path.split(separator: "/").map(String.init)
            placeCount = segments.count { $0.hasPrefix("{") }
        }

        func matches(_ request: [String]) -> Bool {
            request.count == segments.count
                && zip(segments, request).allSatisfy { $0.hasPrefix("{") ? !$1.isEmpty : $0 == $1 }
        }

        func text(_ place: String, _ request: [String]) -> String {
            segments.firstIndex(of: place).map { request[$0] } ?? ""
        }
    }

    private static let patterns = APIRoute.allCases.map(Pattern.init)
}
