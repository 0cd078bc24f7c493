import HTTPTransport
import PhoenixModel

extension ClientAPI {
    private static let maximumPages = 1_000
    private static let maximumReads = 3
    /// The most reads of one list, or of one kind of thing, that go to a panel at once.
    package static let parallelReads = 4

    /// Every item of a list, each once. The first page says how many others there are, which are read side by side.
    ///
    /// A list has no order on panels, and may change from one page to the next: it is read again until a read has as many
    /// items as the panel counts.
    /// `id` is what tells one item from another; nil for one that has nothing of the kind.
    func readAll(
        id: (Value) -> String?, page call: @escaping @Sendable (Int) throws(ClientAPIError) -> ClientCall
    ) async throws(ClientAPIError) -> (items: [Value], meta: ValueMap) {
        for _ in 0..<Self.maximumReads {
            if Task.isCancelled { throw .cancelled }
            let first = try await page(1, call)
            guard first.pageCount <= Self.maximumPages else {
                throw unexpected("a list of \(first.pageCount) pages; phoenix reads \(Self.maximumPages) at most")
            }
            let numbers = first.items.isEmpty ? [] : Array((1...first.pageCount).dropFirst())
            let others = try await numbers.concurrentMap(limit: Self.parallelReads) { number throws(ClientAPIError) in
                try await page(number, call)
            }
            var items: [Value] = []
            var ids: Set<String> = []
            for page in [first] + others {
                for item in page.items where id(item).map({ ids.insert($0).inserted }) ?? true { items.append(item) }
            }
            // A page that has grown meanwhile says so in its total.
            let last = others.last ?? first
            if items.count == last.total ?? items.count { return (items, last.meta) }
        }
        throw unexpected("lists that change during every attempt to read them")
    }

    private func page(
        _ number: Int, _ call: (Int) throws(ClientAPIError) -> ClientCall
    ) async throws(ClientAPIError) -> ItemPage {
        let value = try await perform(try call(number))
        guard let page = ItemPage(value) else { throw unexpected("a list without 'data'") }
        return page
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
