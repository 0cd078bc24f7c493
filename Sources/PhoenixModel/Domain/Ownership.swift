/// Who manages a live object, and what was last applied to it. The panel is the only place where this is kept.
package struct Ownership: Sendable, Hashable {
    package var project: String
    package var key: String
    package var digests: FieldDigests
    /// Slots of the digests that belong to no field known here, `name:digest`, as the line has them. A later version
    /// applied these fields. A write leaves what it does not know as it is, so they are carried on unread.
    package var unknownDigests: [String]
    /// Where the last applied fields had secrets, as `Value.secretPaths` writes paths: these are never shown.
    package var secretPaths: [String]
    package var isProtected: Bool

    package init(
        project: String, key: String, digests: FieldDigests, unknownDigests: [String] = [], secretPaths: [String] = [],
        isProtected: Bool = false
    ) {
        self.project = project
        self.key = key
        self.digests = digests
        self.unknownDigests = unknownDigests
        self.secretPaths = secretPaths
        self.isProtected = isProtected
    }
}

/// What a panel says about the ownership of an object.
package enum OwnershipReading: Sendable, Hashable {
    /// Nobody's, as far as phoenix can tell.
    case none
    case owned(Ownership)
    /// There is something, but it cannot be relied upon: damaged, edited or there twice.
    case unreadable(DamagedOwnership)
}

/// What can be told of an ownership that cannot be relied upon.
package struct DamagedOwnership: Sendable, Hashable {
    package struct Owner: Sendable, Hashable {
        package let project: String
        package let key: String

        package init(project: String, key: String) {
            self.project = project
            self.key = key
        }
    }

    /// What is wrong with it, for people.
    package let reason: String
    /// What stands on the panel, line by line.
    package let lines: [String]
    /// Everyone whom it names.
    package let owners: [Owner]
    /// Where it says that secrets are; nil when that list cannot be read.
    package let secretPaths: [String]?

    package init(_ reason: String, lines: [String] = [], owners: [Owner] = [], secretPaths: [String]? = []) {
        self.reason = reason
        self.lines = lines
        self.owners = owners
        self.secretPaths = secretPaths
    }
}
