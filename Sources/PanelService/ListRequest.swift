package import PanelStore
package import PhoenixModel
import ServicesAPI

/// The query of a request for a list of services, checked.
package struct ListRequest: Sendable, Hashable {
    package private(set) var query = ServiceQuery()
    let page: PageRequest
    /// The conditions exclude each other.
    private(set) var isEmpty = false

    /// Reads a query.
    /// - Parameters:
    ///   - parameters: in their order.
    ///   - kind: what the route lists; nil for all.
    /// - Throws: `bad_request` with everything that is malformed or unknown.
    package init(_ parameters: [QueryParameter] = [], kind: ObjectKind? = nil) throws(ServiceError) {
        var reader = Reader(kind: kind)
        page = try PageRequest(parameters, names: Self.names) { reader.read($0) }
        query = reader.query
        isEmpty = reader.isEmpty
        query.limit = page.perPage
        query.offset = page.offset
    }

    private static let names = ["filter", "filter[type]", "filter[status]", "filter[name]", "sort"]

    private struct Reader {
        var query = ServiceQuery()
        var isEmpty = false

        init(kind: ObjectKind?) { query.kind = kind }

        mutating func read(_ parameter: QueryParameter) -> ServiceProblem? {
            let value = parameter.value
            switch parameter.name {
            case "filter", "filter[name]":
                // No name has any, and databases end a text at one of them.
                if value.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
                    return .parameter(parameter.name, "must not have control characters")
                }
                if parameter.name == "filter" { query.namePart = value } else { query.name = String(value.trimmed()) }
                return nil
            case "filter[type]":
                var kind: ObjectKind?
                if let problem = parameter.read(into: &kind) { return problem }
                isEmpty = query.kind.map { $0 != kind } ?? false
                query.kind = query.kind ?? kind
                return nil
            case "filter[status]": return parameter.read(into: &query.status)
            default: return readSort(value)
            }
        }

        private mutating func readSort(_ text: String) -> ServiceProblem? {
            var order: [ServiceQuery.Order] = []
            for word in text.split(separator: ",", omittingEmptySubsequences: false) {
                let isDescending = word.hasPrefix("-")
                let key = SortKey(rawValue: String(isDescending ? word.dropFirst() : word))
                guard let key, !order.contains(where: { $0.key == key }) else {
                    let keys = SortKey.allCases.map(\.rawValue).joined(separator: ", ")
                    return .parameter("sort", "must be a list of \(keys), each once, with - for descending")
                }
                order.append(ServiceQuery.Order(key, descending: isDescending))
            }
            query.order = order
            return nil
        }
    }
}

extension ServiceProblem {
    /// A query parameter that does not fit; `detail` stands behind its name.
    package static func parameter(_ name: String, _ detail: String) -> Self {
        Self(.badRequest, "the query parameter \(name) \(detail)", meta: ["source_field": .string(name)])
    }

    /// A query parameter that the route does not have.
    package static func unknownParameter(_ name: String, closest: String? = nil) -> Self {
        let shown = String(String.UnicodeScalarView(name.unicodeScalars.prefix(40)))
        return .parameter(shown, closest.map { "is unknown, did you mean '\($0)'?" } ?? "is unknown")
    }
}
