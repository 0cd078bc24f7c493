import ClientAPI
import Clocks

/// The servers of a panel, read anew when they have been known for some seconds: many tasks that are due in one moment
/// must not use up the panel's rate limit for the same list.
actor ServerDirectory {
    private let client: ClientAPI
    private let clock: WallClock
    private let patience: Patience
    private var known: (list: ServerList, at: Duration)?

    private static let freshness = Duration.seconds(10)

    init(client: ClientAPI, clock: WallClock) {
        self.client = client
        self.clock = clock
        patience = Patience(clock: clock)
    }

    func servers() async throws(ClientAPIError) -> ServerList {
        if let known, (.zero..<Self.freshness).contains(clock.now() - known.at) { return known.list }
        let start = clock.now()
        let client = client
        let list = try await patience { () async throws(ClientAPIError) in try await client.servers() }
        known = (list, start)
        return list
    }
}
