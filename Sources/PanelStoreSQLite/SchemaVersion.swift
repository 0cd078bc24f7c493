/// The steps that bring a database to what this version needs, oldest first. Steps are added, never changed, moved or
/// removed: stores in use have gone through them.
enum SchemaVersion: String, CaseIterable {
    /// Services, dependencies, remembered answers and the four system services.
    case services = "0001-services"
    /// API keys.
    case apiKeys = "0002-api-keys"
    /// Remembered answers have a digest of their request; earlier ones had it in full, secrets and all, and are gone.
    case requestDigests = "0003-request-digests"

    /// Runs, messages, and what probes find out.
    case runs = "0004-runs"
    /// Replicas.
    case replicas = "0005-replicas"
    /// What pages for people look for: tasks and runs that are not well, and how checks went day by day.
    case pages = "0006-pages"

    /// The copy of another store that has not come to its end.
    case copies = "0007-copies"

    /// From this step on all that is read is there, or reads as if there were none of it.
    static let oldestReadable = services
}
