import PhoenixModel

/// The JSON Schema (2020-12) of manifests, for editors and for CI.
///
/// Drawn from `ManifestSchema`, so it says what the loader checks of values. What a schema cannot say (keys that others
/// name, cron text, sums over files) the loader alone checks.
package enum ManifestJSONSchema {
    /// The schema as text with a final line break; the same text on every call.
    package static var text: String { Value.map(schema).prettyJSONText() + "\n" }

    /// What a schema cannot say of keys, by their names: one of several forms.
    private static var special: [String: ValueMap] {
        let text: Value = ["type": ["string", "number", "boolean"], "minLength": 1]
        let keys = ManifestSchema.current.document.keys
        var special: [String: ValueMap] = [
            "panel": [
                "anyOf": [
                    ["type": ["string", "null"], "minLength": 1, "maxLength": 500],
                    ["type": "array", "items": ["type": "string", "minLength": 1], "minItems": 1, "maxItems": 100],
                ]
            ],
            "for_each": [
                "anyOf": [
                    [
                        "type": ["object", "null"], "minProperties": 1, "maxProperties": 8,
                        "propertyNames": ["pattern": "^[A-Za-z_][A-Za-z0-9_]*$"],
                        "additionalProperties": [
                            "anyOf": [
                                [
                                    "type": "array", "minItems": 1, "maxItems": 100_000,
                                    "items": ["anyOf": [text, ["type": "object"]]],
                                ],
                                ["$ref": "#/$defs/substitution"],
                            ]
                        ],
                    ],
                    ["$ref": "#/$defs/reference"],
                ]
            ],
        ]
        if case .map(_, .object(let patch), _)? = keys.first(where: { $0.name == "patches" })?.schema {
            special["patches"] = [
                "type": ["object", "null"], "propertyNames": ["pattern": "^[a-z0-9._*?!\\[\\]-]+$"],
                "additionalProperties": .map(JSONSchemaWriter(isPartial: true).object(patch, acceptsNull: true)),
            ]
        }
        if let schedules = keys.first(where: { $0.name == "schedules" }) {
            let writer = JSONSchemaWriter(left: ["schedule", "servers", "steps"], special: special)
            special["schedules"] = writer.jsonSchema(schedules.schema, acceptsNull: true)
        }
        return special
    }

    static var schema: ValueMap {
        let writer = JSONSchemaWriter(left: ["schedule", "task"], special: special)
        var document: ValueMap = [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "phoenix manifest",
            "description": "Services and scheduled tasks of a game-server panel, kept by phoenix.",
        ]
        for (key, value) in writer.object(ManifestSchema.current.document, acceptsNull: true) { document[key] = value }
        document["patternProperties"] = ["^x-": true]
        // Defaults and patches may give what a task or schedule lacks.
        document["if"] = ["not": ["anyOf": [["required": ["defaults"]], ["required": ["patches"]]]]]
        document["then"] = [
            "properties": [
                "tasks": [
                    "additionalProperties": [
                        "required": ["schedule", "task"], "properties": ["task": ["required": ["type", "data"]]],
                    ]
                ],
                "schedules": ["additionalProperties": ["required": ["schedule", "servers", "steps"]]],
            ]
        ]
        document["$defs"] = .map(JSONSchemaWriter.definitions)
        return document
    }
}
