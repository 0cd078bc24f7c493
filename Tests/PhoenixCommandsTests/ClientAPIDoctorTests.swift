import ClientPanelFixtures
import Foundation
import PanelFixtures
import PhoenixTestSupport
import ProcessFixtures
import Testing

@Suite("doctor on a Client API", .ownThread, .mustEnd)
struct ClientAPIDoctorTests {
    private static let manifest = """
        project: net
        schedules:
          restart: { name: Restart, servers: [all], schedule: "0 4 * * *", steps: [{ power: restart }] }
        """

    private static let now: @Sendable () -> Duration = { .seconds(Int64(Date().timeIntervalSince1970)) }

    /// A panel that answers in this process, and commands that work on it and on nothing else.
    private struct Bench: Sendable {
        let panel: StandInPanel
        let phoenix: PhoenixProcess
        let url: String

        func run(_ arguments: String..., key: String? = nil) async throws -> PhoenixProcess.Result {
            try await run(arguments, key: key)
        }

        func run(_ arguments: [String], key: String? = nil) async throws -> PhoenixProcess.Result {
            let environment: [String: String?] = [
                "PHOENIX_STORE": nil, "PHOENIX_CLIENT_API": url, "PHOENIX_CLIENT_API_KEY": key ?? panel.options.key,
            ]
            return try await blockingCall { try phoenix.run(arguments, environment: environment) }
        }
    }

    private func withBench(_ body: (Bench) async throws -> Void) async throws {
        let panel = StandInPanel([StandInServer(1, name: "lobby")], now: Self.now)
        try await PhoenixProcess.withFolder { phoenix in
            try phoenix.write(Self.manifest, to: "s.yaml")
            try await panel.serve { address in
                try await body(Bench(panel: panel, phoenix: phoenix, url: address.url))
            }
        }
    }

