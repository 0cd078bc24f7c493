import Synchronization

/// Answers each request by the plan, with or without the server.
final class FaultInjection: Sendable {
    private let upstream: Upstream
    private let clock: any Clock<Duration>
    private let planner: Mutex<FaultPlanner>
    let log = RequestLog()

    init(upstream: Upstream, plan: FaultPlan, clock: any Clock<Duration>) {
        self.upstream = upstream
        self.clock = clock
        planner = Mutex(FaultPlanner(plan))
    }

    func change(to plan: FaultPlan) { planner.withLock { $0 = FaultPlanner(plan) } }

    func reply(to request: ProxiedRequest) async throws -> WireReply {
        let (fault, place) = planner.withLock { planner in
            let fault = planner.fault(for: request)
            return (fault, log.record(RecordedRequest(request, fault: fault.kind)))
        }
        switch fault {
        case .pass: return .answer(await forward(request, place))
        case .delay(let duration):
            try await clock.sleep(for: duration)
            return .answer(await forward(request, place))
        case .respond(let answer): return .answer(answer(request))
        case .resetBeforeForwarding: return .reset
        case .resetMidAnswer: return .truncated(await forward(request, place))
        case .loseAnswer:
            _ = await forward(request, place)
            return .close
        case .stallBody: return .stalled(await forward(request, place))
        case .stallHead: return .silence
        case .rewriteAnswer(let change):
            var answer = await forward(request, place)
            change(&answer)
            return .answer(answer)
        }
    }

    private func forward(_ request: ProxiedRequest, _ place: Int) async -> ProxiedAnswer {
        log.update(place) { $0.wasForwarded = true }
        let answer = await upstream.answer(to: request)
        log.update(place) { $0.upstreamStatus = answer?.status }
        return answer ?? .gatewayPage(502)
    }
}
