import PanelFixtures
import PhoenixModel
import WebAddresses

/// The list of servers that a request asks for: its page, and its filter.
struct StandInListing {
    private let request: ProxiedRequest

    init(_ request: ProxiedRequest) { self.request = request }

    func answer(_ servers: [(name: String, json: Value)]) -> ProxiedAnswer {
        var servers = servers
        for (name, value) in filters {
            guard ["uuid", "name", "description", "external_id", "*"].contains(name) else {
                return .panelError(
                    400, "InvalidFilterQuery",
                    "Requested filter(s) `\(name)` are not allowed. Allowed filter(s) are "
                        + "`uuid, name, description, external_id, *`.")
            }
            servers.removeAll { !$0.name.contains(value) }
        }
        guard let size else {
            return .panelError(
                500, "QueryException",
                "An unexpected error was encountered while processing this request, please try again.")
        }
        let page = max(1, request.queryValue("page").flatMap { Int($0) } ?? 1)
        let slice = servers.dropFirst((page - 1) * size).prefix(size).map(\.json)
        return ProxiedAnswer(200, json: .listing(slice, total: servers.count, size: size, page: page))
    }

    /// nil for a number that the panel's database fails at.
    private var size: Int? {
        guard let text = request.queryValue("per_page") else { return 50 }
        guard let number = Int(text) else { return 100 }
        if number == 0 { return 15 }
        return number < 0 ? nil : min(100, number)
    }

    private var filters: [(name: String, value: String)] {
        request.target.drop { $0 != "?" }.dropFirst().split(separator: "&").compactMap { part in
            let parts = part.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let name = PercentEncoding.decoded(parts[0].utf8), name.hasPrefix("filter["),
                let value = PercentEncoding.decoded(parts[1].utf8)
            else { return nil }
            return (String(name.dropFirst(7).dropLast()), value)
        }
    }
}
