package import PanelStore
package import PhoenixModel
import ServicesAPI
import WebAddresses

/// One page of a list.
package struct ServicePage: Sendable {
    package let records: [ServiceRecord]
    package let total: Int
    private let request: ListRequest

    init(request: ListRequest, slice: ServiceSlice) {
        records = slice.records
        total = slice.total
        self.request = request
    }

    /// `meta.pagination` of the answer; `path` is the one that was asked for, `/api/v1/services`.
    package func pagination(path: String) -> Value {
        let lastPage = max(1, (total + request.perPage - 1) / request.perPage)
        var links = ValueMap()
        if request.page < lastPage { links["next"] = .string(link(to: request.page + 1, path)) }
        if request.page > 1 { links["previous"] = .string(link(to: min(request.page - 1, lastPage), path)) }
        return [
            "total": .integer(Int64(total)), "count": .integer(Int64(records.count)),
            "per_page": .integer(Int64(request.perPage)), "current_page": .integer(Int64(request.page)),
            "total_pages": .integer(Int64(lastPage)), "links": .map(links),
        ]
    }

    private func link(to page: Int, _ path: String) -> String {
        let kept = request.kept.map { "\(PercentEncoding.encoded($0.name))=\(PercentEncoding.encoded($0.value))" }
        return "\(path)?\((kept + ["page=\(page)"]).joined(separator: "&"))"
    }
}

extension ServiceOperations {
    /// A page as the API answers it.
    package func answer(_ page: ServicePage, path: String) -> Value {
        [
            "data": .list(page.records.map(object)),
            "meta": ["pagination": page.pagination(path: path)],
        ]
    }
}
