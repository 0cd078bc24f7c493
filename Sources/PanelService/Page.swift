package import PhoenixModel
import WebAddresses

/// One page of a list.
package struct Page<Element: Sendable>: Sendable {
    package let elements: [Element]
    package let total: Int
    private let request: PageRequest

    init(_ elements: [Element], total: Int, request: PageRequest) {
        self.elements = elements
        self.total = total
        self.request = request
    }

    /// The page as the API answers it: what `object` makes of its elements, and `meta.pagination`. `path` is the one that
    /// was asked for, `/api/v1/services`.
    package func answer(path: String, _ object: (Element) -> Value) -> Value {
        ["data": .list(elements.map(object)), "meta": ["pagination": pagination(path: path)]]
    }

    package func pagination(path: String) -> Value {
        let lastPage = max(1, (total + request.perPage - 1) / request.perPage)
        var links = ValueMap()
        if request.page < lastPage { links["next"] = .string(link(to: request.page + 1, path)) }
        if request.page > 1 { links["previous"] = .string(link(to: min(request.page - 1, lastPage), path)) }
        return [
            "total": .integer(Int64(total)), "count": .integer(Int64(elements.count)),
            "per_page": .integer(Int64(request.perPage)), "current_page": .integer(Int64(request.page)),
            "total_pages": .integer(Int64(lastPage)), "links": .map(links),
        ]
    }

    private func link(to page: Int, _ path: String) -> String {
        let kept = request.kept.map { "\(PercentEncoding.encoded($0.name))=\(PercentEncoding.encoded($0.value))" }
        return "\(path)?\((kept + ["page=\(page)"]).joined(separator: "&"))"
    }
}
