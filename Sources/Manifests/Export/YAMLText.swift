package import PhoenixModel

/// Values as YAML that reads back as them, for people and for other programs.
package enum YAMLText {
    /// A mapping as a document in block style. Secrets are written as their references.
    package static func document(_ map: ValueMap) -> String {
        var writer = ManifestWriter(escapesSubstitutions: false)
        for (key, value) in map { writer.entry(key, value, depth: 0) }
        return writer.text
    }
}
