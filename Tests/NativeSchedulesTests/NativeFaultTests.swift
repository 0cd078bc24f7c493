import ClientAPI
import ClientPanelFixtures
import ClockFixtures
import HTTPTransport
import NativeSchedules
import PanelFixtures
import PhoenixModel
import PhoenixTestSupport
import Planning
import Testing

@Suite("Schedules over a faulty network")
struct NativeFaultTests {
    private static let page = ProxiedAnswer.page(502, "Bad Gateway")

    /// Every kind of fault that the proxy has.
    private static let faults: [Fault] = [
        .loseAnswer, .resetBeforeForwarding, .resetMidAnswer, .stallHead, .stallBody, .respond { _ in page },
        .respond { _ in
            .panelError(429, "ThrottleRequestsException", "Too Many Attempts.", headers: ["Retry-After": "40"])
        },
        .rewriteAnswer { $0 = page }, .delay(.milliseconds(1)),
    ]
    private static let entries: [DesiredSchedule] = [
        .sample(
            "restart",
            steps: [["action": "command", "payload": "say soon"], ["action": "power", "payload": "restart"]]),
        .sample("backup", enabled: false, steps: [["action": "backup"]]),
    ]

    @Test("are as declared in the end, once each, whatever befalls the requests", arguments: 1...24)
    func areAsDeclared(seed: UInt64) async throws {
        let mix = Self.faults.map { FaultShare($0, rate: 0.035) }
        try await withBench(.seeded(seed, mix)) { bench, url in
            for _ in 0..<3 { try await Self.apply(to: url, bench) }
        }
    }

    @Test("are as declared where one kind of fault befalls the first writes", arguments: 0..<9)
    func areAsDeclaredUnderOneKind(number: Int) async throws {
        try await withBench(.first(4, of: "POST", Self.faults[number])) { bench, url in
            for _ in 0..<2 { try await Self.apply(to: url, bench) }
        }
    }

    private func withBench(_ plan: FaultPlan, _ body: (Bench, String) async throws -> Void) async throws {
        let bench = Bench(2)
        try await bench.panel.serve { address in
            try await withFaultProxy(upstream: address, plan: plan) { proxy in
                try await body(bench, proxy.url)
                proxy.change(to: .none)
                // Nothing may be late now, however busy the machine is.
                try await Self.apply(to: proxy.url, bench, timeout: .seconds(60))
            }
        }
        bench.time.advance(.seconds(120))
        let rest = try await bench.plan(Self.entries)
        #expect(rest.actions.isEmpty, "\(rest.sketch)")
        #expect(bench.panel.servers.map(\.schedules.count) == [2, 2])
    }

    /// A run of phoenix over the network; whatever fails is left to the next one.
    private static func apply(to url: String, _ bench: Bench, timeout: Duration = .seconds(1)) async throws {
        bench.time.advance(.seconds(60))
        var transport = TransportOptions()
        transport.requestTimeout = timeout
        try await ClientAPI.withClientAPI(
            at: .init(clientAPI: url), key: BearerToken(bench.panel.options.key),
            options: ClientAPIOptions(version: "1.0", transport: transport), clock: bench.time.clock()
        ) { api in
            let native = NativePanel(api: api, clock: bench.time.clock())
            do {
                let plan = try await bench.plan(entries, on: native)
                _ = await bench.carryOut(plan, on: native)
            } catch is PanelError {}
        }
    }
}
