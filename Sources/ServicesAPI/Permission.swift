/// What an API key may do.
package enum Permission: String, Sendable, Hashable, CaseIterable {
    case read = "services.read"
    case create = "services.create"
    case update = "services.update"
    case delete = "services.delete"
}
