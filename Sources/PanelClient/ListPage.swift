import PhoenixModel

/// One page of the list of services.
struct ListPage: Sendable {
    let objects: [LiveObject]
    /// Of the whole list, where the panel says so.
    let total: Int?
    let totalPages: Int?
    /// The link to the next page as the panel has written it.
    let next: String?

    init(_ decoder: ResponseDecoder) throws(PanelError) {
        guard case .map(let map) = try decoder.value(), case .list(let data)? = map["data"] else {
            throw PanelError(.unexpectedAnswer, "\(decoder.address) responded without a list 'data'")
        }
        var objects: [LiveObject] = []
        objects.reserveCapacity(data.count)
        for value in data { objects.append(try decoder.object(value)) }
        self.objects = objects

        var pagination = ValueMap()
        if case .map(let meta)? = map["meta"], case .map(let found)? = meta["pagination"] { pagination = found }
        total = Self.number(pagination["total"])
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

    /// How many pages there are, this being the first; nil when only the links tell. The size that a panel keeps to
    /// counts, not the one that it names.
    var pageCount: Int? {
        guard let total else { return totalPages }
        return objects.isEmpty ? 1 : max(1, (total + objects.count - 1) / objects.count)
    }

    /// How many objects a page of the list has, this being the first; nil where no total is told.
    func count(onPage number: Int) -> Int? {
        total.map { min(objects.count, $0 - (number - 1) * objects.count) }
    }
}
