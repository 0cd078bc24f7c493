import ClientPanelFixtures
import PanelFixtures
import PhoenixModel
import RandomFixtures
import Scheduling
import Testing

@testable import TaskRunners

@Suite("Whatever goes wrong between phoenix and a panel")
struct FaultTests {
    private static let kinds: [StandInFault.Kind] = [
        .down, .silence, .lost, .truncated, .answerAfterDoing(.page(502, "Bad Gateway")),
        .answer(.page(403, "Access denied")), .answer(.page(500, "Server Error")), .answer(.text(200, "{\"data\":")),
        .answer(.text(200, "{}")), .answer(.page(200, "Welcome")),
        .answer(.validationErrorWithStatus200("The name field is required.")),
        .answer(.panelError(429, "ThrottleRequestsException", "Too Many", headers: ["Retry-After": "40"])),
        .answer(.panelError(429, "TooManyRequestsHttpException", "Only 2", headers: ["Retry-After": "90"])),
        .answer(.panelError(409, "ServerStateConflictException", "This server is currently suspended")),
        .answer(.panelError(503, "HttpException", "Service Unavailable")),
        .answer(.panelError(504, "DaemonConnectionException", "Could not establish a connection")),
        .answer(.panelError(400, "TooManyBackupsException", "limit of 3 backups")),
    ]

    private static let task: ValueMap = [
        "servers": ["all"],
        "steps": [
            ["command": "say hi", "continue_on_failure": true], ["power": "stop", "continue_on_failure": true],
            ["backup": ["keep": 1], "continue_on_failure": true], ["power": "start", "continue_on_failure": true],
        ],
    ]

    private static func own(_ run: Int64) -> String {
        BackupName.make(from: "own", server: "", run: .nightly(run), step: 1)
    }

    private static func bench() throws -> Bench {
        var server = StandInServer(1)
        server.backupLimit = 4
        server.backups = ["by hand", own(1), own(2), "locked"].enumerated().map { number, name in
            StandInBackup(name, uuid: "old-\(number)", createdAt: .seconds(1_700_000_000 + number))
        }
        server.backups[3].name = own(3)
        server.backups[3].isLocked = true
        return try Bench([server], options: .unthrottled)
    }

    @Test("nothing is done twice, nothing is said to be done that was not, and no backup of others is touched")
    func nothingIsDoneTwice() async throws {
        for seed in 0..<400 {
            var dice = SeededGenerator(seed: UInt64(seed))
            let bench = try Self.bench()
            let steps = try await bench.steps("sequence", Self.task)
            for _ in 0..<Int.random(in: 1...6, using: &dice) {
                guard let kind = Self.kinds.randomElement(using: &dice) else { continue }
                let method = ["GET", "POST", "DELETE", nil].randomElement(using: &dice) ?? nil
                bench.panel.inject(StandInFault(kind, method, times: Int.random(in: 1...3, using: &dice)))
            }
            var results: [StepResult] = []
            for step in steps {
                var outcome = await bench.runner.perform(step, run: .nightly)
                // What was recorded as begun is found so by another process.
                if Bool.random(using: &dice) { outcome = await bench.runner.settle(step, run: .nightly) }
                results.append(outcome.result)
            }
            let server = bench.panel.servers[0]
            let made = server.backups.dropFirst(4)
            #expect(server.console.count <= 1, "seed \(seed)")
            #expect(results[0] != .succeeded || server.console == ["say hi"], "seed \(seed)")
            #expect(server.signals.count { $0 == "stop" } <= 1, "seed \(seed)")
            #expect(server.signals.count { $0 == "start" } <= 1, "seed \(seed)")
            #expect(made.count <= 1, "seed \(seed): \(made.map(\.name))")
            #expect(results[2] != .succeeded || made.count == 1, "seed \(seed)")
            #expect(
                results[2] == .unknown || results[2] == .succeeded || made.allSatisfy { !$0.isDeleted }, "seed \(seed)")
            #expect(!server.backups[0].isDeleted && !server.backups[3].isDeleted, "seed \(seed)")
        }
    }
}
