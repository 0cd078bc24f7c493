import PhoenixModel

/// One page of a list.
struct ItemPage {
    let items: [Value]
    let total: Int?
    let pageCount: Int
    let meta: ValueMap

    /// nil for what is no list.
    init?(_ value: Value?) {
        guard case .map(let map)? = value, case .list(let items)? = map["data"] else { return nil }
        self.items = items
        meta = if case .map(let meta)? = map["meta"] { meta } else { [:] }
        let pagination = if case .map(let pagination)? = meta["pagination"] { pagination } else { ValueMap() }
        total = pagination.count("total")
        pageCount = max(1, pagination.count("total_pages") ?? 1)
    }
}

extension ValueMap {
    /// A number of things.
    func count(_ name: String) -> Int? {
        guard case .integer(let number)? = self[name], number >= 0 else { return nil }
        return Int(number)
    }
}
