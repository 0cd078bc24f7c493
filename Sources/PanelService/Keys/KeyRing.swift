import Crypto
package import PanelStore
package import PhoenixModel
package import ServicesAPI
import Synchronization

/// The API keys of a store: made, listed, revoked, and asked for with every request.
package final class KeyRing: Sendable {
    private let store: any PanelStore
    private let now: @Sendable () -> Timestamp
    private let known = Mutex(KnownKeys())

    /// Keys as they were at a version of the store's data.
    private struct KnownKeys {
        var version: DataVersion?
        var records: [String: APIKeyRecord] = [:]
    }

    package init(store: any PanelStore, now: @escaping @Sendable () -> Timestamp) {
        self.store = store
        self.now = now
    }

    /// Stores a new key.
    /// - Parameters:
    ///   - key: only its digest is kept.
    ///   - name: what people call it, of the form of keys in manifests; must be free.
    ///   - permissions: at least one.
    ///   - lifetime: in seconds; nil for ever.
    /// - Returns: what is stored.
    /// - Throws: `service_conflict` for a name that is taken, `validation_failed` for one that cannot be.
    package func add(
        _ key: APIKey, name: String, permissions: Set<Permission>, lifetime: Int64? = nil
    ) async throws(ServiceError) -> APIKeyRecord {
        guard KeyRule.isValid(name.utf8) else { throw .refused([.badKeyName]) }
        let moment = now()
        let record = APIKeyRecord(
            id: key.id, name: name, digest: Array(key.digest), permissions: permissions.map(\.rawValue).sorted(),
            createdAt: moment, expiresAt: lifetime.map { Timestamp(seconds: moment.seconds + $0) })
        do {
            try await store.write { store in
                if try await store.apiKeys().contains(where: { $0.name == name }) {
                    throw ServiceError.refused([.keyNameTaken(name)])
                }
                try await store.insert(record)
            }
        } catch {
            throw ServiceError(from: error)
        }
        return record
    }

    /// Every key, expired ones too, by name.
    package func all() async throws(ServiceError) -> [APIKeyRecord] {
        do { return try await store.read { try await $0.apiKeys() } } catch { throw ServiceError(from: error) }
    }

    /// Ends a key; from the next request on no server of this store takes it.
    /// - Returns: whether there was one of that name.
    package func revoke(name: String) async throws(ServiceError) -> Bool {
        do {
            return try await store.write { try await $0.removeAPIKey(named: name) }
        } catch {
            throw ServiceError(from: error)
        }
    }

    /// The stored key that a client's key is; nil for one that is unknown, revoked or expired. `version`
    /// was taken after the request came: what was looked up at the same version is not looked up again.
    package func find(_ key: APIKey, at version: DataVersion?) async throws(ServiceError) -> APIKeyRecord? {
        guard let record = try await record(key.id, at: version) else { return nil }
        // Digests compare in constant time.
        guard key.digest == record.digest else { return nil }
        if let expiresAt = record.expiresAt, expiresAt <= now() { return nil }
        return record
    }

    /// The key that a session was begun with, by its id; nil for one that is revoked or expired meanwhile. `version` as
    /// for `find`.
    package func current(_ id: String, at version: DataVersion?) async throws(ServiceError) -> APIKeyRecord? {
        guard let record = try await record(id, at: version) else { return nil }
        if let expiresAt = record.expiresAt, expiresAt <= now() { return nil }
        return record
    }

    private func record(_ id: String, at version: DataVersion?) async throws(ServiceError) -> APIKeyRecord? {
        let known = version.flatMap { version in
            self.known.withLock { $0.version == version ? $0.records[id] : nil }
        }
        if let known { return known }
        let record: APIKeyRecord?
        do { record = try await store.read { try await $0.apiKey(id) } } catch { throw ServiceError(from: error) }
        if let version, let record {
            self.known.withLock { known in
                if known.version != version { known = KnownKeys(version: version) }
                known.records[id] = record
            }
        }
        return record
    }

    /// Notes when keys were last used, by id.
    package func noteUses(_ uses: [String: Timestamp]) async throws(ServiceError) {
        do {
            try await store.write { store in
                for (id, moment) in uses { try await store.noteUse(ofAPIKey: id, at: moment) }
            }
        } catch {
            throw ServiceError(from: error)
        }
    }
}

extension ServiceProblem {
    fileprivate static let badKeyName = Self.field("name", "must be of the form \(KeyRule.pattern)")

    fileprivate static func keyNameTaken(_ name: String) -> Self {
        .conflict("there is already a key '\(name)'", reason: "name_taken", meta: ["source_field": "name"])
    }
}
