import Foundation
import GRDB
import PanelStore
import PhoenixModel

/// The row of an API key: its columns by place.
enum APIKeyRow {
    /// In the order of `record(_:)` and `values(_:)`.
    static let columns = "id, name, digest, permissions, created_at, expires_at, last_used_at"

    static let insertion = "INSERT INTO api_key (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?)"

    static func values(_ key: APIKeyRecord) -> [(any DatabaseValueConvertible)?] {
        [
            key.id, key.name, Data(key.digest), key.permissions.joined(separator: " "), key.createdAt.seconds,
            key.expiresAt?.seconds, key.lastUsedAt?.seconds,
        ]
    }

    static func record(_ row: Row) -> APIKeyRecord {
        let digest: Data = row[2]
        let permissions: String = row[3]
        let expiresAt: Int64? = row[5]
        let lastUsedAt: Int64? = row[6]
        return APIKeyRecord(
            id: row[0], name: row[1], digest: Array(digest),
            permissions: permissions.split(separator: " ").map(String.init),
            createdAt: Timestamp(seconds: row[4]), expiresAt: expiresAt.map(Timestamp.init(seconds:)),
            lastUsedAt: lastUsedAt.map(Timestamp.init(seconds:)))
    }
}
