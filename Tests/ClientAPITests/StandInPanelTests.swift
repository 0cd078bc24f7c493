import ClientAPI
import ClientPanelFixtures
import ClockFixtures
import HTTPTransport
import PanelFixtures
import PhoenixModel
import Testing
import WebAddresses

@Suite("A panel over HTTP")
struct StandInPanelTests {
    private let time = ManualTime()

    private func panel(_ count: Int = 3, options: StandInOptions = StandInOptions()) -> StandInPanel {
        StandInPanel((1...count).map { StandInServer($0) }, options: options, now: { time.now })
    }

    private func withAPI<Result>(_ panel: StandInPanel, _ body: (ClientAPI) async throws -> Result) async throws
        -> Result
    {
        try await panel.serve { address in
            try await ClientAPI.withClientAPI(
                at: APIAddress(clientAPI: address.url), key: BearerToken(panel.options.key),
                options: ClientAPIOptions(version: "1.0"), clock: time.clock(), body)
        }
    }

    @Test("gives every server, over as many pages as it takes")
    func givesEveryServer() async throws {
        let panel = panel(250)
        let servers = try await withAPI(panel) { try await $0.servers().servers }
        #expect(Set(servers.map(\.uuid)) == Set(panel.servers.map(\.uuid)))
        #expect(panel.requests.count == 4)
    }

    @Test("does what it is asked")
    func doesWhatItIsAsked() async throws {
        let panel = panel()
        let id = panel.servers[0].uuid
        panel.change { $0[0].variables["VERSION"] = "1" }
        panel.change { $0[0].files["/logs/old file.log"] = Timestamp(seconds: 0) }
        try await withAPI(panel) { api in
            try await api.sendCommand("say hi", to: id)
            try await api.setVariable("VERSION", to: "2", on: id)
            #expect(try await api.files(in: "/logs", of: id).map(\.name) == ["old file.log"])
            try await api.deleteFiles(["old file.log"], in: "/logs", of: id)
            let backup = try await api.createBackup(NewBackup(name: "b", ignored: ["*.log"], isLocked: true), on: id)
            #expect(backup.state == .running)
            time.advance(.seconds(30))
            #expect(try await api.backup(backup.uuid, of: id).state == .succeeded)
            #expect(try await api.backups(of: id).countedByLimit == 1)
            let locked = await clientError { () throws(ClientAPIError) in
                try await api.deleteBackup(backup.uuid, of: id)
            }
            #expect(locked?.code == .backupLocked)
            try await api.send(.stop, to: id)
            time.advance(.seconds(30))
            #expect(try await api.resources(of: id).state == .offline)
            try await api.reinstall(id)
            #expect(try await api.server(id).server.unavailability == "is being installed")
        }
        let server = panel.servers[0]
        #expect(server.console == ["say hi"])
        #expect(server.variables["VERSION"] == "2")
        #expect(server.files.isEmpty)
        #expect(server.installations == 1)
        #expect(server.backups.map(\.ignored) == [["*.log"]])
    }

    @Test("is not believed where its answers are lost or none of its own")
    func isNotBelieved() async throws {
        let panel = panel()
        let id = panel.servers[0].uuid
        try await withAPI(panel) { api in
            _ = try await api.account()
            for fault in [StandInFault.Kind.lost, .truncated, .answerAfterDoing(.page(502, "Bad Gateway"))] {
                panel.inject(StandInFault(fault, "POST"))
                let error = await clientError { () throws(ClientAPIError) in
                    try await api.createBackup(NewBackup(name: "b"), on: id)
                }
                #expect(error?.mayBeDone == true)
                panel.change { $0[0].backups[$0[0].backups.count - 1].createdAt = .zero }
            }
        }
        #expect(panel.servers[0].backups.count == 3)
        #expect(panel.writes.count == 3)
    }

    @Test("keeps to its own rate limit without a refused request")
    func keepsToItsOwnRateLimit() async throws {
        var options = StandInOptions()
        options.accountLimit = 20
        let panel = panel(options: options)
        try await withAPI(panel) { api in
            for _ in 0..<50 { _ = try await api.account() }
        }
        #expect(panel.requests.count == 50)
    }
}
