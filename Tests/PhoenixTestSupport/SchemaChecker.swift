package import PhoenixModel

/// Checks values against a JSON schema: the keywords that the schemas of manifests and of the API use, and no others.
package struct SchemaChecker {
    private let root: ValueMap

    package init(_ text: String) throws {
        guard case .map(let root) = try Value(json: text) else { throw NoSchema() }
        self.root = root
    }

    private struct NoSchema: Error {}

    package func accepts(_ value: Value) -> Bool { accepts(value, root) }

    /// Whether a schema of the document accepts the value.
    package func accepts(_ value: Value, _ schema: Value?) -> Bool {
        switch schema {
        case .map(let schema): accepts(value, schema)
        case .bool(let accepts): accepts
        default: false
        }
    }

    private func accepts(_ value: Value, _ schema: ValueMap) -> Bool {
        schema.allSatisfy { keyword, argument in holds(keyword, argument, schema, value) }
    }

    private func holds(_ keyword: String, _ argument: Value, _ schema: ValueMap, _ value: Value) -> Bool {
        switch (keyword, argument, value) {
        case ("$schema", _, _), ("$defs", _, _), ("title", _, _), ("description", _, _), ("default", _, _),
            ("then", _, _), ("format", _, _), ("examples", _, _):
            return true
        case ("$ref", .string(let path), _):
            return accepts(value, resolved(path))
        case ("type", .string(let type), _): return value.hasType(type)
        case ("type", .list(let types), _): return types.contains { $0.plainText.map(value.hasType) ?? false }
        case ("enum", .list(let choices), _): return choices.contains(value)
        case ("const", _, _): return value == argument
        case ("anyOf", .list(let schemas), _): return schemas.contains { accepts(value, $0) }
        case ("oneOf", .list(let schemas), _): return schemas.count { accepts(value, $0) } == 1
        case ("allOf", .list(let schemas), _): return schemas.allSatisfy { accepts(value, $0) }
        case ("not", _, _): return !accepts(value, argument)
        case ("if", _, _): return !accepts(value, argument) || accepts(value, schema["then"])
        case ("minimum", .integer(let bound), .integer(let number)): return number >= bound
        case ("maximum", .integer(let bound), .integer(let number)): return number <= bound
        case ("minLength", .integer(let bound), .string(let text)): return text.unicodeScalars.count >= bound
        case ("maxLength", .integer(let bound), .string(let text)): return text.unicodeScalars.count <= bound
        case ("pattern", .string(let pattern), .string(let text)):
            guard let regex = try? Regex(pattern) else { return false }
            return text.contains(regex)
        case ("items", _, .list(let elements)): return elements.allSatisfy { accepts($0, argument) }
        case ("minItems", .integer(let bound), .list(let elements)): return elements.count >= bound
        case ("maxItems", .integer(let bound), .list(let elements)): return elements.count <= bound
        case ("minProperties", .integer(let bound), .map(let map)): return map.count >= bound
        case ("maxProperties", .integer(let bound), .map(let map)): return map.count <= bound
        case ("required", .list(let names), .map(let map)):
            return names.allSatisfy { $0.plainText.flatMap { map[$0] } != nil }
        case ("propertyNames", _, .map(let map)): return map.allSatisfy { accepts(.string($0.key), argument) }
        case ("properties", .map(let properties), .map(let map)):
            return map.allSatisfy { key, value in properties[key].map { accepts(value, $0) } ?? true }
        case ("additionalProperties", _, .map(let map)):
            guard case .map(let properties) = schema["properties"] ?? [:] else { return false }
            guard case .map(let patterns) = schema["patternProperties"] ?? [:] else { return false }
            return map.allSatisfy { key, value in
                properties[key] != nil || patterns.contains { (try? Regex($0.key)).map { key.contains($0) } ?? false }
                    || accepts(value, argument)
            }
        case ("patternProperties", .map(let patterns), .map(let map)):
            return map.allSatisfy { key, value in
                patterns.allSatisfy { pattern, schema in
                    guard let regex = try? Regex(pattern) else { return false }
                    return !key.contains(regex) || accepts(value, schema)
                }
            }
        default: return Self.keywords.contains(keyword)
        }
    }

    /// What a reference within the document leads to.
    private func resolved(_ path: String) -> Value? {
        path.split(separator: "/").dropFirst().reduce(.map(root)) { value, key in
            if case .map(let map) = value { map[String(key)] } else { nil }
        }
    }

    /// Those that say nothing of values of other types.
    private static let keywords: Set = [
        "minimum", "maximum", "minLength", "maxLength", "pattern", "items", "minItems", "maxItems", "minProperties",
        "maxProperties", "required", "propertyNames", "properties", "additionalProperties",
        "patternProperties",
    ]
}

extension Value {
    fileprivate func hasType(_ type: String) -> Bool {
        switch (type, self) {
        case ("null", .null), ("boolean", .bool), ("integer", .integer), ("number", .integer), ("number", .number),
            ("string", .string), ("array", .list), ("object", .map):
            true
        default: false
        }
    }
}
