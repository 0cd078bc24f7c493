import PanelFixtures
import Testing

@Suite("A fault plan")
struct FaultPlanTests {
    private let get = ProxiedRequest("GET", "/api/v1/services")
    private let post = ProxiedRequest("POST", "/api/v1/services/scheduled", body: [1])

    private func faults(_ plan: FaultPlan, _ requests: [ProxiedRequest]) -> [Fault.Kind] {
        var planner = FaultPlanner(plan)
        return requests.map { planner.fault(for: $0).kind }
    }

    @Test("lets everything pass when it is empty")
    func none() {
        #expect(faults(.none, [get, post, get]) == [.pass, .pass, .pass])
    }

    @Test("strikes every n-th request")
    func every() {
        #expect(
            faults(.every(3, .loseAnswer), [get, post, get, get, get, post])
                == [.pass, .pass, .loseAnswer, .pass, .pass, .loseAnswer])
    }

    @Test("strikes the first requests of a method")
    func first() {
        #expect(
            faults(.first(2, of: "POST", .stallHead), [get, post, get, post, post])
                == [.pass, .stallHead, .pass, .stallHead, .pass])
        #expect(faults(.first(0, .stallHead), [get]) == [.pass])
    }

    @Test("strikes in a sequence, then no more")
    func sequence() {
        #expect(
            faults(.sequence([.loseAnswer, .pass, .stallBody]), [get, post, get, get])
                == [.loseAnswer, .pass, .stallBody, .pass])
    }

    @Test("asks its rules in order, each of which counts for itself")
    func rules() {
        let plan = FaultPlan([
            .on("GET", path: "/api/v1/services", occurrences: 2...2, .loseAnswer),
            .on("GET", occurrences: 2...3, .stallBody),
            FaultRule(where: { $0.method == "POST" }) { $0.repetition == 2 ? .stallHead : nil },
        ])
        #expect(
            faults(plan, [get, get, get, post, post, get])
                == [.pass, .loseAnswer, .stallBody, .pass, .stallHead, .pass])
    }

    @Test("knows how often the very same request failed in a row")
    func failuresInARow() {
        var other = post
        other.body = [2]
        let plan = FaultPlan { $0.failuresInARow < 2 ? .resetBeforeForwarding : nil }
        let fails = Fault.Kind.resetBeforeForwarding
        #expect(
            faults(plan, [post, other, post, post, other, other, post])
                == [fails, fails, fails, .pass, fails, .pass, fails])
    }

    private let mix = [
        FaultShare(.loseAnswer, rate: 0.3), FaultShare(.delay(.zero), rate: 0.2),
        FaultShare(.resetBeforeForwarding, rate: 0.2),
    ]

    private var manyRequests: [ProxiedRequest] { (0..<2_000).map { ProxiedRequest("GET", "/\($0)") } }

    @Test("strikes by chance, the same for the same seed")
    func seeded() {
        let once = faults(.seeded(1, mix), manyRequests)
        #expect(once == faults(.seeded(1, mix), manyRequests))
        #expect(once != faults(.seeded(2, mix), manyRequests))
    }

    @Test("strikes as often as the rates say")
    func rates() {
        let counts = faults(.seeded(7, mix), manyRequests).reduce(into: [:]) { $0[$1, default: 0] += 1 }
        let expected: [Fault.Kind: Int] = [.loseAnswer: 600, .delay: 400, .resetBeforeForwarding: 400, .pass: 600]
        for (kind, count) in expected {
            #expect(abs(counts[kind, default: 0] - count) < 120, "\(kind)")
        }
    }

    @Test("strikes the same requests by chance in whatever order they come")
    func order() {
        let requests = manyRequests
        #expect(
            faults(.seeded(1, mix), requests)
                == Array(faults(.seeded(1, mix), Array(requests.reversed())).reversed()))
    }

    @Test("lets a client through that tries often enough", arguments: [0, 1, 3])
    func longestRun(limit: Int) {
        let plan = FaultPlan.seeded(3, [FaultShare(.loseAnswer, rate: 1)], longestRun: limit)
        let run = Array(repeating: Fault.Kind.loseAnswer, count: limit) + [.pass]
        #expect(faults(plan, Array(repeating: get, count: 2 * (limit + 1))) == run + run)
    }
}
