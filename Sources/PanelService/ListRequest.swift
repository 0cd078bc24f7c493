import Diagnostics
package import PanelStore
package import PhoenixModel
import ServicesAPI

/// The query of a request for a list, checked.
package struct ListRequest: Sendable, Hashable {
    package private(set) var query = ServiceQuery()
    package private(set) var page = 1
    package private(set) var perPage = 50
    /// The parameters that links to other pages keep.
    private(set) var kept: [Parameter] = []
    /// The conditions exclude each other.
    private(set) var isEmpty = false

    package struct Parameter: Sendable, Hashable {
        package let name: String
        package let value: String

        /// Takes both as text, percent-encoding undone.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Reads a query.
    /// - Parameters:
    ///   - parameters: in their order.
    ///   - kind: what the route lists; nil for all.
    ///   - isPagedOnly: the list can neither be filtered nor sorted.
    /// - Throws: `bad_request` with everything that is malformed or unknown.
    package init(
        _ parameters: [Parameter] = [], kind: ObjectKind? = nil, isPagedOnly: Bool = false
    ) throws(ServiceError) {
        query.kind = kind
        let names = isPagedOnly ? Array(Self.names.prefix(2)) : Self.names
        var problems: [ServiceProblem] = []
        var seen: Set<String> = []
        for parameter in parameters {
            if !seen.insert(parameter.name).inserted {
                problems.append(.parameter(parameter.name, "is given twice"))
            } else if !names.contains(parameter.name) {
                problems.append(.unknownParameter(parameter.name, closest: names.closest(to: parameter.name)))
            } else if let problem = read(parameter) {
                problems.append(problem)
            }
            if parameter.name != "page" { kept.append(parameter) }
        }
        guard problems.isEmpty else { throw .refused(problems) }
        query.limit = perPage
        query.offset = (page - 1) * perPage
    }

    private static let names = [
        "page", "per_page", "filter", "filter[type]", "filter[status]", "filter[name]", "sort",
    ]

    private mutating func read(_ parameter: Parameter) -> ServiceProblem? {
        let value = parameter.value
        switch parameter.name {
        case "page":
            guard let number = Self.number(value), value.utf8.count <= 9, number >= 1 else {
                return .parameter("page", "must be a whole number of at most 9 digits, from 1")
            }
            page = number
        case "per_page":
            guard let number = Self.number(value), number >= 1 else {
                return .parameter("per_page", "must be a whole number from 1 to 100")
            }
            perPage = min(number, 100)
        case "filter", "filter[name]":
            // No name has any, and databases end a text at one of them.
            if value.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
                return .parameter(parameter.name, "must not have control characters")
            }
            if parameter.name == "filter" { query.namePart = value } else { query.name = String(value.trimmed()) }
        case "filter[type]":
            guard let kind = ObjectKind(rawValue: value) else {
                return .choice(parameter, ObjectKind.allCases.map(\.rawValue))
            }
            isEmpty = query.kind.map { $0 != kind } ?? false
            query.kind = query.kind ?? kind
        case "filter[status]":
            guard let status = ServiceStatus(rawValue: value) else {
                return .choice(parameter, ServiceStatus.allCases.map(\.rawValue))
            }
            query.status = status
        case "sort": return readSort(value)
        default: break
        }
        return nil
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

    /// A number of any length; nil for anything but digits.
    private static func number(_ text: String) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text) ?? .max
    }
}

extension ServiceProblem {
    /// A query parameter that does not fit; `detail` stands behind its name.
    package static func parameter(_ name: String, _ detail: String) -> Self {
        Self(.badRequest, "the query parameter \(name) \(detail)", meta: ["source_field": .string(name)])
    }

    fileprivate static func choice(_ parameter: ListRequest.Parameter, _ choices: [String]) -> Self {
        let hint = choices.closest(to: parameter.value).map { ", did you mean '\($0)'?" } ?? ""
        return .parameter(parameter.name, "must be one of \(choices.joined(separator: ", "))\(hint)")
    }

    /// A query parameter that the route does not have.
    package static func unknownParameter(_ name: String, closest: String? = nil) -> Self {
        let shown = String(String.UnicodeScalarView(name.unicodeScalars.prefix(40)))
        return .parameter(shown, closest.map { "is unknown, did you mean '\($0)'?" } ?? "is unknown")
    }
}
