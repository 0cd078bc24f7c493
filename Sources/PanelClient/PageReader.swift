import HTTPTransport
import PhoenixModel

/// Reads whole lists, page by page, until one read has seen one state.
struct PageReader: Sendable {
    let connection: PanelConnection
    let parallelism: Int

    private static let maximumRestarts = 3
    private static let maximumObjects = 1_000_000

    /// Every object, each once, in the order of the panel.
    func readAll() async throws(PanelError) -> [LiveObject] {
        for _ in 0...Self.maximumRestarts {
            if let objects = try await readOnce() { return objects }
        }
        throw PanelError(
            .unexpectedAnswer,
            "\(connection.address) keeps changing: its list of services was never the same from first page to last",
            help: "run it again when nothing else changes the panel")
    }

    /// nil when the list has changed from one page to another.
    private func readOnce() async throws(PanelError) -> [LiveObject]? {
        let first = try await page(PageLink.first)
        if let total = first.total { try checkSize(total) }
        guard let pageCount = first.pageCount else { return try await follow(first) }
        try checkSize(pageCount)
        var form = PageLink.first
        if let link = first.next, pageCount > 1 {
            form = try PageLink(link, from: connection.address)
            guard form.page == 2 else { return try await follow(first) }
        }
        let links = pageCount > 1 ? (2...pageCount).map { form.page($0) } : []
        let others = try await links.concurrentMap(limit: parallelism) { link throws(PanelError) in
            try await page(link)
        }
        guard others.allSatisfy({ $0.total == first.total }) else { return nil }
        return complete([first] + others)
    }

    /// Reads on along the links, for panels whose pages have no numbers.
    private func follow(_ first: ListPage) async throws(PanelError) -> [LiveObject]? {
        var pages = [first]
        var seen: Set<PageLink> = []
        var count = first.objects.count
        var next = first.next
        while let text = next {
            let link = try PageLink(text, from: connection.address)
            guard seen.insert(link).inserted else {
                throw PanelError(
                    .unexpectedAnswer,
                    "\(connection.address) links its pages in a circle: \(Excerpt.line(text, limit: 200))"
                )
            }
            let page = try await page(link)
            guard page.total == first.total else { return nil }
            count += page.objects.count
            try checkSize(count)
            pages.append(page)
            next = page.next
        }
        return complete(pages)
    }

    /// nil when an object is there twice, or one is missing.
    private func complete(_ pages: [ListPage]) -> [LiveObject]? {
        let objects = pages.flatMap(\.objects)
        if let total = pages.first?.total, total != objects.count { return nil }
        return Set(objects.map(\.id)).count == objects.count ? objects : nil
    }

    private func page(_ link: PageLink) async throws(PanelError) -> ListPage {
        try await page(.list(target: link.target))
    }

    /// One page of any list of services.
    func page(_ call: PanelCall) async throws(PanelError) -> ListPage {
        let sent = try await connection.perform(call)
        let page = try ListPage(await connection.decoder(sent, of: call))
        await connection.knowledge.noteList()
        return page
    }

    private func checkSize(_ count: Int) throws(PanelError) {
        guard count > Self.maximumObjects else { return }
        throw PanelError(
            .unexpectedAnswer,
            "\(connection.address) has more services than phoenix reads (\(count), at most 1,000,000)")
    }
}
