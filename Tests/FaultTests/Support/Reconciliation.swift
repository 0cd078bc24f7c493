import Applying
import HTTPTransport
import PanelFixtures
import PanelService
import PhoenixModel
import PhoenixTestSupport
import Planning
import WebAddresses

@testable import PanelClient

/// Reads a panel through a proxy, plans and applies, as the command does; and looks at the store behind it all.
struct Reconciliation: Sendable {
    let server: RunningServer
    let proxy: FaultProxy
    /// Where the client finds the panel: at the proxy, or at what stands before it.
    let url: String
    /// Holds what the proxy delays.
    let clock: HeldClock
    var parallelism = 4
    /// Faults of the proxy that last longer than the timeout.
    var timeouts: Set<Fault.Kind> = [.stallHead, .stallBody, .delay]
    var allowsUnsupported = false
    /// The fields that the panel before the store lets through.
    let fields: Set<Field>
    let time = SkippedTime()

    init(_ server: RunningServer, at url: String, through proxy: FaultProxy, clock: HeldClock, fields: [Field]) {
        self.server = server
        self.proxy = proxy
        self.url = url
        self.clock = clock
        self.fields = Set(fields)
    }

    /// What an apply would do now.
    func plan(_ files: TaskFiles) async throws -> Plan {
        try await withPanel { panel in try await plan(files, panel) }
    }

    /// Makes the panel as the files say, deletions and all, and waits for what is still on its way to it.
    /// - Throws: `PanelError` when it cannot be read.
    @discardableResult
    func apply(_ files: TaskFiles) async throws -> AppliedPlan {
        let before = try await state()
        if timeouts.contains(.delay) { clock.hold() }
        let (plan, report) = try await withPanel { panel -> (Plan, ApplyReport) in
            let plan = try await self.plan(files, panel)
            let applier = Applier(
                panel: panel, parallelism: parallelism,
                idempotencyKey: { String(UInt64.random(in: .min ... .max), radix: 16) })
            return (plan, await applier.apply(plan, isInterrupted: { false }, onEvent: { _ in }))
        }
        clock.release()
        _ = try await proxy.requests { $0.allSatisfy { $0.fault != .delay || $0.upstreamStatus != nil } }
        return AppliedPlan(plan: plan, report: report, before: before, after: try await state())
    }

    /// What is in the store, whatever lies before it.
    func state() async throws -> StoredTasks {
        StoredTasks(records: try await server.services.all(), fields: fields)
    }

    private func plan(_ files: TaskFiles, _ panel: HTTPPanel) async throws(PanelError) -> Plan {
        let options = Planner.Options(prunes: true, allowsUnsupported: allowsUnsupported, today: Timestamp.sample.day)
        return Planner(options: options).plan(desired: files.desired, live: try await panel.readAll())
    }

    private func withPanel<Result>(_ body: (HTTPPanel) async throws -> Result) async throws -> Result {
        var options = PanelClientOptions(version: "test")
        options.transport.connections = parallelism
        options.allowsUnsupported = allowsUnsupported
        let address = try APIAddress(panel: url)
        let key = try BearerToken(server.key)
        return try await AsyncHTTPTransport.withTransport(to: address.origin, options: options.transport) { transport in
            let impatient = ImpatientTransport(transport, proxy: proxy, kinds: timeouts)
            return try await body(
                HTTPPanel(address: address, key: key, options: options, transport: impatient, clock: time.clock))
        }
    }
}

/// Runs `body` with a reconciliation through a proxy, which lets everything pass until its plan is changed.
///
/// The proxy stands before the panel; but behind a panel of the documented fields that links with its own address, from
/// which such links would lead away.
func withReconciliation(
    documentedOnly options: DocumentedOnlyOptions? = nil,
    _ body: @escaping @Sendable (Reconciliation) async throws -> Void
) async throws {
    try await RunningServer.run { server in
        let clock = HeldClock()
        clock.release()
        let documented = Field.ofServices.filter(\.isDocumented)
        guard let options else {
            return try await withFaultProxy(upstream: server.address, clock: clock) { proxy in
                try await body(
                    Reconciliation(server, at: proxy.url, through: proxy, clock: clock, fields: Field.ofServices))
            }
        }
        if options.links == .absolute {
            return try await withFaultProxy(upstream: server.address, clock: clock) { proxy in
                try await withDocumentedOnlyPanel(upstream: proxy.address, options: options) { panel in
                    try await body(
                        Reconciliation(server, at: panel.url, through: proxy, clock: clock, fields: documented))
                }
            }
        }
        try await withDocumentedOnlyPanel(upstream: server.address, options: options) { panel in
            try await withFaultProxy(upstream: panel.address, clock: clock) { proxy in
                try await body(Reconciliation(server, at: proxy.url, through: proxy, clock: clock, fields: documented))
            }
        }
    }
}
