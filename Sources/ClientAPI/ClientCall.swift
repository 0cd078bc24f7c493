import HTTPTransport
import PhoenixModel
import WebAddresses

/// One call of the Client API.
struct ClientCall: Sendable {
    let method: String
    /// Path and query behind `/api/client`.
    let target: String
    let body: Value?
    /// Whether doing it twice is doing it once.
    let isRepeatable: Bool
    /// Whether the panel counts it by a limit of its own beside the account's, and tells that one in its headers.
    let hasOwnLimit: Bool
    /// What the key needs, for people.
    let permission: String?
    /// What of the body is never shown, wherever a panel sends it back.
    let secrets: [String]

    init(
        _ method: String, _ target: String, body: Value? = nil, isRepeatable: Bool = true, hasOwnLimit: Bool = false,
        permission: String?, secrets: [String] = []
    ) {
        self.method = method
        self.target = target
        self.body = body
        self.isRepeatable = isRepeatable
        self.hasOwnLimit = hasOwnLimit
        self.permission = permission
        self.secrets = secrets
    }

    var request: HTTPCall {
        var headers: [(name: String, value: String)] = []
        if body != nil { headers.append(("Content-Type", "application/json")) }
        return HTTPCall(
            method, APIAddress.clientBasePath + target, headers: headers,
            body: body.map { Array($0.jsonText().utf8) },
            isRepeatable: isRepeatable)
    }

    /// Whether a 404 may mean that one server, or something of it, is not there.
    var isAboutOneServer: Bool { target.hasPrefix("/servers/") }
}

extension ClientCall {
    static let account = Self("GET", "/account", permission: nil)

    /// One page of servers. `all`: those of everybody, which only a root admin is given.
    static func servers(page: Int, size: Int, all: Bool) -> Self {
        Self("GET", "?\(all ? "type=admin-all&" : "")per_page=\(size)&page=\(page)", permission: nil)
    }

    static func server(_ id: String) throws(ClientAPIError) -> Self {
        Self("GET", try path(id), permission: nil)
    }

    static func resources(_ id: String) throws(ClientAPIError) -> Self {
        Self("GET", try path(id) + "/resources", permission: nil)
    }

    static func power(_ signal: PowerSignal, _ id: String) throws(ClientAPIError) -> Self {
        Self(
            "POST", try path(id) + "/power", body: ["signal": .string(signal.rawValue)], isRepeatable: false,
            permission: signal.permission)
    }

    static func command(_ text: String, _ id: String) throws(ClientAPIError) -> Self {
        Self(
            "POST", try path(id) + "/command", body: ["command": .string(text)], isRepeatable: false,
            permission: "control.console")
    }

    static func backups(of id: String, page: Int, size: Int) throws(ClientAPIError) -> Self {
        Self("GET", try path(id) + "/backups?per_page=\(size)&page=\(page)", permission: "backup.read")
    }

    static func createBackup(_ backup: NewBackup, on id: String) throws(ClientAPIError) -> Self {
        Self(
            "POST", try path(id) + "/backups",
            body: [
                "name": .string(backup.name), "ignored": .string(backup.ignored.joined(separator: "\n")),
                "is_locked": .bool(backup.isLocked),
            ], isRepeatable: false, hasOwnLimit: true, permission: "backup.create")
    }

    static func backup(_ uuid: String, of id: String) throws(ClientAPIError) -> Self {
        Self("GET", try path(id) + "/backups/" + segment(uuid), permission: "backup.read")
    }

    static func deleteBackup(_ uuid: String, of id: String) throws(ClientAPIError) -> Self {
        Self("DELETE", try path(id) + "/backups/" + segment(uuid), permission: "backup.delete")
    }

    static func files(in directory: String, of id: String) throws(ClientAPIError) -> Self {
        Self(
            "GET", try path(id) + "/files/list?directory=" + PercentEncoding.encoded(directory),
            permission: "file.read")
    }

    static func deleteFiles(_ names: [String], in directory: String, of id: String) throws(ClientAPIError) -> Self {
        Self(
            "POST", try path(id) + "/files/delete",
            body: ["root": .string(directory), "files": .list(names.map(Value.string))], permission: "file.delete")
    }

    static func setVariable(_ name: String, to value: String, on id: String) throws(ClientAPIError) -> Self {
        Self(
            "PUT", try path(id) + "/startup/variable", body: ["key": .string(name), "value": .string(value)],
            permission: "startup.update")
    }

    static func reinstall(_ id: String) throws(ClientAPIError) -> Self {
        Self(
            "POST", try path(id) + "/settings/reinstall", body: [:], isRepeatable: false,
            permission: "settings.reinstall")
    }

    static func path(_ id: String) throws(ClientAPIError) -> String { "/servers/" + (try segment(id)) }

    private static func segment(_ id: String) throws(ClientAPIError) -> String {
        guard !id.isEmpty, !PathSegment.areDots(in: id[...]) else {
            throw ClientAPIError(.unexpectedAnswer, "'\(id)' is no id that a panel gives")
        }
        return PercentEncoding.encoded(id)
    }
}
