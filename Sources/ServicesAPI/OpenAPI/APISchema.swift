import PhoenixModel

/// Turns schemas into the JSON Schema (2020-12) of the API: exact where a schema can be, else wider than the rules,
/// never narrower.
struct APISchema {
    enum Direction {
        /// What clients send: write-only values are text or the mark that keeps them.
        case request
        /// What the panel answers: write-only values are the mark that one is set.
        case answer
    }

    let direction: Direction

    func jsonSchema(_ schema: ValueSchema) -> ValueMap {
        switch schema {
        case .boolean: ["type": "boolean"]
        case .integer(let range, _):
            ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
        case .text(let rule): text(rule)
        case .writeOnlyText(let rule):
            direction == .answer ? Self.mark : ["anyOf": [.map(text(rule)), .map(Self.mark)]]
        case .choice(let choices): ["type": "string", "enum": .list(choices.map { .string($0) })]
        case .list(let element, let count, _):
            [
                "type": "array", "items": .map(jsonSchema(element)), "minItems": .integer(Int64(count.lowerBound)),
                "maxItems": .integer(Int64(count.upperBound)),
            ]
        case .map(let keys, let values, let count):
            [
                "type": "object", "propertyNames": .map(text(keys)), "additionalProperties": .map(jsonSchema(values)),
                "maxProperties": .integer(Int64(count.upperBound)),
            ]
        case .object(let object): mapping(object)
        case .variant(let variant): ["oneOf": .list(variant.cases.map { .map(kind($0, of: variant)) })]
        case .any: [:]
        }
    }

    /// The same, where null stands for what is not said.
    func orNull(_ schema: ValueMap) -> ValueMap {
        guard case .string(let type) = schema["type"], schema["enum"] == nil else {
            return ["anyOf": [.map(schema), ["type": "null"]]]
        }
        var schema = schema
        schema["type"] = [.string(type), "null"]
        return schema
    }

    private static let mark: ValueMap = [
        "type": "object", "properties": ["set": ["const": true]], "required": ["set"], "additionalProperties": false,
    ]

    private func text(_ rule: TextRule) -> ValueMap {
        var text: ValueMap = ["type": "string"]
        if let pattern = rule.pattern { text["pattern"] = .string(pattern) }
        if rule.length.lowerBound > 0 { text["minLength"] = .integer(Int64(rule.length.lowerBound)) }
        // Names are trimmed before they are measured, which a schema cannot say.
        if direction == .answer || rule.form != .name {
            text["maxLength"] = .integer(Int64(rule.length.upperBound))
        } else {
            text["description"] = .string("at most \(rule.length.upperBound) characters after trimming")
        }
        return text
    }

    private func mapping(_ object: ObjectSchema, type: String? = nil) -> ValueMap {
        var properties = ValueMap()
        var required: [Value] = []
        if let type {
            properties["type"] = ["const": .string(type)]
            required.append("type")
        }
        for key in object.keys {
            var property: ValueMap = ["description": .string(key.summary)]
            if let value = key.defaultValue { property["default"] = value }
            for (name, value) in jsonSchema(key.schema) { property[name] = value }
            properties[key.name] = .map(property)
            if key.isRequired { required.append(.string(key.name)) }
        }
        var map: ValueMap = ["type": "object", "properties": .map(properties)]
        if !required.isEmpty { map["required"] = .list(required) }
        if !object.allowsOthers { map["additionalProperties"] = false }
        if !object.alternatives.isEmpty {
            map["oneOf"] = .list(object.alternatives.map { ["required": [.string($0)]] })
        }
        return map
    }

    private func kind(_ kind: VariantSchema.Case, of variant: VariantSchema) -> ValueMap {
        var map: ValueMap
        if let dataKey = variant.dataKey {
            let data = mapping(kind.schema)
            map = [
                "type": "object",
                "properties": ["type": ["const": .string(kind.type)], (dataKey): .map(data)],
                "required": ["type", .string(dataKey)], "additionalProperties": false,
            ]
        } else {
            map = mapping(kind.schema, type: kind.type)
        }
        map["description"] = .string("\(kind.type) \(kind.summary)")
        return map
    }
}
