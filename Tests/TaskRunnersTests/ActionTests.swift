import ClientPanelFixtures
import PanelFixtures
import PhoenixModel
import Scheduling
import TaskRunners
import Testing

@Suite("A power signal or a command")
struct ActionTests {
    private static let restart: ValueMap = ["servers": ["all"], "command": "restart"]
    private static let say: ValueMap = ["servers": ["all"], "command": "say hi"]

    @Test("is sent once to each server")
    func isSentOnce() async throws {
        let bench = try Bench([StandInServer(1), StandInServer(2)])
        #expect(try await bench.run("server_command", Self.say).map(\.result) == [.succeeded, .succeeded])
        #expect(bench.panel.servers.map(\.console) == [["say hi"], ["say hi"]])
        try await bench.run("server_command", Self.restart)
        #expect(bench.writes == ["POST command", "POST command", "POST power", "POST power"])
    }

    @Test("fails on a server that is not running")
    func failsOnAServerThatIsNotRunning() async throws {
        let bench = try Bench([StandInServer(1, power: .offline)])
        let outcome = try await bench.run("server_command", Self.say)[0]
        #expect(outcome.result == .failed)
        #expect(outcome.reason?.hasPrefix("the server is not running") == true)
    }

    @Test("is skipped on a server that was suspended meanwhile")
    func isSkippedOnAServerThatWasSuspendedMeanwhile() async throws {
        let bench = try Bench()
        let steps = try await bench.steps("server_command", Self.say)
        bench.panel.change { $0[0].status = "suspended" }
        let outcome = await bench.runner.perform(steps[0], run: .nightly)
        #expect(outcome.result == .skipped)
        #expect(outcome.reason?.contains("suspended") == true)
    }

    @Test("is not repeated where nobody knows whether it was carried out")
    func isNotRepeated() async throws {
        for fault in [
            StandInFault.Kind.lost, .truncated, .silence, .down, .answerAfterDoing(.page(502, "Bad Gateway")),
            .answer(.text(200, "garbage")),
            .answer(.panelError(504, "DaemonConnectionException", "Could not establish a connection")),
        ] {
            for data in [Self.say, Self.restart] {
                let bench = try Bench()
                bench.panel.inject(StandInFault(fault, "POST"))
                let outcome = try await bench.run("server_command", data)[0]
                #expect(outcome.result == .unknown)
                #expect(bench.writes.count == 1)
            }
        }
    }

    @Test("is sent again where it is known that nothing was done")
    func isSentAgain() async throws {
        for answer in [
            ProxiedAnswer.panelError(429, "ThrottleRequestsException", "Too Many", headers: ["Retry-After": "59"]),
            .panelError(503, "HttpException", "Service Unavailable"),
        ] {
            let bench = try Bench()
            bench.panel.inject(StandInFault(.answer(answer), "POST"))
            #expect(try await bench.run("server_command", Self.say).map(\.result) == [.succeeded])
            #expect(bench.panel.servers[0].console == ["say hi"])
        }
    }

    @Test("is not repeated after a crash")
    func isNotRepeatedAfterACrash() async throws {
        let bench = try Bench()
        let tasks: [(String, ValueMap)] = [
            ("server_command", Self.say), ("server_command", Self.restart),
            ("update", ["servers": ["all"], "method": "reinstall"]),
        ]
        for (type, data) in tasks {
            let step = try await bench.steps(type, data)[0]
            #expect(await bench.runner.settle(step, run: .nightly).result == .unknown)
        }
        #expect(bench.writes.isEmpty)
    }

    @Test("is not sent when the run is cancelled")
    func isNotSentWhenTheRunIsCancelled() async throws {
        let bench = try Bench()
        let steps = try await bench.steps(
            "sequence",
            [
                "servers": ["all"],
                "steps": [
                    ["command": "say hi"], ["power": "stop"], ["wait": 5], ["backup": [:]],
                    ["wait_for": ["state": "offline"]],
                ],
            ])
        let before = bench.panel.requests.count
        await withTaskGroup(of: Void.self) { group in
            group.cancelAll()
            for step in steps {
                group.addTask {
                    #expect(await bench.runner.perform(step, run: .nightly).result != .succeeded)
                }
            }
        }
        #expect(bench.panel.requests.count == before)
    }

    @Test("needs no more than its permission, and says which one is missing")
    func saysWhichPermissionIsMissing() async throws {
        var server = StandInServer(1)
        server.permissions = ["control.console"]
        let bench = try Bench([server])
        #expect(try await bench.run("server_command", Self.say)[0].result == .succeeded)
        let outcome = try await bench.run("server_command", Self.restart)[0]
        #expect(outcome.result == .failed)
        #expect(outcome.reason?.contains("control.restart") == true)
    }
}
