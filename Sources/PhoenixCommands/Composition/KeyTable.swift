import PanelStore
import PhoenixModel
import Reporting

/// API keys for people and, as JSON, for programs. Neither has anything that is secret.
struct KeyTable {
    let now: Timestamp
    let style: TextStyle

    func render(_ keys: [APIKeyRecord]) -> String {
        var table = Table(header: ["NAME", "ID", "CREATED", "EXPIRES", "LAST USED", "PERMISSIONS"])
        for key in keys {
            table.add([
                key.name, key.id, "\(key.createdAt)", expiry(key), key.lastUsedAt.map { "\($0)" } ?? "never",
                key.permissions.joined(separator: ", "),
            ])
        }
        return table.render(style)
    }

    private func expiry(_ key: APIKeyRecord) -> String {
        guard let moment = key.expiresAt else { return "never" }
        return moment <= now ? "\(moment) (expired)" : "\(moment)"
    }

    static func value(_ key: APIKeyRecord) -> Value {
        [
            "name": .string(key.name), "id": .string(key.id),
            "permissions": .list(key.permissions.map { .string($0) }),
            "created_at": .string("\(key.createdAt)"), "expires_at": moment(key.expiresAt),
            "last_used_at": moment(key.lastUsedAt),
        ]
    }

    private static func moment(_ moment: Timestamp?) -> Value { moment.map { .string("\($0)") } ?? .null }
}
