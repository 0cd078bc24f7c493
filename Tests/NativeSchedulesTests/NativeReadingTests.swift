import ClientAPI
import ClientPanelFixtures
import ClockFixtures
import NativeSchedules
import PanelFixtures
import PhoenixModel
import Testing

@Suite("Reading the schedules of a panel's servers")
struct NativeReadingTests {
    private static let restart = StandInSchedule(
        id: 5, name: "Restart {phx skyblock/restart 1.x4QzpaB2kLmN9oP}", cron: "0 4 * * *", isActive: true,
        onlyWhenOnline: true,
        tasks: [
            StandInTask(id: 12, sequence: 4, action: "power", payload: "restart", offset: 60),
            StandInTask(id: 13, sequence: 1, payload: "say soon", continuesOnFailure: true),
        ])

    @Test("gives each with its fields, its steps in order, and its owner")
    func givesEachWithItsFields() async throws {
        let bench = Bench()
        bench.panel.add(Self.restart, to: 1)
        let live = try await bench.native().readAll()
        let object = try #require(live.objects.first)
        #expect(live.objects.count == 1)
        #expect(object.id == "00000002/5")
        #expect(object.server == "00000002")
        #expect(object.fields.name == "Restart")
        #expect(object.fields.schedule == "0 4 * * *")
        #expect(object.fields.enabled == true)
        #expect(object.fields.onlyWhenOnline == true)
        #expect(object.fields.timezone == nil)
        let first: Value = [
            "action": "command", "payload": "say soon", "offset": 0, "continue_on_failure": true,
        ]
        #expect(object.fields.steps == [first, Bench.power("restart", after: 60)])
        #expect(object.isOwned(like: Ownership(project: "skyblock", key: "restart@00000002", digests: FieldDigests())))
        #expect(object.nextRun != nil)
    }

    @Test("sends one request for each hundred servers, one for each server, and one for the account")
    func sendsFewRequests() async throws {
        let bench = Bench(230)
        let live = try await bench.native().readAll()
        #expect(bench.panel.requests.count == 3 + 230 + 1)
        #expect(live.unreadServerCount == 0)
    }

    @Test("reads no more than four servers at once")
    func readsFourAtOnce() async throws {
        let bench = Bench(200)
        let gauge = Gauge()
        _ = try await bench.native(gauge: gauge).readAll()
        #expect((2...4).contains(gauge.most), "\(gauge.most)")
    }

    @Test("reads the servers that are asked for alone, and says how many it did not read")
    func readsTheServersThatAreAskedFor() async throws {
        let bench = Bench(10)
        let native = try bench.native()
        let servers = try await native.servers()
        let live = try await native.readSchedules(of: Array(servers.prefix(2)))
        #expect(live.unreadServerCount == 8)
        #expect(bench.panel.requests.count == 2 + 2)
    }

    @Test("never takes a server that cannot be read for one without schedules")
    func neverTakesUnreadableForAbsent() async throws {
        let bench = Bench(7)
        bench.panel.change { servers in
            servers[0].status = "suspended"
            servers[1].status = "installing"
            servers[2].isTransferring = true
            servers[3].isNodeInMaintenance = true
            servers[4].permissions = ["control.console"]
        }
        let native = try bench.native()
        let servers = try await native.servers()
        bench.panel.change { servers in
            servers.remove(at: 5)
            servers[5].status = "suspended"
        }
        let live = try await native.readSchedules(of: servers)
        #expect(
            live.unreadableServers == [
                "00000001": "is suspended", "00000002": "is being installed",
                "00000003": "is being transferred to another node", "00000004": "is on a node in maintenance",
                "00000005": "cannot be read: the owner of the key needs the permission schedule.read",
                "00000006": "is gone meanwhile, or the key may no longer see it", "00000007": "is suspended",
            ])
    }

    @Test("blocks one server, not the run, where a panel fails at one")
    func blocksOneServer() async throws {
        let bench = Bench(3)
        bench.panel.inject(
            StandInFault(
                .answer(.panelError(500, "QueryException", "An unexpected error was encountered")), "GET",
                pathSuffix: "00000002/schedules"))
        let live = try await bench.native().readAll()
        #expect(Set(live.unreadableServers.keys) == ["00000002"])
        bench.panel.inject(StandInFault(.answer(.text(200, "{\"data\": [7]}")), "GET", pathSuffix: "schedules"))
        #expect(try await bench.native().readAll().unreadableServers.count == 1)
    }

    @Test("fails where nothing can be read, and says why")
    func failsWhereNothingCanBeRead() async throws {
        let bench = Bench()
        let native = try bench.native()
        bench.panel.change(options: { $0.isKeyExpired = true })
        let error = await panelError { () throws(PanelError) in try await native.readAll() }
        #expect(error?.code == .unauthenticated)
    }

    @Test("waits for a limit that somebody else has used up")
    func waitsForALimit() async throws {
        let bench = Bench(30, .pelican) { $0.accountLimit = 20 }
        let live = try await bench.native().readAll()
        #expect(live.unreadableServers.isEmpty)
        bench.panel.inject(
            StandInFault(
                .answer(
                    .panelError(
                        429, "ThrottleRequestsException", "Too Many Attempts.", headers: ["Retry-After": "55"])),
                "GET", pathSuffix: "schedules"))
        #expect(try await bench.native().readAll().unreadableServers.isEmpty)
    }

    @Test("finds what the panel can do", arguments: StandInFamily.allCases)
    func findsWhatThePanelCanDo(family: StandInFamily) async throws {
        let bench = Bench(1, family)
        let schedules = try #require(try await bench.native().readAll().schedules)
        #expect(schedules.actions.contains(.deleteFiles) == (family == .pelican))
        #expect(schedules.nameLength == (family == .pelican ? 255 : 191))
        #expect(schedules.createsPerMinute == (family == .phoenixPanel ? nil : 2))
        #expect(schedules.rateLimit == (family == .phoenixPanel ? 720 : 256))
    }

    @Test("knows Pelican by its servers, whatever the key begins with")
    func knowsPelicanByItsServers() async throws {
        let bench = Bench(1, .pelican) { $0.key = "ptlc_0123456789abcdefghijklmnopqrstuvwxyz" }
        #expect(try await bench.native().readAll().schedules?.nameLength == 255)
    }

    @Test("tells the panel's own zone by its times")
    func tellsThePanelsZone() async throws {
        let bench = Bench { $0.zone = "Europe/Berlin" }
        #expect(try await bench.native().readAll().schedules?.clock.isEmpty == true)
        bench.panel.add(StandInSchedule(id: 1, name: "x", cron: "0 4 1 7 *"), to: 0)
        let clock = try #require(try await bench.native().readAll().schedules?.clock)
        #expect(Set(clock.map(\.offset)) == [3_600, 7_200])
    }

    @Test("gives nil for a schedule, or a server, that is not there any more")
    func givesNilForWhatIsNotThere() async throws {
        let bench = Bench()
        let native = try bench.native()
        #expect(try await native.read(id: "00000001/99") == nil)
        #expect(try await native.read(id: "00000099/1") == nil)
        #expect(try await native.read(id: "17") == nil)
    }
}
