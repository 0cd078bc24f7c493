/// The steps that bring a database to what this version needs, oldest first. Steps are added, never changed, moved or
/// removed: stores in use have gone through them.
package enum SchemaVersion: String, Sendable, CaseIterable {
    /// Services, dependencies, remembered answers and the four system services.
    case services = "0001-services"
    /// API keys.
    case apiKeys = "0002-api-keys"
}
