import HTTPTransport
import PhoenixModel

/// Reads whole lists, page by page, until one read has seen one state.
///
/// A panel is believed no more than its pages show: a page that does not hold what the first one and the total promise
/// ends the read, and all reads together take a bounded number of pages.
struct PageReader: Sendable {
    let connection: PanelConnection
    let parallelism: Int

    private static let maximumRestarts = 3
    private static let maximumObjects = 1_000_000
    /// So many pages have the most objects, on a panel that keeps to the documented 50 a page.
    private static let maximumPages = 20_000

    /// Why one read has not given the list.
    private enum ReadFailure: Error {
        case panel(PanelError)
        /// It was not the same from one page to another.
        case listChanged
    }

    /// Every object, each once, in the order of the panel.
    func readAll() async throws(PanelError) -> [LiveObject] {
        var pagesLeft = Self.maximumPages
        for _ in 0...Self.maximumRestarts {
            do throws(ReadFailure) {
                return try await readOnce(&pagesLeft)
            } catch {
                if case .panel(let error) = error { throw error }
            }
        }
        throw keepsChanging
    }

    private func readOnce(_ pagesLeft: inout Int) async throws(ReadFailure) -> [LiveObject] {
        var first = try await page(PageLink.first)
        if let total = first.total { try checkSize(total) }
        guard let pageCount = first.pageCount else { return try await follow(first, &pagesLeft) }
        var form = PageLink.first
        if let link = first.next, pageCount > 1 {
            form = try self.link(link)
            guard form.page == 2 else { return try await follow(first, &pagesLeft) }
        }
        try take(pageCount, of: &pagesLeft)
        var list = ObjectList(capacity: first.total)
        guard list.append(movingFrom: &first) else { throw .listChanged }
        let numbers = pageCount > 1 ? Array(2...pageCount) : []
        try await numbers.concurrentForEach(limit: parallelism) { [first, form] number throws(ReadFailure) in
            let page = try await page(form.page(number))
            guard page.total == first.total, page.size == first.size(ofPage: number) ?? page.size, page.size > 0 else {
                throw .listChanged
            }
            return page
        } receive: { page throws(ReadFailure) in
            guard list.append(movingFrom: &page) else { throw .listChanged }
        }
        return try complete(list, of: first)
    }

    /// Reads on along the links, for panels whose pages have no numbers.
    private func follow(_ first: ListPage, _ pagesLeft: inout Int) async throws(ReadFailure) -> [LiveObject] {
        var list = ObjectList(capacity: first.total)
        var links: Set<PageLink> = []
        var page = first
        while true {
            try take(1, of: &pagesLeft)
            guard page.total == first.total else { throw .listChanged }
            let next: PageLink? = if let text = page.next { try link(text) } else { nil }
            if let next, !links.insert(next).inserted {
                throw refusal("links its pages in a loop: \(Excerpt.line(page.next ?? "", limit: 200))")
            }
            guard list.append(movingFrom: &page) else { throw .listChanged }
            try checkSize(list.objects.count)
            if let total = first.total, list.objects.count > total { throw .listChanged }
            guard let next else { return try complete(list, of: first) }
            guard page.size > 0 else { throw refusal("has a link to another page on a page without services") }
            page = try await self.page(next)
        }
    }

    private func complete(_ list: ObjectList, of first: ListPage) throws(ReadFailure) -> [LiveObject] {
        guard first.total ?? list.objects.count == list.objects.count else { throw .listChanged }
        return list.objects
    }

    private func page(_ link: PageLink) async throws(ReadFailure) -> ListPage {
        let call = PanelCall.list(target: link.target)
        do throws(PanelError) {
            let sent = try await connection.perform(call)
            let page = try ListPage(await connection.decoder(sent, of: call))
            await connection.knowledge.noteList()
            return page
        } catch {
            throw .panel(error)
        }
    }

    private func link(_ text: String) throws(ReadFailure) -> PageLink {
        do throws(PanelError) {
            return try PageLink(text, from: connection.address)
        } catch {
            throw .panel(error)
        }
    }

    private func take(_ pages: Int, of left: inout Int) throws(ReadFailure) {
        if pages > Self.maximumPages { throw refusal("has a list of \(pages) pages; phoenix reads at most 20,000") }
        if pages > left { throw .panel(keepsChanging) }
        left -= pages
    }

    private func checkSize(_ count: Int) throws(ReadFailure) {
        if count > Self.maximumObjects {
            throw refusal("has more services than phoenix reads (\(count), at most 1,000,000)")
        }
    }

    private func refusal(_ reason: String) -> ReadFailure {
        .panel(PanelError(.unexpectedAnswer, "\(connection.address) \(reason)"))
    }

    private var keepsChanging: PanelError {
        PanelError(
            .unexpectedAnswer,
            "\(connection.address) keeps changing: its list of services changed during every attempt to read it",
            help: "run the command again when nothing else changes the panel")
    }
}

/// The objects of the pages so far, each once.
private struct ObjectList {
    private(set) var objects: [LiveObject] = []
    private var ids: Set<String>

    /// More room is not made ahead, on the word of a panel alone.
    private static let mostExpected = 100_000

    /// With room for as many as the panel says there are.
    init(capacity: Int?) {
        let capacity = min(capacity ?? 0, Self.mostExpected)
        ids = Set(minimumCapacity: capacity)
        objects.reserveCapacity(capacity)
    }

    /// Moves the objects of a page to the end: to copy them would count the references to each of their texts, of which
    /// an object has a score. Answers false when one is there already.
    mutating func append(movingFrom page: inout ListPage) -> Bool {
        var moved = page.takeObjects()
        for place in moved.indices {
            guard ids.insert(moved[place].id).inserted else { return false }
            objects.append(LiveObject(id: "", kind: .system, fields: ServiceFields(name: ""), status: ""))
            swap(&objects[objects.count - 1], &moved[place])
        }
        return true
    }
}
