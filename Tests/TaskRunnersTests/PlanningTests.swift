import ClientAPI
import ClientPanelFixtures
import ClockFixtures
import HTTPTransport
import PanelFixtures
import PhoenixModel
import Scheduling
import TaskRunners
import Testing
import TransportFixtures

@Suite("The steps of a task")
struct PlanningTests {
    private static let servers = [
        StandInServer(1, name: "lobby-2"), StandInServer(2, name: "lobby-1", node: "node2"),
        StandInServer(3, name: "skyblock", node: "node2"), StandInServer(4, name: "lobby-1"),
    ]

    private static func uuid(_ number: Int) -> String { servers[number - 1].uuid }

    @Test(
        "are on the servers that its selectors name, in order of name then uuid",
        arguments: [
            (["all"], [2, 4, 1, 3]), (["00000003"], [3]), (["00000004-AAAA-4aaa-8aaa-000000000004"], [4]),
            (["name:lobby-*"], [2, 4, 1]), (["name:lobby-[!1]"], [1]), (["name:LOBBY-*", "node:node2"], [2, 3]),
            (["node:node1", "00000001"], [4, 1]), ([" all "], [2, 4, 1, 3]),
        ] as [([String], [Int])])
    func areOnTheServers(selectors: [String], expected: [Int]) async throws {
        let bench = try Bench(Self.servers)
        let steps = try await bench.steps(
            "server_command", ["servers": .list(selectors.map(Value.string)), "command": "say hi"])
        #expect(steps.filter { $0.skipReason == nil }.map(\.target.id) == expected.map(Self.uuid))
        #expect(steps.first { $0.skipReason == nil }?.target.node == Self.servers[expected[0] - 1].node)
    }

