import PanelStore
package import PhoenixModel
import ServicesAPI

/// The panel in this process: the same rules as over HTTP, without a server.
package struct EmbeddedPanel: PanelRunWriter {
    package let target: PanelTarget
    private let services: ServiceOperations

    /// A panel over the operations; `name` is what people know its store by.
    package init(name: String, services: ServiceOperations) {
        target = PanelTarget(name: name, isEmbedded: true)
        self.services = services
    }

    package func readAll() async throws(PanelError) -> LiveState {
        let objects = try await asPanel { () throws(ServiceError) in try await services.all { live($0) } }
        var target = target
        target.isServed = try await asPanel { () throws(ServiceError) in try await services.areTasksRun() }
        return LiveState(target: target, capabilities: .complete, objects: objects)
    }

    package func read(id: String) async throws(PanelError) -> LiveObject? {
        try await found { () throws(ServiceError) in live(try await services.get(id: id)) }
    }

    package func find(name: String) async throws(PanelError) -> [LiveObject] {
        let record = try await asPanel { () throws(ServiceError) in try await services.find(name: name) }
        return record.map { [live($0)] } ?? []
    }

    package func create(_ write: ObjectWrite, idempotencyKey: String) async throws(PanelError) -> LiveObject {
        let body = try write.body()
        let key = RequestKey(scope: "embedded", key: idempotencyKey)
        return try kept(
            write,
            by: try await asPanel { () throws(ServiceError) in
                try await services.create(body, key: key).record
            })
    }

    package func update(
        id: String, _ write: ObjectWrite, ifMatch etag: String?
    ) async throws(PanelError) -> LiveObject {
        let body = try write.body()
        return try kept(
            write,
            by: try await asPanel { () throws(ServiceError) in
                try await services.update(id: id, body, ifMatch: etag)
            })
    }

    package func delete(id: String, ifMatch etag: String?) async throws(PanelError) {
        try await asPanel { () throws(ServiceError) in try await services.delete(id: id, ifMatch: etag) }
    }

    package func runs(_ selection: RunFilter) async throws(PanelError) -> [TaskRun] {
        try await asPanel { () throws(ServiceError) in try await services.runs(selection) }
    }

    package func nodes(ofNewestRuns limit: Int) async throws(PanelError) -> [String: [String]] {
        try await asPanel { () throws(ServiceError) in try await services.nodes(ofNewestRuns: limit) }
    }

    package func run(_ id: String, ofService serviceID: String) async throws(PanelError) -> TaskRun? {
        try await found { () throws(ServiceError) in try await services.run(id, ofID: serviceID) }
    }

    package func health(ofService id: String) async throws(PanelError) -> ServiceHealth? {
        try await found { () throws(ServiceError) in try await services.health(id: id) }
    }

    package func startRun(ofService id: String, idempotencyKey: String) async throws(PanelError) -> TaskRun {
        let key = RequestKey(scope: "embedded", key: idempotencyKey)
        return try await asPanel { () throws(ServiceError) in try await services.startRun(id: id, key: key) }
    }

    package func stopRun(_ id: String, ofService serviceID: String) async throws(PanelError) -> TaskRun {
        try await asPanel { () throws(ServiceError) in try await services.stopRun(id, ofID: serviceID) }
    }

    private func live(_ record: ServiceRecord) -> LiveObject { services.live(record, readingOwnership: true) }

    /// The answer to a write, which must carry the ownership that was sent.
    private func kept(_ write: ObjectWrite, by record: ServiceRecord) throws(PanelError) -> LiveObject {
        let object = live(record)
        if case .set(let ownership) = write.ownership, object.ownership != .owned(ownership) {
            throw PanelError(.ownershipNotKept, "the panel did not keep the ownership line of '\(record.name)'")
        }
        return object
    }

    /// nil for what is not there.
    private func found<T>(_ work: () async throws(ServiceError) -> T) async throws(PanelError) -> T? {
        do {
            return try await work()
        } catch {
            if [.serviceNotFound, .notFound].contains(error.problems.first?.code) { return nil }
            throw PanelError(error)
        }
    }

    private func asPanel<T>(_ work: () async throws(ServiceError) -> T) async throws(PanelError) -> T {
        do { return try await work() } catch { throw PanelError(error) }
    }
}
