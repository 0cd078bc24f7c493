import PhoenixModel

/// What the run itself has made of the panel so far, as far as later actions need it.
struct WrittenObjects: Sendable {
    /// The ids of objects that were created, by key.
    private(set) var ids: [String: String]
    /// The latest answers to writes that go ahead of another one on the same object, by id.
    private var prepared: [String: LiveObject] = [:]

    init(ids: [String: String] = [:]) { self.ids = ids }

    mutating func note(_ action: Action, _ object: LiveObject?) {
        guard let object else { return }
        switch action.operation {
        case .create: ids[action.key] = object.id
        case .prepare: prepared[object.id] = object
        default: break
        }
    }

    /// As much of it as an action needs: many are under way at once, and each would keep all that there was when it
    /// started, so that every note had to copy it.
    func part(for action: Action) -> WrittenObjects {
        var part = WrittenObjects()
        for case .key(let key) in action.write?.fields.dependsOn ?? [] { part.ids[key] = ids[key] }
        if let id = action.objectID { part.prepared[id] = prepared[id] }
        return part
    }

    /// What the object should be like when the action starts: as planned, or as this run has left it.
    func expected(_ action: Action) -> LiveObject? {
        action.objectID.flatMap { prepared[$0] } ?? action.observed
    }
}
