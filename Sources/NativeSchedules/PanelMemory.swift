import ClientAPI
import HTTPTransport
import PhoenixModel

/// What a run has learnt of a panel.
actor PanelMemory {
    private var budgets: [GameServer.ID: RateBudget] = [:]
    private var looks: [ScheduleID: (schedule: ServerSchedule, at: Duration)] = [:]
    private(set) var family: PanelFamily?
    private(set) var serverCount = 0
    private(set) var names: [GameServer.ID: String] = [:]

    func note(_ family: PanelFamily?, _ servers: [GameServer]) {
        self.family = family
        serverCount = servers.count
        names = Dictionary(servers.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    /// The budget of creates on a server.
    func budget(of server: GameServer.ID, _ made: () -> RateBudget) -> RateBudget {
        if let budget = budgets[server] { return budget }
        let budget = made()
        budgets[server] = budget
        return budget
    }

    /// The smallest limit of creates that the panel has told; nil where it has told none beside the account's.
    func createLimit(besides account: Int?) async -> Int? {
        for budget in budgets.values {
            if let limit = await budget.limit, limit != account { return limit }
        }
        return nil
    }

    /// Keeps what was seen right before a write, for that write.
    func keep(_ schedule: ServerSchedule, of id: ScheduleID, at now: Duration) { looks[id] = (schedule, now) }

    func takeLook(at id: ScheduleID) -> (schedule: ServerSchedule, at: Duration)? { looks.removeValue(forKey: id) }
}
