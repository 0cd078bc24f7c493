import PhoenixModel

/// Turns schemas into JSON Schema.
///
/// Editors read plain scalars by YAML's types, phoenix by the type of the field: so text takes numbers and booleans
/// too. `${…}` may stand in every scalar, and what comes of it only the loader knows; a list or mapping may be nothing
/// but one reference. An empty value is an absent one wherever the key is not required.
struct JSONSchemaWriter {
    /// What the writer refers to.
    static let definitions: ValueMap = [
        "substitution": ["type": "string", "pattern": "\\$\\{", "description": "text with ${…} in it"],
        "reference": [
            "type": "string", "pattern": "^\\$\\{[A-Za-z_][A-Za-z0-9_.-]*(:-[\\s\\S]*)?\\}$",
            "description": "a value of ${values.…} or for_each that is a list or mapping",
        ],
    ]

    /// Whether a part of what the schema asks for is enough, as in patches; `null` resets what stands there then.
    var isPartial = false
    /// Keys that are required and may yet come from elsewhere: the document says when they may not.
    var left: Set<String> = []
    /// The schemas of keys that more may stand under than their schemas say.
    var special: [String: ValueMap] = [:]

    func jsonSchema(_ schema: ValueSchema, acceptsNull: Bool = false) -> ValueMap {
        let acceptsNull = acceptsNull || isPartial
        return switch schema {
        case .boolean: orSubstitution(["type": "boolean"], acceptsNull)
        case .integer(let range, .duration):
            orSubstitution(
                [
                    "anyOf": [
                        [
                            "type": "integer", "minimum": .integer(range.lowerBound),
                            "maximum": .integer(range.upperBound),
                        ],
                        ["type": "string", "pattern": "^(0|[1-9][0-9]*)[smh]?$"],
                    ]
                ], acceptsNull)
        case .integer(let range, _):
            orSubstitution(
                ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)],
                acceptsNull)
        case .text(let rule): text(rule, acceptsNull)
        case .writeOnlyText(let rule): text(rule, acceptsNull)
        case .choice(let choices):
            orSubstitution(
                ["enum": .list(choices.map { .string($0) })], acceptsNull)
        case .list(let element, let count, _): orReference(list(element, count, acceptsNull))
        case .map(let keys, let values, let count): orReference(map(keys, values, count, acceptsNull))
        case .object(let object): orReference(self.object(object, acceptsNull: acceptsNull))
        case .variant(let variant): orReference(self.variant(variant, acceptsNull))
        case .any: [:]
        }
    }

    // MARK: Scalars

    private func text(_ rule: TextRule, _ acceptsNull: Bool) -> ValueMap {
        var types: [Value] = ["string"]
        if rule.form.mayLookLikeNumber { types += ["number", "boolean"] }
        var text: ValueMap = ["type": types.count == 1 ? "string" : .list(types)]
        if let pattern = rule.pattern { text["pattern"] = .string(pattern) }
        if rule.form != .key, rule.length.lowerBound > 0 { text["minLength"] = .integer(Int64(rule.length.lowerBound)) }
        if rule.form != .key { text["maxLength"] = .integer(Int64(rule.length.upperBound)) }
        return orSubstitution(text, acceptsNull)
    }

    private func orSubstitution(_ schema: ValueMap, _ acceptsNull: Bool) -> ValueMap {
        var choices: [Value] = [.map(schema), ["$ref": "#/$defs/substitution"]]
        if acceptsNull { choices.append(["type": "null"]) }
        return ["anyOf": .list(choices)]
    }

    private func type(_ name: String, _ acceptsNull: Bool) -> Value {
        acceptsNull ? [.string(name), "null"] : .string(name)
    }

    // MARK: Lists and mappings

    private func orReference(_ schema: ValueMap) -> ValueMap {
        ["anyOf": [.map(schema), ["$ref": "#/$defs/reference"]]]
    }

    private func list(_ element: ValueSchema, _ count: ClosedRange<Int>, _ acceptsNull: Bool) -> ValueMap {
        var list: ValueMap = ["type": type("array", acceptsNull), "items": .map(jsonSchema(element))]
        if count.lowerBound > 0 { list["minItems"] = .integer(Int64(count.lowerBound)) }
        list["maxItems"] = .integer(Int64(count.upperBound))
        return list
    }

    private func map(_ keys: TextRule, _ values: ValueSchema, _ count: ClosedRange<Int>, _ acceptsNull: Bool)
        -> ValueMap
    {
        var map: ValueMap = ["type": type("object", acceptsNull)]
        if let pattern = keys.pattern {
            map["propertyNames"] =
                keys.form == .key
                ? ["anyOf": [["pattern": .string(pattern)], ["pattern": "\\$\\{"]]] : ["pattern": .string(pattern)]
        }
        map["additionalProperties"] = .map(jsonSchema(values))
        if count.lowerBound > 0 { map["minProperties"] = .integer(Int64(count.lowerBound)) }
        if count.upperBound < 100_000 { map["maxProperties"] = .integer(Int64(count.upperBound)) }
        return map
    }

    func object(_ object: ObjectSchema, acceptsNull: Bool = false) -> ValueMap {
        let full = mapping(object.keys, object.allowsOthers, acceptsNull, exactlyOneOf: object.alternatives)
        guard let name = object.shorthand, let key = object[name] else { return full }
        return ["anyOf": [.map(full), .map(jsonSchema(key.schema))]]
    }

    private func mapping(
        _ keys: [ObjectSchema.Key], _ allowsOthers: Bool, _ acceptsNull: Bool, exactlyOneOf alternatives: [String] = []
    ) -> ValueMap {
        var map: ValueMap = ["type": type("object", acceptsNull)]
        map["properties"] = .map(
            ValueMap(
                uniqueEntries: keys.map { key in
                    (key.name, .map(property(key, acceptsNull: !key.isRequired && !alternatives.contains(key.name))))
                }))
        let required = keys.filter { $0.isRequired && !isPartial && !left.contains($0.name) }
            .map { Value.string($0.name) }
        if !required.isEmpty { map["required"] = .list(required) }
        if !allowsOthers { map["additionalProperties"] = false }
        if !alternatives.isEmpty, !isPartial { map["oneOf"] = .list(alternatives.map { ["required": [.string($0)]] }) }
        return map
    }

    private func property(_ key: ObjectSchema.Key, acceptsNull: Bool) -> ValueMap {
        var property: ValueMap = ["description": .string(key.summary)]
        if let value = key.defaultValue { property["default"] = value }
        let written = special[key.name] ?? jsonSchema(key.schema, acceptsNull: acceptsNull)
        for (name, value) in written { property[name] = value }
        return property
    }

    private func variant(_ variant: VariantSchema, _ acceptsNull: Bool) -> ValueMap {
        let kinds = variant.cases.map { "\($0.type) \($0.summary)" }.joined(separator: "; ")
        let type = ObjectSchema.Key("type", .choice(variant.cases.map(\.type)), required: true, kinds)
        var map: ValueMap
        if let dataKey = variant.dataKey {
            let data = ObjectSchema.Key(dataKey, .any, required: true, "the data of the \(variant.name)")
            map = mapping([type, data], false, acceptsNull)
            if !left.isEmpty { map["required"] = nil }
        } else {
            map = mapping([type], true, acceptsNull)
        }
        map["allOf"] = .list(
            variant.cases.map { kind in
                let isKind: Value = ["properties": ["type": ["const": .string(kind.type)]], "required": ["type"]]
                let body: ValueMap
                if let dataKey = variant.dataKey {
                    body = ["properties": [(dataKey): .map(object(kind.schema))]]
                } else {
                    body = mapping(
                        [type] + kind.schema.keys, kind.schema.allowsOthers, false,
                        exactlyOneOf: kind.schema.alternatives)
                }
                return ["if": isKind, "then": .map(body)]
            })
        return map
    }
}

extension TextRule.Form {
    /// Whether a plain scalar that YAML takes for a number or boolean may be such a text.
    fileprivate var mayLookLikeNumber: Bool {
        switch self {
        case .any, .name, .line, .glob, .variableName, .host, .key, .signingKey: true
        case .absolutePath, .url, .openURL, .identifier, .date: false
        }
    }
}
