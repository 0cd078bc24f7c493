/// What a first look at a panel finds.
package struct ClientAPIVitals: Sendable, Hashable {
    /// How many servers the key can see; nil where the panel does not say.
    package let serverCount: Int?
    package let isAdmin: Bool

    package init(serverCount: Int?, isAdmin: Bool) {
        self.serverCount = serverCount
        self.isAdmin = isAdmin
    }
}

extension ClientAPI {
    /// Looks whether this is a panel, and the key one that works there. It changes nothing.
    /// - Throws: the one thing that has to be changed first, as a sentence of its own.
    package func check() async throws(ClientAPIError) -> ClientAPIVitals {
        // The account alone tells nothing: it is shown even where all else is refused for want of a second factor.
        let first = try await perform(.servers(page: 1, size: 1, all: false))
        guard ItemPage(first) != nil else { throw notTheClientAPI }
        let isAdmin = try await account().isAdmin
        let page = ItemPage(isAdmin ? try await perform(.servers(page: 1, size: 1, all: true)) : first)
        return ClientAPIVitals(serverCount: page?.total, isAdmin: isAdmin)
    }

    private var notTheClientAPI: ClientAPIError {
        ClientAPIError(
            .notAPanel, "\(address) answers with JSON that is not the Client API's",
            help: "is this the URL of a Pterodactyl, Pelican or PhoenixPanel panel?")
    }
}
