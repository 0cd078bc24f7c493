import Diagnostics
import PhoenixModel

/// Which part of a list a request asks for, and what links to the other parts keep.
struct PageRequest: Sendable, Hashable {
    private(set) var page = 1
    private(set) var perPage = 50
    /// The parameters that links to other pages keep.
    private(set) var kept: [QueryParameter] = []

    var offset: Int { (page - 1) * perPage }

    static let names = ["page", "per_page"]

    /// Reads a query: what is not of pages is handed to `read`.
    /// - Parameters:
    ///   - parameters: in their order.
    ///   - names: what the list knows beside the parameters of pages.
    ///   - read: says what is wrong with a parameter of these names.
    /// - Throws: `bad_request` with everything that is malformed or unknown.
    init(
        _ parameters: [QueryParameter], names: [String], read: (QueryParameter) -> ServiceProblem?
    ) throws(ServiceError) {
        let names = Self.names + names
        var problems: [ServiceProblem] = []
        var seen: Set<String> = []
        for parameter in parameters {
            if !seen.insert(parameter.name).inserted {
                problems.append(.parameter(parameter.name, "is given twice"))
            } else if !names.contains(parameter.name) {
                problems.append(.unknownParameter(parameter.name, closest: names.closest(to: parameter.name)))
            } else if let problem = Self.names.contains(parameter.name) ? take(parameter) : read(parameter) {
                problems.append(problem)
            }
            if parameter.name != "page" { kept.append(parameter) }
        }
        guard problems.isEmpty else { throw .refused(problems) }
    }

    private mutating func take(_ parameter: QueryParameter) -> ServiceProblem? {
        let number = Self.number(parameter.value)
        if parameter.name == "page" {
            guard let number, parameter.value.utf8.count <= 9, number >= 1 else {
                return .parameter("page", "must be a whole number of at most 9 digits, from 1")
            }
            page = number
        } else {
            guard let number, number >= 1 else {
                return .parameter("per_page", "must be a whole number from 1 to 100")
            }
            perPage = min(number, 100)
        }
        return nil
    }

    /// A number of any length; nil for anything but digits.
    private static func number(_ text: String) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text) ?? .max
    }
}
