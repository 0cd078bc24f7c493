import PanelStore
import PhoenixModel
import Testing

@testable import Probes

@Suite("The status of a service after checks")
struct FlapControlTests {
    /// The status after each of these checks: `.` went well, `~` half, `x` not at all.
    private func statuses(_ checks: String) -> [ServiceStatus] {
        var state: ProbeState?
        var statuses: [ServiceStatus] = []
        for (second, check) in checks.enumerated() {
            let outcome: ProbeResult.Outcome = check == "." ? .healthy : check == "~" ? .degraded : .down
            let next = FlapControl.state(
                of: 1, after: ProbeResult(outcome: outcome), before: state, at: Timestamp(seconds: Int64(second)),
                nextCheck: Timestamp(seconds: Int64(second) + 60))
            state = next
            statuses.append(next.status)
        }
        return statuses
    }

    @Test(
        "follows three failures, two successes, and what is half well at once",
        arguments: [
            (".", [.running]), ("~", [.degraded]), ("x", [.unknown]), ("xxx", [.unknown, .unknown, .stopped]),
            (".xx.", [.running, .running, .running, .running]),
            (".xxx.", [.running, .running, .running, .stopped, .stopped]),
            ("xxx..", [.unknown, .unknown, .stopped, .stopped, .running]),
            ("xxx.x.", [.unknown, .unknown, .stopped, .stopped, .stopped, .stopped]),
            ("xxx.~", [.unknown, .unknown, .stopped, .stopped, .degraded]), ("~.", [.degraded, .running]),
        ] as [(String, [ServiceStatus])])
    func status(_ checks: String, expected: [ServiceStatus]) {
        #expect(statuses(checks) == expected)
    }

    @Test(
        "is told to people when the service stops, and when it is back, well or half well",
        arguments: [
            (nil, .running, nil), (.unknown, .stopped, .stopped), (.running, .stopped, .stopped),
            (.degraded, .stopped, .stopped), (.stopped, .stopped, nil), (.stopped, .running, .recovered),
            (.stopped, .degraded, .recovered), (.running, .degraded, nil), (.degraded, .running, nil),
            (.unknown, .running, nil),
        ] as [(ServiceStatus?, ServiceStatus, ServiceMessages.Event?)])
    func events(before: ServiceStatus?, after: ServiceStatus, expected: ServiceMessages.Event?) {
        #expect(ServiceMessages.event(from: before, to: after) == expected)
    }

    @Test("is what it is since the check that made it so")
    func since() {
        let first = FlapControl.state(
            of: 1, after: ProbeResult(outcome: .healthy, resources: ["connections": 4]), before: nil,
            at: Timestamp(seconds: 10), nextCheck: Timestamp(seconds: 70))
        let second = FlapControl.state(
            of: 1, after: ProbeResult(outcome: .down), before: first, at: Timestamp(seconds: 70),
            nextCheck: Timestamp(seconds: 130))
        #expect(second.since == Timestamp(seconds: 10))
        #expect(second.checkedAt == Timestamp(seconds: 70))
        #expect(second.nextCheck == Timestamp(seconds: 130))
        #expect(second.failuresInARow == 1)
        // What the last good check has found stays.
        #expect(second.resources == ["connections": 4])
    }
}
