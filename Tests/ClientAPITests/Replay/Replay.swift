import ClientPanelFixtures
import PanelFixtures
import PhoenixModel

/// A stand-in panel that is led through a recording.
final class Replay {
    private let panel: StandInPanel
    private let now: ReplayClock
    /// The schedules and the tasks that recorded requests have made.
    private let made: Set<Int64>
    private let madeTasks: Set<Int64>
    /// Of whoever asks.
    private var key = "<key>"

    init(_ recording: RecordedExchange.Recording) throws {
        let creates = try RecordedExchange.all(of: recording).filter { $0.method == "POST" && $0.status == 200 }
        made = Set(creates.filter { $0.target.hasSuffix("/schedules") }.compactMap(\.createdID))
        madeTasks = Set(creates.filter { $0.target.hasSuffix("/tasks") }.compactMap(\.createdID))
        let now = ReplayClock()
        let letters = ["a", "b", "c", "d", "e"]
        let names = ["skyblock-1", "lobby-1", "creative-1", "suspended-1", "installing-1"]
        let servers = (1...5).map { number in
            var server = StandInServer(number, name: names[number - 1])
            server.identifier = String(repeating: "\(number)", count: 8)
            let group = String(repeating: letters[number - 1], count: 3)
            server.uuid =
                "\(server.identifier)-\(String(repeating: letters[number - 1], count: 4))-4\(group)-8\(group)"
                + "-00000000000\(number)"
            server.isNodeDown = true
            server.backupLimit = [0, 3, 1, 0, 0][number - 1]
            server.status = [4: "suspended", 5: "installing"][number]
            return server
        }
        var options = StandInOptions()
        options.key = "<key>"
        options.isAdmin = true
        if recording == .createLimit { options.createLimit = 2 }
        panel = StandInPanel(servers, options: options, now: { now.time })
        self.now = now
    }

    // MARK: What happened between the recorded requests

    func prepare(_ exchange: RecordedExchange) {
        if let date = exchange.headers.first(where: { $0.name.lowercased() == "date" })?.value {
            now.set(httpDate: date)
        }
        become(exchange)
        setUp(exchange.name)
        if exchange.method == "POST", exchange.status == 200 {
            if exchange.target.hasSuffix("/schedules") { panel.setNextIDs(schedule: exchange.createdID) }
            if exchange.target.hasSuffix("/tasks") { panel.setNextIDs(task: exchange.createdID) }
        }
        fillGaps(exchange)
    }

    /// The key tells who asks.
    private func become(_ exchange: RecordedExchange) {
        let sent = exchange.requestHeaders.first { $0.name == "Authorization" }?.value ?? ""
        let isOwner = sent.contains("owner")
        let isHelper = sent.contains("helper")
        let key = isOwner ? "<key.owner>" : isHelper ? "<key.helper>" : "<key>"
        self.key = key
        panel.change(options: { options in
            options.key = key
            options.isAdmin = !isOwner && !isHelper
            options.requiresTwoFactor = exchange.name.hasPrefix("2fa_")
            options.allowsAddress = exchange.name != "ip_not_allowed"
            options.isKeyExpired = exchange.name == "key_expired"
            options.isInMaintenance = exchange.name == "artisan_down"
            options.zone =
                exchange.name.hasPrefix("berlin_") && !exchange.name.contains("utc") ? "Europe/Berlin" : "UTC"
            options.flushesByteOrderMark = exchange.name.hasPrefix("ob0_")
            options.isStrict = exchange.name.hasPrefix("strict_")
            options.taskLimit = exchange.name == "tasklimit_1a" ? 1 : 10
            let isLow = exchange.name.hasPrefix("ratelimit_") && exchange.name != "ratelimit_other_user"
            options.accountLimit = isLow || exchange.headers.contains { $0 == ("X-RateLimit-Limit", "3") } ? 3 : 720
        })
        panel.change { servers in
            for place in servers.indices {
                servers[place].isOwned = isOwner ? place == 1 : isHelper ? false : place != 1
                servers[place].isShared = isHelper && (place == 0 || place == 2)
                servers[place].permissions =
                    isHelper
                    ? place == 0 ? ["websocket.connect", "schedule.read"] : ["websocket.connect"]
                    : isOwner
                        ? ["*"]
                        : ["*", "admin.websocket.errors", "admin.websocket.install", "admin.websocket.transfer"]
            }
            servers[0].isNodeInMaintenance = exchange.name.hasPrefix("node_maintenance")
            servers[2].status =
                exchange.name.hasPrefix("status_") && exchange.name != "status_transferring"
                ? String(exchange.name.dropFirst(7)) : nil
            servers[2].isTransferring = exchange.name == "status_transferring"
        }
    }

