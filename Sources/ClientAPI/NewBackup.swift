/// What a backup is to be.
package struct NewBackup: Sendable, Hashable {
    /// At most 191 characters, without white space at its ends: panels cut and trim it.
    package var name: String
    package var ignored: [String]
    /// Panels ignore it where the key lacks `backup.delete`.
    package var isLocked: Bool

    package init(name: String, ignored: [String] = [], isLocked: Bool = false) {
        self.name = name
        self.ignored = ignored
        self.isLocked = isLocked
    }
}
