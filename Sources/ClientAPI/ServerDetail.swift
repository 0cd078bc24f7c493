package import PhoenixModel

/// One server, and what the key's owner may do to it.
package struct ServerDetail: Sendable, Hashable {
    package let server: GameServer
    /// As the panel writes them: `backup.create`; `*` is every one. nil where the panel does not say.
    package let permissions: Set<String>?

    /// nil where the panel does not say.
    package func allows(_ permission: String) -> Bool? {
        permissions.map { $0.contains("*") || $0.contains(permission) }
    }
}
