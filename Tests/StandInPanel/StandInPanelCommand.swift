import ArgumentParser
import ClientPanelFixtures
import Glibc
import PanelFixtures
import PhoenixModel

/// A panel in memory, to try `phoenix serve` and schedules of servers on.
@main
struct StandInPanelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stand-in-panel", abstract: "Serves the Client API of a panel, over servers in memory.",
        discussion: "Prints its URL once it listens, and runs until it is stopped.")

    @Option(help: "The port on 127.0.0.1; 0 for a free one.")
    var port = 0

    @Option(help: "How many servers it has; they run, on two nodes in turn.")
    var servers = 4

    @Option(help: "Which panel it stands in for: phoenixPanel, pterodactyl or pelican.")
    var family = StandInFamily.phoenixPanel

    @Option(help: "The key that it accepts; by default one that begins as those of the panel do.")
    var key: String?

    @Flag(help: "Let the key be that of a root admin.")
    var admin = false

    @Option(help: "How many schedules each server has at the beginning, made by hand.")
    var schedules = 0

    @Option(help: "The zone of the panel.")
    var zone = "UTC"

    @Option(help: "A file to which each request is added as a line of JSON before it is answered.")
    var log: String?

    @Option(help: "Seconds until a backup is complete.")
    var backupSeconds = 2

    @Option(help: "Seconds that each change of a server's state takes.")
    var powerSeconds = 2

    @Option(help: "Milliseconds from doing what was asked to the answer.")
    var answerMilliseconds = 0

    @Option(help: "How many requests a minute it takes; by default as many as the panel.")
    var accountLimit: Int?

    @Option(help: "How many backups a server may have.")
    var backupLimit = 10

    @Flag(help: "Refuse more than 2 backups of a server within 10 minutes, as panels do.")
    var throttle = false

    @Option(help: "The number of a server that does not run; repeatable.")
    var offline: [Int] = []

    @Option(help: "The number of a server that is suspended; repeatable.")
    var suspended: [Int] = []

    @Option(help: "The number of a server whose node cannot be reached; repeatable.")
    var nodeDown: [Int] = []

    @Option(
        help:
            "A file with orders, `suspend N`, `resume N` or `remove N` a line; it is deleted when they are carried out."
    )
    var control: String?

    func run() async throws {
        let logFile = try log.map { try LogFile($0) }
        let panel = StandInPanel(
            try madeServers(), options: options, now: Self.now, observer: { logFile?.append($0) })
        try await panel.serve(port: port) { address in
            for server in 0..<servers {
                for number in 0..<schedules { panel.add(schedule(number, on: server), to: server) }
            }
            write("\(address.url)\n", to: STDOUT_FILENO)
            try await follow(panel)
        }
    }

    /// Starts what is due, and does what the control file says, for as long as the panel runs.
    private func follow(_ panel: StandInPanel) async throws {
        var beat = 0
        while true {
            try await Task.sleep(for: control == nil ? .seconds(5) : .milliseconds(20))
            beat += 1
            if control == nil || beat % 250 == 0 { panel.runDueSchedules() }
            guard let control, let orders = ControlFile.read(control) else { continue }
            panel.change { servers in for order in orders { order.carryOut(on: &servers) } }
            unlink(control)
        }
    }

    private var options: StandInOptions {
        var options = StandInOptions(family)
        options.key = key ?? options.key
        options.isAdmin = admin
        options.zone = zone
        options.backupTime = .seconds(backupSeconds)
        options.powerTime = .seconds(powerSeconds)
        options.answerTime = .milliseconds(answerMilliseconds)
        options.accountLimit = accountLimit ?? options.accountLimit
        if !throttle { options.backupThrottle = nil }
        return options
    }

    /// Daily, at a minute that the server and the number make.
    private func schedule(_ number: Int, on server: Int) -> StandInSchedule {
        let id = Int64(server * schedules + number + 1)
        let task = StandInTask(id: id, sequence: 1, action: "power", payload: "restart")
        return StandInSchedule(
            id: id, name: "Restart \(number + 1)", cron: "\((server * 7 + number) % 60) 4 * * *", tasks: [task])
    }

    private func madeServers() throws -> [StandInServer] {
        guard (1...100_000).contains(servers) else { throw ValidationError("--servers must be 1 to 100000") }
        return (1...servers).map { number in
            var server = StandInServer(
                number, node: "node\((number - 1) % 2 + 1)", power: offline.contains(number) ? .offline : .running)
            server.backupLimit = backupLimit
            server.status = suspended.contains(number) ? "suspended" : nil
            server.isNodeDown = nodeDown.contains(number)
            server.variables = ["MINECRAFT_VERSION": "latest", "SERVER_JARFILE": "server.jar"]
            server.files = [
                "/logs/latest.log": Timestamp(seconds: Self.now().components.seconds),
                "/logs/2026-01-01-1.log.gz": Timestamp(seconds: 1_767_225_600),
                "/logs/2026-01-02-1.log.gz": Timestamp(seconds: 1_767_312_000),
                "/server.jar": Timestamp(seconds: 1_767_225_600),
            ]
            return server
        }
    }

    private static let now: @Sendable () -> Duration = {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}

extension StandInFamily: ExpressibleByArgument {}
