/// A system service that every store has, by its name.
package struct KnownSystemService: Sendable, Hashable {
    package let name: String
    package let kind: String
    /// Names of those it depends on.
    package let dependencies: [String]

    package init(name: String, kind: String, dependencies: [String] = []) {
        self.name = name
        self.kind = kind
        self.dependencies = dependencies
    }
}
