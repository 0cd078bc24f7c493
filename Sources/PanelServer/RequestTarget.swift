import PanelService
import PhoenixModel
import ServicesAPI
import WebAddresses

/// The path and query of a request line.
struct RequestTarget {
    /// As it was sent.
    let text: String
    /// Without the query: for logs.
    let path: Substring
    private let queryText: Substring?

    init(_ text: String) {
        self.text = text
        let end = text.utf8.firstIndex(of: UInt8(ascii: "?"))
        path = text[..<(end ?? text.endIndex)]
        queryText = end.map { text[text.index(after: $0)...].prefix { $0 != "#" } }
    }

    /// Whether the path is one that only the API may have, now or later.
    var isBelowAPI: Bool { path == "/api" || path.hasPrefix("/api/") }

    /// The texts between the slashes, percent-encoding undone: an encoded slash divides nothing.
    var segments: [String] {
        guard path.utf8.first == UInt8(ascii: "/") else { return [] }
        return path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { segment in
            PercentEncoding.decoded(segment.utf8) ?? String(segment)
        }
    }

    /// The parameters in their order.
    /// - Throws: `bad_request` for what is no UTF-8 or badly encoded.
    func parameters() throws(ServiceError) -> [QueryParameter] {
        guard let queryText, !queryText.isEmpty else { return [] }
        var parameters: [QueryParameter] = []
        for pair in queryText.utf8.split(separator: UInt8(ascii: "&")) {
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let name = PercentEncoding.decoded(pair[..<equals], plusIsSpace: true)
            let value = PercentEncoding.decoded(pair[equals...].dropFirst(), plusIsSpace: true)
            guard let name, let value else { throw .refused([.badQueryEncoding]) }
            parameters.append(QueryParameter(name, value))
        }
        return parameters
    }
}

extension ServiceProblem {
    fileprivate static let badQueryEncoding = Self(
        .badRequest, "the query is not percent-encoded UTF-8", meta: ["source_field": "query"])
}
