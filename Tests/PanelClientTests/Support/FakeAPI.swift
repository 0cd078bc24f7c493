import HTTPTransport
import PhoenixModel
import ServicesAPI
import Synchronization
import TransportFixtures
import WebAddresses

/// The documented API over objects in memory, as requests and answers.
final class FakeAPI: Sendable {
    private struct State {
        var objects: [LiveObject]
        var nextID: Int
        var versions: [String: Int] = [:]
    }

    let traits: PanelTraits
    private let state: Mutex<State>

    init(_ objects: [LiveObject] = [], traits: PanelTraits = .complete) {
        self.traits = traits
        state = Mutex(State(objects: objects, nextID: (objects.compactMap { Int($0.id) }.max() ?? 0) + 1))
    }

    var objects: [LiveObject] { state.withLock { $0.objects } }

    func change(_ body: (inout [LiveObject]) -> Void) { state.withLock { body(&$0.objects) } }

    func answer(_ request: HTTPRequest) -> HTTPResponse {
        let target = request.target
        let path = target.prefix { $0 != "?" }
        let last = path.split(separator: "/").last.map(String.init) ?? ""
        switch (request.method, last) {
        case ("GET", "services"): return list(target)
        case ("POST", "scheduled"): return create(request)
        case ("GET", _): return find(last).map { single(200, $0) } ?? .missing
        case ("PUT", _): return update(last, request)
        case ("DELETE", _): return delete(last, request)
        default: return .error(405, "method_not_allowed", "no")
        }
    }

    private func find(_ id: String) -> LiveObject? { objects.first { $0.id == id } }

    private func list(_ target: String) -> HTTPResponse {
        let query = (target.split(separator: "?").dropFirst().first ?? "").split(separator: "&").map { parameter in
            let parts = parameter.split(separator: "=", maxSplits: 1)
            return (
                PercentEncoding.decoded(parts[0].utf8) ?? "",
                PercentEncoding.decoded((parts.count > 1 ? parts[1] : "").utf8) ?? ""
            )
        }
        func parameter(_ name: String) -> String? { query.first { $0.0 == name }?.1 }
        var found = objects
        if traits.filters, let name = parameter("filter[name]") { found = found.filter { $0.fields.name == name } }
        let size = traits.fixedPageSize ?? parameter("per_page").flatMap { Int($0) } ?? 50
        let page = (parameter("page") ?? parameter("cursor")).flatMap { Int($0) } ?? 1
        let slice = found.dropFirst((page - 1) * size).prefix(size)
        var pagination: ValueMap = [
            "count": .integer(Int64(slice.count)), "current_page": .integer(Int64(page)),
            "links": links(page * size < found.count ? page + 1 : nil),
        ]
        if traits.hasTotals {
            pagination["total"] = .integer(Int64(found.count))
            pagination["per_page"] = .integer(Int64(size))
            pagination["total_pages"] = .integer(Int64(max(1, (found.count + size - 1) / size)))
        }
        return .json(
            200,
            [
                "data": .list(slice.map { value($0, hasTask: traits.listsTasks) }),
                "meta": ["pagination": .map(pagination)],
            ])
    }

    private func links(_ next: Int?) -> Value {
        guard let next else { return traits.links == .emptyList ? [] : [:] }
        switch traits.links {
        case .relative: return ["next": .string("/api/v1/services?per_page=100&page=\(next)")]
        case .absolute: return ["next": .string("https://panel.example.com/api/v1/services?per_page=100&page=\(next)")]
        case .forgetful: return ["next": .string("/api/v1/services?page=\(next)")]
        case .cursors: return ["next": .string("/api/v1/services?cursor=\(next)")]
        case .none: return [:]
        case .emptyList: return []
        }
    }

    private func create(_ request: HTTPRequest) -> HTTPResponse {
        var map = request.json
        guard case .string(let name)? = map["name"] else { return .error(422, "validation_failed", "name is missing") }
        if objects.contains(where: { $0.fields.name == name }) {
            return .error(409, "service_conflict", "the name '\(name)' is taken")
        }
        let id = state.withLock { state in
            defer { state.nextID += 1 }
            return String(state.nextID)
        }
        map["id"] = .string(id)
        map["type"] = "scheduled"
        map["status"] = "scheduled"
        if map["timezone"] == nil { map["timezone"] = "UTC" }
        if !traits.keepsDescriptions { map["description"] = "" }
        guard let object = try? LiveObject(api: .map(stored(map))) else {
            return .error(422, "validation_failed", "no")
        }
        state.withLock { $0.objects.append(object) }
        guard traits.answersCreates else { return .text(201, "", [("Location", "/api/v1/services/\(id)")]) }
        return single(201, object)
    }

    private func update(_ id: String, _ request: HTTPRequest) -> HTTPResponse {
        guard let object = find(id) else { return .missing }
        if traits.hasETags, let expected = request.header("If-Match"), expected != etag(id) {
            return .error(412, "precondition_failed", "it has changed")
        }
        guard case .map(var map) = APIObject.value(object) else { return .missing }
        for (key, value) in stored(request.json) { map[key] = value }
        guard let changed = try? LiveObject(api: .map(map)) else { return .error(422, "validation_failed", "no") }
        state.withLock { state in
            state.versions[id, default: 1] += 1
            if let index = state.objects.firstIndex(where: { $0.id == id }) { state.objects[index] = changed }
        }
        return single(200, changed)
    }

    private func delete(_ id: String, _ request: HTTPRequest) -> HTTPResponse {
        guard find(id) != nil else { return .missing }
        state.withLock { $0.objects.removeAll { $0.id == id } }
        return .text(204, "")
    }

    private func etag(_ id: String) -> String { "\"\(state.withLock { $0.versions[id] ?? 1 })\"" }

    private func single(_ status: Int, _ object: LiveObject) -> HTTPResponse {
        .json(
            status, ["data": value(object, hasTask: traits.readsTasks)],
            traits.hasETags ? [("ETag", etag(object.id))] : [])
    }

    private func stored(_ map: ValueMap) -> ValueMap {
        guard let keys = traits.keys else { return map }
        let kept = keys.union(["enabled", "task"])
        return ValueMap(uniqueEntries: map.filter { kept.contains($0.key) })
    }

    private func value(_ object: LiveObject, hasTask: Bool) -> Value {
        guard case .map(var map) = APIObject.value(object) else { return .null }
        if !hasTask { map["task"] = nil }
        if let keys = traits.keys {
            map = ValueMap(uniqueEntries: map.filter { keys.contains($0.key) || ($0.key == "task" && hasTask) })
        }
        if traits.idsAreNumbers, let id = Int64(object.id) { map["id"] = .integer(id) }
        return .map(map)
    }
}

extension HTTPResponse {
    static let missing = HTTPResponse.error(404, "service_not_found", "there is no such service")
}
