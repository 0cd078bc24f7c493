import PhoenixModel

extension ClientAPI {
    private static let maximumPages = 1_000
    private static let maximumReads = 3

    /// Every item of a list whose pages come one after the other, each once.
    ///
    /// A list has no order on panels, and may change from one page to the next: it is read again until a read has as many
    /// items as the panel counts.
    /// `id` is what tells one item from another; nil for one that has nothing of the kind.
    func readAll(
        id: (Value) -> String?, page call: (Int) throws(ClientAPIError) -> ClientCall
    ) async throws(ClientAPIError) -> (items: [Value], meta: ValueMap) {
        for _ in 0..<Self.maximumReads {
            var items: [Value] = []
            var ids: Set<String> = []
            var number = 1
            while true {
                if Task.isCancelled { throw .cancelled }
                let value = try await perform(try call(number))
                guard let page = ItemPage(value) else { throw unexpected("a list without 'data'") }
                guard page.pageCount <= Self.maximumPages else {
                    throw unexpected("a list of \(page.pageCount) pages; phoenix reads \(Self.maximumPages) at most")
                }
                for item in page.items where id(item).map({ ids.insert($0).inserted }) ?? true { items.append(item) }
                if number < page.pageCount, !page.items.isEmpty {
                    number += 1
                } else if items.count == page.total ?? items.count {
                    return (items, page.meta)
                } else {
                    break
                }
            }
        }
        throw unexpected("lists that change during every attempt to read them")
    }

    /// The one item of a response.
    func item<Item>(
        _ value: Value?, _ what: String, _ decode: (Attributes) throws(UnreadableRecord) -> Item
    ) throws(ClientAPIError) -> Item {
        guard let attributes = Attributes(value) else { throw unexpected("\(what) without 'attributes'") }
        do throws(UnreadableRecord) {
            return try decode(attributes)
        } catch {
            throw unexpected("\(what) whose '\(error.name)' cannot be used")
        }
    }

    func unexpected(_ what: String) -> ClientAPIError {
        ClientAPIError(.unexpectedAnswer, "\(address) answered with \(what)")
    }
}
