/// Who manages a live object, and what was last applied to it. The panel is the only place where this is kept.
package struct Ownership: Sendable, Hashable {
    package var project: String
    package var key: String
    package var digests: FieldDigests
    /// Where the last applied fields had secrets, as `Value.secretPaths` writes paths: these are never shown.
    package var secretPaths: [String]
    package var isProtected: Bool

    package init(
        project: String, key: String, digests: FieldDigests, secretPaths: [String] = [], isProtected: Bool = false
    ) {
        self.project = project
        self.key = key
        self.digests = digests
        self.secretPaths = secretPaths
        self.isProtected = isProtected
    }
}

/// What a panel says about the ownership of an object.
package enum OwnershipReading: Sendable, Hashable {
    /// Nobody's, as far as phoenix can tell.
    case none
    case owned(Ownership)
    /// There is a line, but it cannot be relied upon: damaged, edited or there twice. Says what is wrong with it.
    case unreadable(String)
}
