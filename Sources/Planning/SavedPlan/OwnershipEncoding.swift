import PhoenixModel

extension Ownership {
    /// As a plan file has it, the digests by the names of their fields.
    var savedValue: Value {
        var map: ValueMap = ["project": .string(project), "key": .string(key)]
        var slots = ValueMap()
        for field in Self.savedFields(digests.format) {
            slots[field.rawValue] = digests[field].map { .integer(Int64($0)) }
        }
        map["digests"] = .map(slots)
        if digests.format == .places { map["places"] = true }
        if digests.format == .short { map["short"] = true }
        if !unknownDigests.isEmpty { map["unknown"] = .list(unknownDigests.map { .string($0) }) }
        if !secretPaths.isEmpty { map["secrets"] = .list(secretPaths.map { .string($0) }) }
        if isProtected { map["protected"] = true }
        return .map(map)
    }

    init(saved map: SavedMapping) throws(SavedPlan.Problem) {
        let format: FieldDigests.Format =
            map["places"] == true ? .places : map["short"] == true ? .short : .names
        self.init(project: try map.text("project"), key: try map.text("key"), digests: FieldDigests(format))
        let slots = try map.mapping("digests")
        for field in Self.savedFields(format) where slots[field.rawValue] != nil {
            let digest = try slots.integer(field.rawValue)
            guard (0...0xFF_FFFF).contains(digest) else { throw .damaged }
            digests[field] = UInt32(digest)
        }
        unknownDigests = try map.texts("unknown")
        secretPaths = try map.texts("secrets")
        isProtected = map["protected"] == true
    }

    /// The fields that have a slot of their own.
    private static func savedFields(_ format: FieldDigests.Format) -> [Field] {
        format == .places ? FieldPlaces.fields : Field.allCases
    }
}

extension DamagedOwnership {
    var savedValue: Value {
        var map: ValueMap = [
            "reason": .string(reason), "lines": .list(lines.map { .string($0) }),
            "owners": .list(owners.map { ["project": .string($0.project), "key": .string($0.key)] }),
        ]
        map["secrets"] = secretPaths.map { .list($0.map { .string($0) }) }
        return .map(map)
    }

    init(saved map: SavedMapping) throws(SavedPlan.Problem) {
        var owners: [Owner] = []
        for value in try map.list("owners") {
            let owner = SavedMapping(value)
            owners.append(Owner(project: try owner.text("project"), key: try owner.text("key")))
        }
        self.init(
            try map.text("reason"), lines: try map.texts("lines"), owners: owners,
            secretPaths: map["secrets"] == nil ? nil : try map.texts("secrets"))
    }
}

extension SavedMapping {
    fileprivate func texts(_ key: String) throws(SavedPlan.Problem) -> [String] {
        var texts: [String] = []
        for value in try list(key) {
            guard case .string(let text) = value else { throw .damaged }
            texts.append(text)
        }
        return texts
    }
}
