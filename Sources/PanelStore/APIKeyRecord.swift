package import PhoenixModel

/// An API key as a store keeps it: what is needed to know it again, never the key itself.
package struct APIKeyRecord: Sendable, Hashable {
    /// The part of the key that may be shown and logged; unique.
    package let id: String
    /// What people call it; unique, as it is written.
    package let name: String
    /// SHA-256 of the whole key, 32 bytes. The key is random enough that nothing slower is needed.
    package let digest: [UInt8]
    /// By their names in the API, sorted.
    package let permissions: [String]
    package let createdAt: Timestamp
    /// From this moment on the key is refused; nil for never.
    package let expiresAt: Timestamp?
    /// To the minute or so.
    package var lastUsedAt: Timestamp?

    package init(
        id: String, name: String, digest: [UInt8], permissions: [String], createdAt: Timestamp,
        expiresAt: Timestamp? = nil, lastUsedAt: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.digest = digest
        self.permissions = permissions
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
    }
}
