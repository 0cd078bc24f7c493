package import PhoenixModel

extension LiveObject {
    /// Reads one service as the API answers it, the other way round of `APIObject.value`.
    ///
    /// Keys that the API does not have are ignored, `null` is absent, and an id may be text or a whole number. The
    /// ownership is taken out of the description. A task whose status is `disabled` is so even where the panel has no
    /// `enabled`.
    package init(api value: Value) throws(APIObjectError) {
        guard case .map(let map) = value else {
            throw APIObjectError(field: nil, problem: "a service must be a mapping, not \(value.kind)")
        }
        self.init(id: "", kind: .scheduled, fields: ServiceFields(name: ""), status: "unknown")
        var reader = APIObjectReader()
        for (key, value) in map { try reader.read(key, value, into: &self) }
        try reader.finish(&self)
    }
}

/// Fills in the fields of one service, each key looked at once. It never holds the object itself, which is large to copy.
private struct APIObjectReader {
    private let table = FieldTable.current
    private var hasID = false
    private var hasName = false
    private var hasKind = false

    mutating func read(_ key: String, _ value: Value, into object: inout LiveObject) throws(APIObjectError) {
        if case .null = value {
            // What is null is not there, but for the one text that panels keep as null when it is empty.
            if key == "description" { object.fields.description = "" }
            return
        }
        switch key {
        case "id":
            object.id = try Self.identifier(value, key)
            hasID = true
        case "name":
            object.fields.name = try Self.text(value, key)
            hasName = true
        case "type":
            object.kind = try Self.kind(value, key)
            hasKind = true
        case "description":
            let reading = OwnershipLine.read(try Self.text(value, key))
            object.fields.description = reading.text
            object.ownership = reading.ownership
        case "status": object.status = try Self.text(value, key)
        case "kind": object.serviceKind = try Self.text(value, key)
        case "critical": object.isCritical = try Self.flag(value, key)
        case "created_at": object.createdAt = try Self.timestamp(value, key)
        case "updated_at": object.updatedAt = try Self.timestamp(value, key)
        case "last_run": object.lastRun = try Self.timestamp(value, key)
        case "next_run": object.nextRun = try Self.timestamp(value, key)
        case "last_result": object.lastResult = try Self.text(value, key)
        default:
            if let field = table.fieldOfServices(named: key) {
                try Self.read(field, value, key, into: &object.fields)
            }
        }
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

    func finish(_ object: inout LiveObject) throws(APIObjectError) {
        guard hasID else { throw APIObjectError(field: "id", problem: "is missing") }
        guard hasName else { throw APIObjectError(field: "name", problem: "is missing") }
        guard hasKind else { throw APIObjectError(field: "type", problem: "is missing") }
        if object.fields.enabled == nil, object.status == "disabled" { object.fields.enabled = false }
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
