import PhoenixModel
import ServicesAPI

/// One page of the list of services.
struct ListPage: Sendable {
    private(set) var objects: [LiveObject]
    /// How many objects it has, those taken included.
    let size: Int
    /// Of the whole list, where the panel says so.
    let total: Int?
    let totalPages: Int?
    /// The link to the next page as the panel has written it.
    let next: String?

    init(_ decoder: ResponseDecoder) throws(PanelError) {
        var reader = LiveObjectReader()
        let (objects, pagination) = try decoder.list { value throws(APIObjectError) in
            try LiveObject(api: value, &reader)
        }
        self.objects = objects
        size = objects.count
        total = Self.number(pagination["total"])
        totalPages = Self.number(pagination["total_pages"])
        next = ResponseDecoder.nextLink(of: pagination)
    }

    /// The objects, which are gone from the page then.
    mutating func takeObjects() -> [LiveObject] {
        var taken: [LiveObject] = []
        swap(&taken, &objects)
        return taken
    }

    private static func number(_ value: Value?) -> Int? {
        guard case .integer(let number)? = value, number >= 0 else { return nil }
        return Int(number)
    }

    /// How many pages there are, this being the first; nil when only the links tell. The size that a panel keeps to
    /// counts, not the one that it names.
    var pageCount: Int? {
        guard let total else { return totalPages }
        return size == 0 ? 1 : max(1, (total + size - 1) / size)
    }

    /// How many objects a page of the list has, this being the first; nil where no total is told.
    func size(ofPage number: Int) -> Int? { total.map { min(size, $0 - (number - 1) * size) } }
}
