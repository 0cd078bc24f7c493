import HTTPTransport
package import PhoenixModel
import ServicesAPI
import WebAddresses

extension HTTPPanel {
    package func readAll() async throws(PanelError) -> LiveState {
        var objects = try await pages.readAll()
        let capabilities: PanelCapabilities
        if objects.contains(where: { $0.kind == .scheduled }) {
            let reports = try await completeTasks(of: &objects)
            capabilities = PanelCapabilities(
                taskReports: reports, additionalFields: PanelCapabilities.additionalFields(in: objects),
                hasETags: await connection.knowledge.hasETags, rateLimit: await connection.sender.budget.limit)
            await connection.knowledge.settle(capabilities)
        } else {
            // Nothing tells what a task would have; the answer to the first create will.
            var fields = PanelCapabilities.additionalFields(in: objects)
            fields.formUnion(Field.all(of: .scheduled).filter { !$0.isDocumented })
            capabilities = PanelCapabilities(
                taskReports: .inLists, additionalFields: fields, hasETags: await connection.knowledge.hasETags,
                rateLimit: await connection.sender.budget.limit)
        }
        return LiveState(target: target, capabilities: capabilities, objects: objects)
    }

    /// Reads every task singly where the list does not have what they do, once that has told more of the first one.
    /// Those that are gone meanwhile are dropped.
    private func completeTasks(
        of objects: inout [LiveObject]
    ) async throws(PanelError) -> PanelCapabilities.TaskReports {
        if objects.contains(where: { $0.kind == .scheduled && $0.fields.task != nil }) { return .inLists }
        let tasks = objects.filter { $0.kind == .scheduled }
        var gone = 0
        var first: LiveObject?
        while first == nil, gone < tasks.count {
            first = try await read(id: tasks[gone].id)
            if first == nil { gone += 1 }
        }
        guard let first, first.tellsMore(than: tasks[gone]) else { return .never }
        let others = try await tasks[(gone + 1)...].map(\.id).concurrentMap(limit: parallelism) {
            id throws(PanelError) in
            try await read(id: id)
        }
        objects = objects.filter { $0.kind != .scheduled } + [first] + others.compactMap { $0 }
        return first.fields.task == nil ? .never : .singly
    }

    package func read(id: String) async throws(PanelError) -> LiveObject? {
        let call = try PanelCall.get(id: id)
        let sent = try await connection.send(call)
        if sent.status == 404 {
            let refusal = await connection.refusal(sent, to: call)
            if refusal.code == .notFound { return nil }
            throw refusal
        }
        guard sent.isSuccess else { throw await connection.refusal(sent, to: call) }
        let object = try await object(of: sent, to: call)
        guard object.id == id else {
            throw PanelError(
                .unexpectedAnswer,
                "\(connection.address) responded with a service other than the one with the id \(id)"
            )
        }
        return object
    }

    /// Asks for the name, but believes a panel only what shows: objects of that name. Where other objects come back,
    /// or none, everything is read, unless the panel has shown that it has the additions of the API.
    package func find(name: String) async throws(PanelError) -> [LiveObject] {
        let call = PanelCall.list("filter%5Bname%5D=\(PercentEncoding.encoded(name))&per_page=100&page=1")
        let sent = try await connection.send(call)
        if sent.isSuccess {
            let page = try ListPage(await connection.decoder(sent, of: call))
            let isWhole = page.next == nil && page.objects.count == page.total ?? page.objects.count
            let isFiltered = isWhole && page.objects.allSatisfy { $0.isNamed(name) }
            let isKnown = await connection.knowledge.isComplete
            if isFiltered, !page.objects.isEmpty || isKnown { return try await withTasks(page.objects) }
        } else if sent.status != 400 {
            throw await connection.refusal(sent, to: call)
        }
        return try await withTasks(try await pages.readAll().filter { $0.isNamed(name) })
    }

    /// The same objects, read singly where only that tells what the tasks do.
    private func withTasks(_ objects: [LiveObject]) async throws(PanelError) -> [LiveObject] {
        guard await connection.knowledge.taskReports == .singly else { return objects }
        return try await objects.concurrentMap(limit: parallelism) { object throws(PanelError) in
            guard object.kind == .scheduled, object.fields.task == nil else { return Optional(object) }
            return try await read(id: object.id)
        }.compactMap { $0 }
    }
}

extension LiveObject {
    func isNamed(_ name: String) -> Bool { fields.name.trimmed() == name.trimmed() }

    fileprivate func tellsMore(than other: LiveObject) -> Bool {
        Field.all(of: kind).contains { fields.has($0) && !other.fields.has($0) }
    }
}
