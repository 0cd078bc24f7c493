package import PhoenixModel

extension LiveObject {
    /// Reads one service, as `LiveObjectReader` does.
    package init(api value: Value) throws(APIObjectError) {
        var reader = LiveObjectReader()
        try self.init(api: value, &reader)
    }

    /// Reads one service after others of the same list.
    package init(api value: Value, _ reader: inout LiveObjectReader) throws(APIObjectError) {
        self.init(id: "", kind: .scheduled, fields: ServiceFields(name: ""), status: "unknown")
        try reader.read(value, into: &self)
    }
}

/// Reads services as the API answers them, the other way round of `APIObject.value`.
///
/// Keys that the API does not have are ignored, `null` is absent, and an id may be text or a whole number. The ownership
/// is taken out of the description. A task whose status is `disabled` is so even where the panel has no `enabled`.
package struct LiveObjectReader {
    /// What a key says of a service.
    private enum Meaning {
        case id, name, kind, description, status, serviceKind, isCritical
        case createdAt, updatedAt, lastRun, nextRun, lastResult
        case field(Field)
        case none

        init(of key: String, in table: FieldTable) {
            switch key {
            case "id": self = .id
            case "name": self = .name
            case "type": self = .kind
            case "description": self = .description
            case "status": self = .status
            case "kind": self = .serviceKind
            case "critical": self = .isCritical
            case "created_at": self = .createdAt
            case "updated_at": self = .updatedAt
            case "last_run": self = .lastRun
            case "next_run": self = .nextRun
            case "last_result": self = .lastResult
            default: self = table.fieldOfServices(named: key).map { .field($0) } ?? .none
            }
        }
    }

    private let table = FieldTable.current
    /// The keys of services, in the order that they keep to: those of one list mostly have the same.
    private var known: [(key: String, meaning: Meaning)] = []
    private var next = 0
    /// How many keys are remembered, and how many of them may be missing in a row; any other key is looked up anew.
    private static let (limit, lookahead) = (64, 8)

    package init() {}

    /// Fills in an object that has no id and no fields. It never holds the object itself, which is large to copy.
    fileprivate mutating func read(_ value: Value, into object: inout LiveObject) throws(APIObjectError) {
        guard case .map(let map) = value else {
            throw APIObjectError(field: nil, problem: "a service must be a mapping, not \(value.kind)")
        }
        next = 0
        var (hasName, hasKind) = (false, false)
        for (key, value) in map {
            let meaning = meaning(of: key)
            if case .null = value {
                // What is null is not there, but for the one text that panels keep as null when it is empty.
                if case .description = meaning { object.fields.description = "" }
                continue
            }
            switch meaning {
            case .id: object.id = try Self.identifier(value, key)
            case .name:
                object.fields.name = try Self.text(value, key)
                hasName = true
            case .kind:
                object.kind = try Self.kind(value, key)
                hasKind = true
            case .description:
                let reading = OwnershipLine.read(try Self.text(value, key))
                object.fields.description = reading.text
                object.ownership = reading.ownership
            case .status: object.status = try Self.text(value, key)
            case .serviceKind: object.serviceKind = try Self.text(value, key)
            case .isCritical: object.isCritical = try Self.flag(value, key)
            case .createdAt: object.createdAt = try Self.timestamp(value, key)
            case .updatedAt: object.updatedAt = try Self.timestamp(value, key)
            case .lastRun: object.lastRun = try Self.timestamp(value, key)
            case .nextRun: object.nextRun = try Self.timestamp(value, key)
            case .lastResult: object.lastResult = try Self.text(value, key)
            case .field(let field): try Self.read(field, value, key, into: &object.fields)
            case .none: break
            }
        }
        // An id is never empty, so an empty one was not given.
        guard !object.id.isEmpty else { throw APIObjectError(field: "id", problem: "is missing") }
        guard hasName else { throw APIObjectError(field: "name", problem: "is missing") }
        guard hasKind else { throw APIObjectError(field: "type", problem: "is missing") }
        if object.fields.enabled == nil, object.status == "disabled" { object.fields.enabled = false }
    }

    private mutating func meaning(of key: String) -> Meaning {
        for candidate in next..<min(next + Self.lookahead, known.count) where known[candidate].key == key {
            next = candidate + 1
            return known[candidate].meaning
        }
        let meaning = Meaning(of: key, in: table)
        if known.count < Self.limit {
            known.insert((key, meaning), at: next)
            next += 1
        }
        return meaning
    }

    /// A field with no meaning beside its value.
    private static func read(
        _ field: Field, _ value: Value, _ key: String, into fields: inout ServiceFields
    ) throws(APIObjectError) {
        switch field.form {
        case .text, .schedule, .timeZone, .word: fields[field] = .string(try text(value, key))
        case .boolean: fields[field] = .bool(try flag(value, key))
        case .integer: fields[field] = .integer(try integer(value, key))
        case .tree: fields[field] = try map(value, key)
        case .notifications: fields[field] = .list(try list(value, key))
        case .dependencies: fields.dependsOn = try dependencies(value, key)
        }
    }

    private static func kind(_ value: Value, _ key: String) throws(APIObjectError) -> ObjectKind {
        let text = try text(value, key)
        guard let kind = ObjectKind(rawValue: text), ObjectKind.services.contains(kind) else {
            throw APIObjectError(
                field: key, problem: "must be system or scheduled, not \(excerpt(text))")
        }
        return kind
    }

    private static func text(_ value: Value, _ key: String) throws(APIObjectError) -> String {
        guard case .string(let text) = value else { throw mismatch(key, "text", value) }
        return text
    }

    private static func identifier(_ value: Value, _ key: String) throws(APIObjectError) -> String {
        switch value {
        case .string(let text) where !text.isEmpty: return text
        case .string: throw APIObjectError(field: key, problem: "is empty")
        case .integer(let number): return String(number)
        default: throw mismatch(key, "text or a whole number", value)
        }
    }

    private static func flag(_ value: Value, _ key: String) throws(APIObjectError) -> Bool {
        guard case .bool(let flag) = value else { throw mismatch(key, "a boolean", value) }
        return flag
    }

    private static func integer(_ value: Value, _ key: String) throws(APIObjectError) -> Int64 {
        guard case .integer(let number) = value else { throw mismatch(key, "a whole number", value) }
        return number
    }

    private static func list(_ value: Value, _ key: String) throws(APIObjectError) -> [Value] {
        guard case .list(let elements) = value else { throw mismatch(key, "a list", value) }
        return elements
    }

    /// An empty list counts as an empty mapping: to panels written in PHP they are the same.
    private static func map(_ value: Value, _ key: String) throws(APIObjectError) -> Value {
        switch value {
        case .map: return value
        case .list(let elements) where elements.isEmpty: return [:]
        default: throw mismatch(key, "a mapping", value)
        }
    }

    private static func dependencies(_ value: Value, _ key: String) throws(APIObjectError) -> [Dependency] {
        var dependencies: [Dependency] = []
        for element in try list(value, key) { dependencies.append(.id(try identifier(element, key))) }
        return dependencies
    }

    private static func timestamp(_ value: Value, _ key: String) throws(APIObjectError) -> Timestamp {
        let text = try text(value, key)
        guard let timestamp = Timestamp(rfc3339: text) else {
            throw APIObjectError(field: key, problem: "is not an RFC 3339 time: \(excerpt(text))")
        }
        return timestamp
    }

    private static func excerpt(_ text: String) -> String { Value.string(String(text.prefix(100))).jsonText() }

    private static func mismatch(_ key: String, _ expected: String, _ value: Value) -> APIObjectError {
        APIObjectError(field: key, problem: "must be \(expected), not \(value.kind)")
    }
}
