import PhoenixModel

/// The keys that exported objects get: those of their ownership, and for all others one made of the name.
struct ExportKeys {
    private(set) var byID: [String: String] = [:]

    init(_ objects: [LiveObject], project: String) {
        var names = UniqueNames(separator: "-", maximumLength: 63)
        for object in objects {
            guard let ownership = object.ownership(of: project), names.take(ownership.key) else { continue }
            byID[object.id] = ownership.key
        }
        for object in objects where byID[object.id] == nil {
            let key =
                KeyRule.closest(to: object.fields.name)
                ?? "\(object.kind.noun)-\(KeyRule.closest(to: object.id) ?? "1")"
            byID[object.id] = names.makeUnique(key)
        }
    }
}

extension LiveObject {
    /// The ownership, where it is one of that project.
    func ownership(of project: String) -> Ownership? {
        guard case .owned(let ownership) = ownership, ownership.project == project else { return nil }
        return ownership
    }
}
