package import PhoenixModel

/// A place of an entry that is to say what the panel has.
package struct AcceptedChange: Sendable, Hashable {
    package let field: Field
    /// The way to it within the field, `data.keep`; empty for the field itself.
    package let path: String
    /// What the panel has; nil where it has nothing. Never secret, and dependencies by key.
    package let value: Value?

    package init(field: Field, path: String = "", value: Value?) {
        self.field = field
        self.path = path
        self.value = value
    }

    /// The names that lead to the place from the entry.
    var names: [String] { [field.rawValue] + path.split(separator: ".").map(String.init) }
}
