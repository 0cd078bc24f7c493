package import PhoenixModel

/// A request as it came to a stand-in panel.
package struct ArrivedRequest: Sendable, Hashable {
    package let method: String
    /// Path and query.
    package let target: String
    /// nil where there is none, or none that is JSON.
    package let body: Value?

    /// `POST /api/client/servers/00000001-…/power`
    package var line: String { "\(method) \(target)" }

    /// What it asks to be done to a server: `power`, `command`, `backups`…; empty for all else.
    package var action: String {
        let parts = target.prefix { $0 != "?" }.split(separator: "/")
        return parts.count > 4 && parts[2] == "servers" ? parts[4...].joined(separator: "/") : ""
    }

    /// One JSON object, for logs.
    package var json: Value {
        ["method": .string(method), "target": .string(target), "body": body ?? .null]
    }
}
