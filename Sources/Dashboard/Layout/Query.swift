import PanelService
import WebAddresses

/// The query of a page's address, for links to the same page with something else in it.
struct Query {
    private(set) var parameters: [QueryParameter]

    /// Empty parameters, which forms send of fields that are left empty, are left out.
    init(_ parameters: [QueryParameter]) { self.parameters = parameters.filter { !$0.value.isEmpty } }

    /// The address of the page with one parameter changed, nil to leave it out, and without those that are `dropped`.
    func link(_ path: String, _ name: String, _ value: String?, without dropped: [String] = []) -> String {
        var kept = parameters.filter { $0.name != name && !dropped.contains($0.name) }
        if let value { kept.append(QueryParameter(name, value)) }
        let text = kept.map { "\(PercentEncoding.encoded($0.name))=\(PercentEncoding.encoded($0.value))" }
        return text.isEmpty ? path : "\(path)?\(text.joined(separator: "&"))"
    }

    subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }
}
