/// What a list of services can be sorted by, by its word in the API.
package enum SortKey: String, Sendable, Hashable, CaseIterable {
    case id, name, status
    case createdAt = "created_at"
    case updatedAt = "updated_at"
    case nextRun = "next_run"
}
