package import PhoenixModel
import Synchronization

/// A panel in memory whose servers have schedules of their own, with the ownership that a marker keeps.
package final class FakeSchedulePanel: SchedulePanel {
    package struct State: Sendable {
        package var servers: [GameServer] = []
        package var unreadable: [GameServer.ID: String] = [:]
        package var capabilities = ScheduleCapabilities()
        package fileprivate(set) var objects: [LiveObject] = []
        /// Every write, in the order it came: `create restart@1a7ce997`.
        package fileprivate(set) var requests: [String] = []
        package fileprivate(set) var readServers: [GameServer.ID] = []
        fileprivate var nextID = 1
    }

    private let state: Mutex<State>

    /// `names`: of the servers, whose ids are `00000001` and so on.
    package init(_ names: [String] = ["lobby", "survival"]) {
        var state = State()
        state.servers = names.enumerated().map { number, name in
            let id = String("0000000\(number + 1)".suffix(8))
            return GameServer(
                uuid: "\(id)-259b-452e-8b4e-cecc464142ca", identifier: id, name: name, node: "n1")
        }
        self.state = Mutex(state)
    }

    package var target: PanelTarget { PanelTarget(name: "fake client api", isEmbedded: false) }

    package var current: State { state.withLock { $0 } }

    /// Changes the panel as somebody else would.
    package func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

    /// Changes a schedule as somebody at the panel would.
    package func edit(_ id: String, _ body: (inout LiveObject) -> Void) {
        state.withLock { state in
            for position in state.objects.indices where state.objects[position].id == id {
                body(&state.objects[position])
            }
        }
    }

    package func remove(_ id: String) { state.withLock { $0.objects.removeAll { $0.id == id } } }

    /// Makes a schedule as somebody at the panel would; answers its id.
    @discardableResult
    package func add(_ fields: ServiceFields, on server: GameServer.ID) -> String {
        state.withLock { $0.add(fields, .none, server).id }
    }

    package func servers() async throws(PanelError) -> [GameServer] { current.servers }

    package func readSchedules(of servers: [GameServer]) async throws(PanelError) -> LiveState {
        state.withLock { state in
            state.readServers += servers.map(\.id)
            let ids = Set(servers.map(\.id))
            var live = LiveState(
                target: target, capabilities: .schedules,
                objects: state.objects.filter {
                    ids.contains($0.server ?? "") && state.unreadable[$0.server ?? ""] == nil
                })
            live.schedules = state.capabilities
            live.unreadableServers = state.unreadable.filter { ids.contains($0.key) }
            live.unreadServerCount = state.servers.count { !ids.contains($0.id) }
            live.serverNames = Dictionary(uniqueKeysWithValues: state.servers.map { ($0.id, $0.name) })
            return live
        }
    }

    package func readAll() async throws(PanelError) -> LiveState { try await readSchedules(of: current.servers) }

    package func read(id: String) async throws(PanelError) -> LiveObject? { current.objects.first { $0.id == id } }

    package func find(_ write: ObjectWrite) async throws(PanelError) -> [LiveObject] {
        current.objects.filter { $0.server == write.server }
    }

    package func create(_ write: ObjectWrite, idempotencyKey: String) async throws(PanelError) -> LiveObject {
        guard let server = write.server else { throw PanelError(.invalid, "a schedule needs a server") }
        guard case .set(let ownership) = write.ownership else {
            return state.withLock { $0.add(write.fields, .none, server) }
        }
        return state.withLock { state in
            state.requests.append("create \(ownership.key)")
            return state.add(write.fields, .owned(ownership), server)
        }
    }

    package func update(
        id: String, _ write: ObjectWrite, ifMatch etag: String?
    ) async throws(PanelError) -> LiveObject {
        let result = state.withLock { state -> LiveObject? in
            state.requests.append("update \(id)")
            guard let position = state.objects.firstIndex(where: { $0.id == id }) else { return nil }
            state.objects[position].fields = write.fields
            state.objects[position].fields.timezone = nil
            switch write.ownership {
            case .set(let ownership): state.objects[position].ownership = .owned(ownership)
            case .remove: state.objects[position].ownership = .none
            case .leave: break
            }
            return state.objects[position]
        }
        guard let result else { throw PanelError(.notFound, "no schedule \(id)") }
        return result
    }

    package func delete(id: String, ifMatch etag: String?) async throws(PanelError) {
        let isThere = state.withLock { state in
            state.requests.append("delete \(id)")
            let count = state.objects.count
            state.objects.removeAll { $0.id == id }
            return state.objects.count < count
        }
        if !isThere { throw PanelError(.notFound, "no schedule \(id)") }
    }
}

extension FakeSchedulePanel.State {
    fileprivate mutating func add(
        _ fields: ServiceFields, _ ownership: OwnershipReading, _ server: GameServer.ID
    ) -> LiveObject {
        var fields = fields
        fields.timezone = nil
        // A panel reveals what it was sent.
        fields.steps = fields.steps?.revealed()
        var object = LiveObject(
            id: "\(server)/\(nextID)", kind: .native, fields: fields, ownership: ownership, status: "scheduled")
        object.server = server
        nextID += 1
        objects.append(object)
        return object
    }
}
