import PhoenixModel

extension ClientAPI {
    /// Every backup of a server. Records that lack what is needed are left out: nothing is done to them.
    package func backups(of id: String) async throws(ClientAPIError) -> BackupList {
        let (items, meta) = try await readAll(id: { Attributes($0)?.text("uuid") }) { page throws(ClientAPIError) in
            try .backups(of: id, page: page, size: Self.backupsPerPage)
        }
        let backups = items.compactMap { item in Attributes(item).flatMap { try? ServerBackup($0) } }
        return BackupList(backups: backups, countedByLimit: meta.count("backup_count"))
    }

    private static let backupsPerPage = 50

    /// Begins a backup. Where that `mayBeDone` although it fails, look for the name among the backups.
    package func createBackup(_ backup: NewBackup, on id: String) async throws(ClientAPIError) -> ServerBackup {
        let value = try await perform(try .createBackup(backup, on: id))
        do throws(ClientAPIError) {
            return try self.backup(value)
        } catch {
            throw ClientAPIError(error.code, error.message, help: error.help, mayBeDone: true)
        }
    }

    package func backup(_ uuid: String, of id: String) async throws(ClientAPIError) -> ServerBackup {
        try backup(try await perform(try .backup(uuid, of: id)))
    }

    private func backup(_ value: Value?) throws(ClientAPIError) -> ServerBackup {
        try item(value, "a backup") { attributes throws(UnreadableRecord) in try ServerBackup(attributes) }
    }

    /// Deletes a backup; one that is not there is deleted already. `.backupLocked` for one that is locked.
    package func deleteBackup(_ uuid: String, of id: String) async throws(ClientAPIError) {
        do throws(ClientAPIError) {
            try await perform(try .deleteBackup(uuid, of: id))
        } catch {
            guard error.code == .notFound else { throw error }
        }
    }
}
