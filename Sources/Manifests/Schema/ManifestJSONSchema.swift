import PhoenixModel

/// The JSON Schema (2020-12) of manifests, for editors and for CI.
///
/// Drawn from `ManifestSchema`, so it says what the loader checks of values. What a schema cannot say (keys that others
/// name, cron text, sums over files) the loader alone checks.
package enum ManifestJSONSchema {
    /// The schema as text with a final line break; the same text on every call.
    package static var text: String { Value.map(schema).prettyJSONText() + "\n" }

    static var schema: ValueMap {
        let writer = JSONSchemaWriter()
        var document: ValueMap = [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "phoenix manifest",
            "description": "Services and scheduled tasks of a game-server panel, kept by phoenix.",
        ]
        for (key, value) in writer.object(ManifestSchema.current.document, acceptsNull: true) { document[key] = value }
        document["$defs"] = .map(JSONSchemaWriter.definitions)
        return document
    }
}
