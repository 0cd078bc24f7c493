/// A reverse proxy in front of a panel that does harm by a plan, and keeps a record of what came.
///
/// It speaks HTTP/1.1 on a real port, with bodies up to 4 MiB; it closes on larger ones. Proxies can stand in a row: the
/// `address` of one is the upstream of the next.
package struct FaultProxy: Sendable {
    package let address: ServerAddress
    private let injection: FaultInjection

    fileprivate init(address: ServerAddress, injection: FaultInjection) {
        self.address = address
        self.injection = injection
    }

    /// Without a slash at its end.
    package var url: String { address.url }

    /// Every request until now, in the order it came.
    package var requests: [RecordedRequest] { injection.log.requests }

    /// Of these, the ones that went on to the server.
    package var forwarded: [RecordedRequest] { requests.filter(\.wasForwarded) }

    /// Waits until the requests are as `condition` wants them; what becomes of one may still change after that.
    package func requests(
        when condition: @Sendable ([RecordedRequest]) -> Bool
    ) async throws(CancellationError) -> [RecordedRequest] {
        try await injection.log.requests(when: condition)
    }

    /// From the next request on this plan holds, and counts from 1. The record goes on.
    package func change(to plan: FaultPlan) { injection.change(to: plan) }
}

/// Runs a `FaultProxy` while `body` runs; all of it has ended when this returns or throws.
///
///     try await withFaultProxy(upstream: server, plan: .first(1, of: "POST", .loseAnswer)) { proxy in
///         try await apply(to: proxy.url)
///         #expect(proxy.requests.map(\.method) == ["GET", "POST", "GET"])
///     }
///
/// Where `upstream` takes no connection or gives no complete answer, the client sees a page with 502. `clock` measures
/// the delays.
package func withFaultProxy<Result>(
    upstream: ServerAddress, plan: FaultPlan = .none, clock: any Clock<Duration> = ContinuousClock(),
    isolation: isolated (any Actor)? = #isolation, _ body: (FaultProxy) async throws -> Result
) async throws -> Result {
    let injection = FaultInjection(upstream: Upstream(address: upstream), plan: plan, clock: clock)
    return try await withLoopbackServer(reply: { try await injection.reply(to: $0) }) { address in
        try await body(FaultProxy(address: address, injection: injection))
    }
}
