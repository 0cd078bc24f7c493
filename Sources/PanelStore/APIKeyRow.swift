import PhoenixModel

/// The row of an API key: its columns by place.
package enum APIKeyRow {
    /// In the order of `record(_:)` and `values(_:)`.
    package static let columns = "id, name, digest, permissions, created_at, expires_at, last_used_at"

    package static func values(_ key: APIKeyRecord) -> [ColumnValue] {
        [
            .init(key.id), .init(key.name), .bytes(key.digest), .init(key.permissions.joined(separator: " ")),
            .init(key.createdAt), .init(key.expiresAt), .init(key.lastUsedAt),
        ]
    }

    package static func record(_ row: some ColumnReading) throws -> APIKeyRecord {
        APIKeyRecord(
            id: try row.text(0), name: try row.text(1), digest: try row.bytes(2),
            permissions: try row.text(3).split(separator: " ").map(String.init), createdAt: try row.timestamp(4),
            expiresAt: try row.optionalTimestamp(5), lastUsedAt: try row.optionalTimestamp(6))
    }
}
