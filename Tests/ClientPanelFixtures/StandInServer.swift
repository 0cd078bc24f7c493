package import PhoenixModel

/// A server of a stand-in panel, and what is on it.
package struct StandInServer: Sendable {
    package enum Power: String, Sendable {
        case offline, starting, running, stopping
    }

    package var uuid: String
    package var identifier: String
    package var internalID: Int64
    package var name: String
    package var node: String
    /// Whether it belongs to the owner of the key.
    package var isOwned = true
    /// Whether somebody else's server is shared with the owner of the key.
    package var isShared = false
    /// `suspended`, `installing`, `install_failed`…
    package var status: String?
    package var isTransferring = false
    package var isNodeInMaintenance = false
    /// Whether the panel cannot reach its node.
    package var isNodeDown = false
    package var backupLimit = 10
    package var permissions: [String] = ["*"]
    package var variables: [String: String] = [:]
    package var backups: [StandInBackup] = []
    package var schedules: [StandInSchedule] = []
    /// Every run of a schedule that the panel's cron has started.
    package var runs: [StandInRun] = []
    /// By absolute path; a path that ends with a slash is a directory.
    package var files: [String: Timestamp] = [:]
    /// Every text that was written to the console.
    package var console: [String] = []
    package var installations = 0
    /// Every power signal that was taken.
    package var signals: [String] = []
    /// What its state becomes, and when, oldest first.
    var powerChanges: [(at: Duration, state: Power)] = []
    var installedAt: Duration?

    /// The number makes the uuid, the identifier and the name.
    package init(_ number: Int, name: String? = nil, node: String = "node1", power: Power = .running) {
        let digits = String(number)
        let tail = String(repeating: "0", count: max(0, 12 - digits.count)) + digits
        identifier = String(tail.suffix(8))
        uuid = "\(identifier)-aaaa-4aaa-8aaa-\(tail)"
        internalID = Int64(number)
        self.name = name ?? "server-\(number)"
        self.node = node
        powerChanges = [(.zero, power)]
    }

    /// Whether the owner of the key sees it without being a root admin.
    var isVisible: Bool { isOwned || isShared }

    package func power(at now: Duration) -> Power {
        powerChanges.last { $0.at <= now }?.state ?? .offline
    }

    /// Since when it has been running.
    func startedAt(_ now: Duration) -> Duration? {
        guard let last = powerChanges.last(where: { $0.at <= now }), last.state == .running else { return nil }
        return last.at
    }

    mutating func take(_ signal: String, at now: Duration, takes time: Duration) {
        signals.append(signal)
        let power = power(at: now)
        powerChanges = [(now, power)]
        let isDown = power == .offline
        switch signal {
        case "kill": powerChanges.append((now, .offline))
        case "stop" where !isDown: powerChanges += [(now, .stopping), (now + time, .offline)]
        case "start" where isDown: powerChanges += [(now, .starting), (now + time, .running)]
        case "restart" where isDown: powerChanges += [(now, .starting), (now + time, .running)]
        case "restart":
            powerChanges += [(now, .stopping), (now + time, .starting), (now + time * 2, .running)]
        default: break
        }
    }
}
