/// The backups of a server.
package struct BackupList: Sendable, Hashable {
    /// Oldest first.
    package let backups: [ServerBackup]
    /// How many the panel counts against the limit: those that did not fail. nil where it does not say.
    package let countedByLimit: Int?

    package init(backups: [ServerBackup], countedByLimit: Int? = nil) {
        self.backups = backups.sorted { ($0.createdAt, $0.uuid) < ($1.createdAt, $1.uuid) }
        self.countedByLimit = countedByLimit
    }
}