    private func setUp(_ name: String) {
        switch name {
        case "backups_list_after_failed_exec": execute(40)
        case "execute_only_online_no_wings": add(StandInTask(id: 20, sequence: 1, payload: "x"), to: 39)
        case "view_after_execute_failed": execute(37)
        case "view_after_execute_cof": execute(38)
        case "s3_task_cof":
            panel.add(StandInSchedule(id: 38, name: "exec cof", isActive: false), to: 2)
        case "task_backup_null_payload":
            add(StandInTask(id: 16, sequence: 2, action: "backup", payload: ""), to: 36)
        case "task_power": add(StandInTask(id: 1, sequence: 1, payload: "say restarting", continuesOnFailure: true))
        case "task_backup_limit0":
            add(StandInTask(id: 3, sequence: 3, action: "power", payload: "reboot"))
        case "ratelimit_low_1", "ratelimit_other_user", "berlin_create": panel.resetRates()
        case "ratelimit_low_3":
            ask("GET", "/api/client/account")
        case "backup_limit_reached", "backups_list_one", "backup_throttle_429", "backup_lock_toggle",
            "backup_delete_no_wings":
            setUpBackups(name)
        default: break
        }
    }

    private func execute(_ schedule: Int) {
        ask("POST", "/api/client/servers/33333333/schedules/\(schedule)/execute")
    }

    /// A request that was not recorded.
    private func ask(_ method: String, _ target: String) {
        let headers: HeaderList = ["Accept": "application/json", "Authorization": "Bearer \(key)"]
        _ = panel.reply(to: ProxiedRequest(method, target, headers: headers))
    }

    private func add(_ task: StandInTask, to schedule: Int64 = 1) {
        panel.change { servers in
            for place in servers.indices {
                for number in servers[place].schedules.indices where servers[place].schedules[number].id == schedule {
                    servers[place].schedules[number].tasks.append(task)
                }
            }
        }
    }

    private func setUpBackups(_ name: String) {
        let one = "9a1b34ff-eb77-11f1-a17b-02fc00000001"
        let two = "9a5a3aba-eb77-11f1-a17b-02fc00000001"
        let time = now.time
        panel.change { servers in
            servers[2].backupLimit = name == "backup_throttle_429" ? 10 : 1
            let isSecond = name == "backup_lock_toggle" || name == "backup_delete_no_wings"
            var backup = StandInBackup(isSecond ? "b2" : "b1", uuid: isSecond ? two : one, createdAt: time)
            backup.isLocked = name == "backup_lock_toggle"
            servers[2].backups = name == "backup_throttle_429" ? [backup, backup] : [backup]
        }
        if name == "backup_limit_reached" {
            panel.change(options: { $0.backupThrottle = nil })
        } else {
            panel.change(options: { $0.backupThrottle = (2, .seconds(600)) })
        }
    }

    /// Takes in what an answer shows of objects that no recorded request has made.
    private func fillGaps(_ exchange: RecordedExchange) {
        guard let server = exchange.server else { return }
        let (made, madeTasks) = (made, madeTasks)
        panel.change { servers in
            guard let place = servers.firstIndex(where: { $0.identifier == server }) else { return }
            for shown in exchange.shownSchedules {
                guard let number = servers[place].schedules.firstIndex(where: { $0.id == shown.id }) else {
                    if !made.contains(shown.id) { servers[place].schedules.append(shown) }
                    continue
                }
                let known = Set(servers[place].schedules[number].tasks.map(\.id))
                servers[place].schedules[number].tasks += shown.tasks.filter {
                    !known.contains($0.id) && !madeTasks.contains($0.id)
                }
            }
        }
    }

    // MARK: The comparison

    /// How the answer of the stand-in differs from what was recorded.
    func run(_ exchange: RecordedExchange) -> [String] {
        var headers = HeaderList(exchange.requestHeaders)
        if headers["Authorization"] == "Bearer <key.app>" { headers["Authorization"] = "Bearer ptla_0123456789a" }
        let request = ProxiedRequest(
            exchange.method, exchange.target, headers: headers, body: exchange.requestBody)
        guard case .answer(let answer) = panel.reply(to: request) else { return ["no answer"] }
        return ReplayComparison(exchange, answer).differences
    }
}
