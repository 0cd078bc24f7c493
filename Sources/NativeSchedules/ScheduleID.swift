import PhoenixModel

/// What tells the schedules of a panel apart: the server, and the number that is the schedule's on the whole panel.
struct ScheduleID: Sendable, Hashable {
    let server: GameServer.ID
    let number: Int64

    init(server: GameServer.ID, number: Int64) {
        self.server = server
        self.number = number
    }

    /// nil for a text that is no such id.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let number = Int64(parts[1]), number >= 0 else { return nil }
        self.init(server: String(parts[0]), number: number)
    }

    var text: String { "\(server)/\(number)" }
}