    @Test("have one that is skipped for each server that cannot be worked on")
    func haveOneThatIsSkipped() async throws {
        var servers = (1...6).map { StandInServer($0) }
        servers[0].status = "suspended"
        servers[1].status = "installing"
        servers[2].isNodeInMaintenance = true
        servers[3].isTransferring = true
        servers[4].status = "reinstall_failed"
        let bench = try Bench(servers)
        let steps = try await bench.steps("backup", ["servers": ["all"]])
        #expect(
            steps.map(\.skipReason) == [
                "the server is suspended", "the server is being installed", "the server is on a node in maintenance",
                "the server is being transferred to another node", nil, nil,
            ])
        #expect(await bench.runner.perform(steps[0], run: .nightly).result == .skipped)
        #expect(bench.writes.isEmpty)
    }

    @Test("say which selectors no server matches, beside those that one matches")
    func sayWhichSelectorsNoServerMatches() async throws {
        let bench = try Bench(Self.servers)
        let steps = try await bench.steps("backup", ["servers": ["skyblock", "name:sky*", "deadbeef"]])
        #expect(steps.map(\.target.name) == ["skyblock", "skyblock", "deadbeef"])
        #expect(steps.map { $0.skipReason == nil } == [true, false, false])
    }

    @Test("are on no server twice, however often and by whatever names it is meant")
    func areOnNoServerTwice() async throws {
        let bench = try Bench(Self.servers)
        let names = ["skyblock", "00000003", "gone", Self.uuid(3), "name:sky*", "00000003", " gone "]
        let steps = try await bench.steps("backup", ["servers": .list(names.map(Value.string))])
        #expect(steps.map(\.target.name) == ["skyblock", "skyblock", "gone"])
        #expect(steps.map { $0.skipReason == nil } == [true, false, false])
    }

    @Test("are on none of several servers that have the same identifier")
    func areOnNoneOfSeveral() async throws {
        var servers = Self.servers
        servers[3].identifier = servers[2].identifier
        servers[3].uuid = "00000003" + Self.uuid(4).dropFirst(8)
        let bench = try Bench(servers)
        let steps = try await bench.steps("backup", ["servers": ["00000003", "00000001"]])
        #expect(steps.map(\.target.name) == ["lobby-2", "00000003"])
        #expect(steps[1].skipReason?.contains("several servers of the panel have this identifier") == true)
        let byUUID = try await bench.steps("backup", ["servers": [.string(servers[3].uuid)]])
        #expect(byUUID.map(\.target.id) == [servers[3].uuid])
    }

    @Test("are none where no server matches: the run is skipped")
    func areNoneWhereNoServerMatches() async throws {
        let bench = try Bench(Self.servers)
        await #expect(throws: RunnerError.skipped("no server matches 'gone', 'node:nowhere'")) {
            try await bench.steps("backup", ["servers": ["gone", "node:nowhere"]])
        }
    }

    @Test("begin with a pause on every server that is worked on but the first")
    func beginWithAPause() async throws {
        var servers = (1...4).map { StandInServer($0) }
        servers[0].status = "suspended"
        let bench = try Bench(servers)
        let steps = try await bench.steps(
            "sequence", ["servers": ["all"], "delay_between": 90, "steps": [["wait": 1], ["command": "say hi"]]])
        #expect(steps.map(\.delay) == [0, 0, 0, 90, 0, 90, 0])
    }

    @Test(
        "take the four words for power signals, unless the mode says otherwise",
        arguments: [
            ("restart", nil, "power: restart"), (" stop ", nil, "power: stop"), ("kill", "power", "power: kill"),
            ("restart", "console", "command: restart"), ("say restart", nil, "command: say restart"),
            ("Restart", nil, "command: Restart"),
        ] as [(String, String?, String)])
    func takeTheFourWordsForPowerSignals(command: String, mode: String?, action: String) async throws {
        let bench = try Bench()
        let steps = try await bench.steps(
            "server_command",
            ["servers": ["all"], "command": .string(command), "mode": mode.map(Value.string) ?? .null])
        #expect(steps.map(\.action) == [action])
    }

    @Test("of an update set the variables, back up, and then restart or reinstall")
    func ofAnUpdate() async throws {
        let bench = try Bench()
        let data: ValueMap = ["servers": ["all"], "variables": ["B": "2", "A": "1"], "backup_first": true]
        #expect(try await bench.steps("update", data).map(\.action) == ["variables: A, B", "backup", "power: restart"])
        let reinstall: ValueMap = ["servers": ["all"], "method": "reinstall"]
        let steps = try await bench.steps("update", reinstall)
        #expect(steps.map(\.action) == ["reinstall", "wait for: installation"])
    }

    @Test("of a sequence are done on one server after the other")
    func ofASequence() async throws {
        let bench = try Bench([StandInServer(1), StandInServer(2)])
        let steps = try await bench.steps(
            "sequence",
            [
                "servers": ["all"],
                "steps": [
                    ["command": "say down in 5"], ["wait": 5], ["power": "stop", "continue_on_failure": true],
                    ["wait_for": ["state": "offline"]], ["backup": ["keep": 3]], ["power": "start"],
                ],
            ])
        let actions = [
            "command: say down in 5", "wait: 5 s", "power: stop", "wait for: offline", "backup", "power: start",
        ]
        #expect(steps.map(\.action) == actions + actions)
        #expect(steps.prefix(6).map(\.continuesOnFailure) == [false, false, true, false, false, false])
        #expect(steps.prefix(6).map(\.isBackup) == [false, false, false, false, true, false])
        #expect(
            steps.map(\.target.name) == Array(repeating: "server-1", count: 6) + Array(repeating: "server-2", count: 6))
    }

    @Test("can be gone on with from what a store keeps of them")
    func canBeGoneOnWith() async throws {
        let bench = try Bench(options: .unthrottled)
        bench.panel.change { $0[0].variables["A"] = "" }
        let tasks: [(String, ValueMap)] = [
            ("update", ["servers": ["all"], "variables": ["A": "1"], "backup_first": true]),
            ("update", ["servers": ["all"], "method": "reinstall"]), ("statistics", ["servers": ["all"]]),
            ("cleanup", ["servers": ["all"], "patterns": ["*.log"], "older_than_days": 3]),
            (
                "sequence",
                [
                    "servers": ["all"],
                    "steps": [
                        ["wait": 1], ["power": "start"], ["wait_for": ["state": "running", "timeout": 60]],
                        ["command": "say hi"],
                    ],
                ]
            ),
        ]
        for (type, data) in tasks {
            for step in try await bench.steps(type, data) {
                let kept = PlannedStep(
                    target: step.target, action: step.action,
                    instruction: try Value(json: step.instruction.jsonText()))
                let outcome = await bench.runner.perform(kept, run: .nightly)
                #expect(outcome.result == .succeeded, "\(step.action): \(outcome.reason ?? "")")
            }
        }
    }

    @Test("are not done where another version has planned them, and nobody knows what is meant")
    func areNotDoneWhereAnotherVersionHasPlannedThem() async throws {
        let bench = try Bench()
        let unknown: [Value] = [
            ["do": "explode"], ["do": "power", "signal": "stop", "softly": true], ["do": "power"], .null,
            ["do": "power", "signal": "reboot"], ["do": "wait", "seconds": "1"], "power",
        ]
        for instruction in unknown {
            let step = PlannedStep(
                target: RunTarget(id: Self.uuid(1), name: "a", node: ""), action: "", instruction: instruction)
            #expect(await bench.runner.perform(step, run: .nightly).result == .failed)
            #expect(await bench.runner.settle(step, run: .nightly).result == .failed)
        }
        #expect(bench.panel.requests.isEmpty)
    }

    @Test("are not done where the panel's record of a server cannot be trusted, which is said")
    func areNotDoneWhereTheRecordCannotBeTrusted() async throws {
        let bench = try Bench()
        let list: Value = [
            "object": "list",
            "data": [
                ["object": "server", "attributes": ["uuid": "u-1", "name": "good\u{7}"]],
                ["object": "server", "attributes": ["uuid": "../x", "name": "bad"]],
            ],
        ]
        bench.panel.inject(
            StandInFault(.answer(ProxiedAnswer(200, json: list)), pathSuffix: "/api/client"))
        let steps = try await bench.steps("backup", ["servers": ["all"]])
        #expect(steps.map(\.target.name) == ["good\u{7}", "unreadable record"])
        #expect(steps[1].skipReason == "the panel's record of the server '../x' has no usable 'uuid'")
    }

    // MARK: The start

    @Test("are not begun where a setting is wrong, and the run says which")
    func areNotBegunWhereASettingIsWrong() async throws {
        let bench = try Bench()
        bench.panel.change(options: { $0.key = "ptlc_another" })
        await #expect(
            throws: RunnerError.skipped(
                "the panel does not accept the key of the Client API (it is mistyped, deleted or expired: "
                    + "create one under Account › API Credentials)")
        ) { try await bench.steps("backup", ["servers": ["all"]]) }
    }

    @Test("are not begun where the panel cannot be reached: the run has failed")
    func areNotBegunWhereThePanelCannotBeReached() async throws {
        let bench = try Bench()
        bench.panel.inject(StandInFault(.answer(.page(502, "Bad Gateway")), times: 100))
        do throws(RunnerError) {
            _ = try await bench.steps("backup", ["servers": ["all"]])
            Issue.record("there are steps")
        } catch {
            guard case .failed(let reason) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(reason.contains("Bad Gateway"))
        }
    }

    @Test("wait out the rate limit of the account")
    func waitOutTheRateLimit() async throws {
        var options = StandInOptions()
        options.accountLimit = 3
        let bench = try Bench(options: options)
        for _ in 0..<10 { try await bench.run("server_command", ["servers": ["all"], "command": "say hi"]) }
        #expect(bench.panel.servers[0].console.count == 10)
    }

    @Test("of many tasks that are due together take one reading of the servers")
    func ofManyTasksTakeOneReading() async throws {
        let bench = try Bench()
        for _ in 0..<100 { _ = try await bench.steps("backup", ["servers": ["all"]]) }
        #expect(bench.panel.requests.count == 2)
        bench.time.advance(.seconds(11))
        bench.panel.change { $0.append(StandInServer(2)) }
        #expect(try await bench.steps("backup", ["servers": ["all"]]).count == 2)
    }
}
