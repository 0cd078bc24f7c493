import PhoenixModel

/// The JSON Schema (2020-12) of manifests, for editors and for CI.
///
/// Drawn from `ManifestShape`, so it says what the loader checks in shape. What a shape cannot say (keys that others
/// name, cron text, sums over files) the loader alone checks.
package enum ManifestSchema {
    /// The schema as text with a final line break; the same text on every call.
    package static var text: String { Value.map(schema).prettyJSONText() + "\n" }

    static var schema: ValueMap {
        let writer = SchemaWriter()
        var document: ValueMap = [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "phoenix manifest",
            "description": "Services and scheduled tasks of a game-server panel, kept by phoenix.",
        ]
        for (key, value) in writer.object(ManifestShape.current.document, acceptsNull: true) { document[key] = value }
        document["$defs"] = .map(SchemaWriter.definitions)
        return document
    }
}
