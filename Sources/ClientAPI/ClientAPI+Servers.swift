import HTTPTransport
import PhoenixModel

extension ClientAPI {
    package func account() async throws(ClientAPIError) -> PanelAccount {
        let value = try await perform(.account)
        if value?.isOfCalagopus == true { throw .calagopus(address) }
        return try item(value, "an account") { PanelAccount(isAdmin: $0.flag("admin")) }
    }

    /// Every server that the key can see: those of everybody for a root admin.
    package func servers() async throws(ClientAPIError) -> ServerList {
        // Others are given an empty list for the asking, and no error.
        let isAdmin = try await account().isAdmin
        let (items, _) = try await readAll(id: { Attributes($0)?.text("uuid") }) { page in
            .servers(page: page, size: Self.serversPerPage, all: isAdmin)
        }
        var servers: [GameServer] = []
        var unreadable: [String] = []
        for item in items {
            do throws(UnreadableRecord) {
                guard let attributes = Attributes(item) else { throw UnreadableRecord(name: "attributes") }
                servers.append(try GameServer(attributes))
            } catch {
                let id = Attributes(item)?.text("uuid") ?? Attributes(item)?.text("name") ?? "without a uuid"
                unreadable.append(
                    "the panel's record of the server '\(Excerpt.line(id, limit: 60))' has no usable '\(error.name)'")
            }
        }
        let limits = items.first.flatMap { Attributes($0)?.object("limits") }
        return ServerList(servers: servers, unreadable: unreadable, family: PanelFamily(limits: limits) ?? keyFamily)
    }

    private static let serversPerPage = 100

    /// One server, by its uuid or identifier, as in all that follows.
    package func server(_ id: String) async throws(ClientAPIError) -> ServerDetail {
        let value = try await perform(try .server(id))
        return try item(value, "a server") { attributes throws(UnreadableRecord) in
            var permissions: Set<String>?
            if case .list(let texts)? = attributes.meta["user_permissions"] {
                permissions = Set(texts.compactMap(\.plainText))
            }
            return ServerDetail(server: try GameServer(attributes), permissions: permissions)
        }
    }

    package func resources(of id: String) async throws(ClientAPIError) -> ServerResources {
        let value = try await perform(try .resources(id))
        return try item(value, "the resources of a server") { attributes throws(UnreadableRecord) in
            try ServerResources(attributes)
        }
    }

    /// Returns when the panel has taken it, long before it is done. During another signal panels take it and lose it.
    package func send(_ signal: PowerSignal, to id: String) async throws(ClientAPIError) {
        try await performWithoutBody(try .power(signal, id))
    }

    /// Writes one text to the console; `.serverOffline` when nothing reads there.
    package func sendCommand(_ text: String, to id: String) async throws(ClientAPIError) {
        try await performWithoutBody(try .command(text, id))
    }

    /// Panels answer these with nothing. Whoever answers something else is hardly one, and may have done nothing.
    private func performWithoutBody(_ call: ClientCall) async throws(ClientAPIError) {
        guard try await perform(call) != nil else { return }
        throw ClientAPIError(
            .unexpectedAnswer, "\(address) answered with JSON where a panel answers with nothing", mayBeDone: true)
    }

    package func setVariable(_ name: String, to value: String, on id: String) async throws(ClientAPIError) {
        try await perform(try .setVariable(name, to: value, on: id))
    }

    /// Returns when the installation has begun: the server's status is `installing` until it ends.
    package func reinstall(_ id: String) async throws(ClientAPIError) {
        try await perform(try .reinstall(id))
    }
}
