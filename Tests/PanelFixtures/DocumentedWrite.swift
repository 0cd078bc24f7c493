import PhoenixModel

/// What a panel of the documentation takes from the body of a write.
struct DocumentedWrite {
    /// A `PUT` that leaves out what must be there: the names of those keys.
    struct MissingKeys: Error {
        let names: [String]
    }

    private static let keys = ["name", "description", "schedule", "enabled", "task"]

    /// The documented keys that have a value.
    private var fields = ValueMap()

    init(_ body: ValueMap, trimsText: Bool) {
        for key in Self.keys {
            if let value = body[key], value != .null { fields[key] = trimsText ? value.trimmingTexts() : value }
        }
    }

    var creation: Value { .map(fields) }

    /// The whole object as the `PUT` leaves it: what it does not name is as in a new one.
    func replacement(of type: String) throws(MissingKeys) -> Value {
        let required = type == "scheduled" ? ["name", "schedule", "task"] : ["name"]
        let missing = required.filter { fields[$0] == nil }
        guard missing.isEmpty else { throw MissingKeys(names: missing) }
        var whole = fields
        if whole["description"] == nil { whole["description"] = "" }
        if whole["enabled"] == nil { whole["enabled"] = true }
        return .map(whole)
    }
}

extension DocumentedWrite.MissingKeys {
    func answer(_ form: DocumentedOnlyOptions.ValidationErrors) -> ProxiedAnswer {
        switch form {
        case .laravel:
            let errors = names.map { ($0, Value.list([.string(message($0))])) }
            return ProxiedAnswer(
                422, json: ["message": "The given data was invalid.", "errors": .map(ValueMap(errors))])
        case .documented:
            let errors: [Value] = names.map {
                ["code": "validation_failed", "detail": .string(message($0)), "status": "422"]
            }
            return ProxiedAnswer(422, json: ["errors": .list(errors)])
        }
    }

    private func message(_ name: String) -> String { "The \(name) field is required." }
}

extension Value {
    /// Without white space at either end of any text, at any depth; keys stay.
    fileprivate func trimmingTexts() -> Value {
        switch self {
        case .string(let text):
            let start = text.drop(while: \.isWhitespace)
            let end = start.lastIndex { !$0.isWhitespace }
            return .string(end.map { String(start[...$0]) } ?? "")
        case .list(let elements): return .list(elements.map { $0.trimmingTexts() })
        case .map(let map): return .map(map.mapValues { $0.trimmingTexts() })
        default: return self
        }
    }
}
