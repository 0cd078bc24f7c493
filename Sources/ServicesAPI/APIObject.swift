package import PhoenixModel

/// Services as the objects of the API: what HTTP answers and what `get -o json` prints.
package enum APIObject {
    /// Every reported field under its name in the API, the documented ones first.
    package static func value(_ object: LiveObject) -> Value {
        .map(ValueMap(uniqueEntries: entries(of: object)))
    }

    /// The same for people: values that were applied from a secret are shown as `(secret)`, write-only ones as set.
    package static func masked(_ object: LiveObject) -> Value {
        var object = object
        object.fields.markWriteOnly()
        guard case .owned(let ownership) = object.ownership, !ownership.secretPaths.isEmpty else {
            return value(object)
        }
        let paths = SecretPaths(ownership.secretPaths)
        return .map(
            ValueMap(uniqueEntries: entries(of: object).map { ($0.key, hide(paths, in: $0.value, at: $0.key)) }))
    }

    private static func entries(of object: LiveObject) -> [ValueMap.Element] {
        let fields = object.fields
        let entries: [(String, Value?)] = [
            ("id", .string(object.id)),
            ("name", .string(fields.name)),
            ("description", .string(description(of: object))),
            ("status", .string(object.status)),
            ("type", .string(object.kind.rawValue)),
            ("schedule", text(fields.schedule)),
            ("last_run", text(object.lastRun?.description)),
            ("next_run", text(object.nextRun?.description)),
            ("created_at", text(object.createdAt?.description)),
            ("updated_at", text(object.updatedAt?.description)),
            ("kind", text(object.serviceKind)),
            ("critical", object.isCritical.map { .bool($0) }),
            ("last_result", text(object.lastResult)),
        ]
        let others = Field.all(of: object.kind).filter { ![.name, .description, .schedule].contains($0) }
        return (entries + others.map { ($0.rawValue, fields[$0]) }).compactMap { key, value in value.map { (key, $0) } }
    }

    private static func text(_ text: String?) -> Value? { text.map { .string($0) } }

    /// The whole text, with the line that the panel keeps in it.
    private static func description(of object: LiveObject) -> String {
        let text = object.fields.description ?? ""
        guard case .owned(let ownership) = object.ownership else { return text }
        return OwnershipLine.description(text, with: ownership)
    }

    /// Paths as `Value.secretPaths(under:)` writes them.
    private static func hide(_ paths: SecretPaths, in value: Value, at path: String) -> Value {
        if paths.contains(path) { return .string("(secret)") }
        return switch value {
        case .list(let elements):
            .list(elements.enumerated().map { hide(paths, in: $0.element, at: "\(path)[\($0.offset)]") })
        case .map(let map):
            .map(ValueMap(uniqueEntries: map.map { ($0.key, hide(paths, in: $0.value, at: "\(path).\($0.key)")) }))
        default: value
        }
    }
}