    private func expectNothingFound(_ bench: Bench) async throws {
        let result = try await bench.run("doctor")
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.hasSuffix("\nno problem found\n"), "\(result.output)")
    }

    @Test("looks at that alone where nothing else is named, and changes nothing")
    func alone() async throws {
        try await withBench { bench in
            bench.panel.add(
                StandInSchedule(id: 1, name: "Restart", tasks: [StandInTask(id: 1, sequence: 1, payload: "say hi")]),
                to: 0)
            let result = try await bench.run("doctor")
            #expect(result.status == 0, "\(result.output)\(result.error)")
            for line in [
                "the key sees 1 server", "Pterodactyl or PhoenixPanel", "1 server with 1 schedule",
                "the key may read, create, change and delete schedules", "the panel computes schedules in UTC",
                "every next run is one of its cron expression", "nothing is overdue", "no schedule is stuck",
                "720 requests a minute",
            ] { #expect(result.output.contains(line), "\(result.output)") }
            #expect(!result.output.contains("abilities"), "\(result.output)")
            #expect(bench.panel.writes.isEmpty)
        }
    }

    @Test("frees schedules that are stuck, with --heal alone, and finds nothing the second time")
    func heal() async throws {
        try await withBench { bench in
            #expect(try await bench.run("apply", "-f", "s.yaml", "--yes").status == 0)
            bench.panel.change { servers in
                servers[0].schedules[0].processingUntil = .seconds(10_000_000_000)
                servers[0].schedules[0].updatedAt = .seconds(1_700_000_000)
            }
            let writes = bench.panel.writes.count
            let found = try await bench.run("doctor")
            #expect(found.status == 1)
            let schedule = "'Restart' (id 00000001/1) on 'lobby' (00000001)"
            #expect(found.output.contains("1 schedule is stuck, \(schedule)"), "\(found.output)")
            #expect(bench.panel.writes.count == writes)
            let healed = try await bench.run("doctor", "--heal")
            #expect(healed.output.contains("\(schedule) is free"), "\(healed.output)")
            #expect(bench.panel.servers[0].schedules[0].processingUntil == nil)
            #expect(bench.panel.servers[0].schedules[0].isActive)
            try await expectNothingFound(bench)
            let again = try await bench.run("doctor", "--heal")
            #expect(again.output.contains("there was nothing to free"), "\(again.output)")
            #expect(bench.panel.writes.count == writes + 2)
            #expect(try await bench.run("plan", "-f", "s.yaml", "--detailed-exitcode").status == 0)
        }
    }

    @Test("explains what an interrupted apply left, which the next apply finishes", arguments: ["create", "change"])
    func unfinished(_ operation: String) async throws {
        try await withBench { bench in
            if operation == "change" {
                #expect(try await bench.run("apply", "-f", "s.yaml", "--yes").status == 0)
                try bench.phoenix.write(
                    Self.manifest.replacing("power: restart }", with: "power: stop }, { after: 60, power: start }"),
                    to: "s.yaml")
            }
            bench.panel.inject(
                StandInFault(.answer(.panelError(500, "QueryException", "no")), "POST", pathSuffix: "/tasks", times: 3))
            let apply = try await bench.run("apply", "-f", "s.yaml", "--yes")
            #expect(apply.status == 6, "\(apply.output)\(apply.error)")
            let found = try await bench.run("doctor")
            #expect(found.status == 1)
            let state = operation == "create" ? "without steps" : "inactive"
            let words = "problem      unfinished    'Restart' (id 00000001/1) on 'lobby' (00000001) is \(state)"
            #expect(found.output.contains(words), "\(found.output)")
            #expect(found.output.contains("apply finishes it"))
            #expect(try await bench.run("apply", "-f", "s.yaml", "--yes").status == 0)
            try await expectNothingFound(bench)
        }
    }

    @Test("leaves what was declared as inactive alone")
    func inactiveOnPurpose() async throws {
        try await withBench { bench in
            try bench.phoenix.write(
                Self.manifest.replacing("steps:", with: "enabled: false, steps:"), to: "s.yaml")
            #expect(try await bench.run("apply", "-f", "s.yaml", "--yes").status == 0)
            try await expectNothingFound(bench)
        }
    }

    @Test("explains markers that are there twice, and those that cannot be relied upon")
    func markers() async throws {
        try await withBench { bench in
            #expect(try await bench.run("apply", "-f", "s.yaml", "--yes").status == 0)
            let whole = bench.panel.servers[0].schedules[0].name
            let task = StandInTask(id: 9, sequence: 1, payload: "say hi")
            bench.panel.add(StandInSchedule(id: 9, name: "Copy " + whole.drop { $0 != "{" }, tasks: [task]), to: 0)
            let doubled = try await bench.run("doctor")
            #expect(doubled.status == 1)
            let words = "'Copy' (id 00000001/9) on 'lobby' (00000001) has the marker of id 00000001/1"
            #expect(doubled.output.contains(words), "\(doubled.output)")
            #expect(try await bench.run("doctor", "--heal").status == 1)
            bench.panel.change { $0[0].schedules.removeLast() }
            try await expectNothingFound(bench)

            bench.panel.change { $0[0].schedules[0].name = String(whole.dropLast(3)) }
            let damaged = try await bench.run("doctor")
            #expect(damaged.status == 1)
            #expect(
                damaged.output.contains(
                    "the marker of 'Restart' (id 00000001/1) on 'lobby' (00000001) is not reliable: its end is missing"),
                "\(damaged.output)")
            #expect(damaged.output.contains("apply --adopt"))
            let adopted = try await bench.run("apply", "-f", "s.yaml", "--yes", "--adopt")
            #expect(adopted.status == 0, "\(adopted.output)\(adopted.error)")
            try await expectNothingFound(bench)
        }
    }

    @Test("says what is wrong with the key, and with a panel of another family")
    func keyAndFamily() async throws {
        try await withBench { bench in
            let result = try await bench.run("doctor", key: "ptla_0123456789abcdefghijklmnopqrstuvwxyz")
            #expect(result.status == 1)
            #expect(result.output.contains("the key is an application key"), "\(result.output)")
            bench.panel.inject(
                StandInFault(.answer(.text(401, #"{"errors":["invalid api key"]}"#)), "GET", times: 99))
            for command in [["doctor"], ["plan", "-f", "s.yaml"], ["get", "schedules"]] {
                let other = try await bench.run(command)
                #expect(other.status == 1)
                let words = "answers as a panel of Calagopus does, which has another API"
                #expect((other.output + other.error).contains(words), "\(other.output)\(other.error)")
            }
        }
    }
}
