import PhoenixModel

/// One page of the list of services.
struct ListPage: Sendable {
    let objects: [LiveObject]
    /// Of the whole list, where the panel says so.
    let total: Int?
    let perPage: Int?
    let totalPages: Int?
    /// The link to the next page as the panel has written it.
    let next: String?

    init(_ decoder: ResponseDecoder) throws(PanelError) {
        guard case .map(let map) = try decoder.value(), case .list(let data)? = map["data"] else {
            throw PanelError(.unexpectedAnswer, "\(decoder.address) answered without a list of 'data'")
        }
        var objects: [LiveObject] = []
        objects.reserveCapacity(data.count)
        for value in data { objects.append(try decoder.object(value)) }
        self.objects = objects

        var pagination = ValueMap()
        if case .map(let meta)? = map["meta"], case .map(let found)? = meta["pagination"] { pagination = found }
        total = Self.number(pagination["total"])
        perPage = Self.number(pagination["per_page"]).flatMap { $0 > 0 ? $0 : nil }
        totalPages = Self.number(pagination["total_pages"])
        // No links at all are an empty mapping, or the empty list that PHP makes of one.
        if case .map(let links)? = pagination["links"], case .string(let link)? = links["next"], !link.isEmpty {
            next = link
        } else {
            next = nil
        }
    }

    private static func number(_ value: Value?) -> Int? {
        guard case .integer(let number)? = value, number >= 0 else { return nil }
        return Int(number)
    }

    /// How many pages there are, this being the first; nil when only the links tell.
    var pageCount: Int? {
        guard let total else { return totalPages }
        // A panel may say one size and keep to another.
        let size = objects.count < total ? min(perPage ?? objects.count, objects.count) : max(1, objects.count)
        guard size > 0 else { return totalPages }
        return max(totalPages ?? 1, (total + size - 1) / size)
    }
}
