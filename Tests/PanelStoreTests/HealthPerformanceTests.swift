import PanelStore
import PhoenixModel
import Testing

@Suite("Performance from checks")
struct HealthPerformanceTests {
    private func check(_ seconds: Int64, milliseconds: Int64?) -> ProbeCheck {
        ProbeCheck(
            serviceID: 1, at: Timestamp(seconds: seconds), isSuccess: milliseconds != nil,
            latency: milliseconds.map { $0 * 1_000 })
    }

    @Test("Nothing is invented without checks")
    func withoutChecks() {
        let performance = HealthPerformance([], at: Timestamp(seconds: 100))
        #expect(performance.latency == nil)
        #expect(performance.availability == nil)
        #expect(performance.checks == 0)
    }

    @Test("Checks before the window do not count")
    func window() {
        let checks = [check(10, milliseconds: nil), check(95, milliseconds: 4), check(99, milliseconds: 2)]
        let performance = HealthPerformance(checks, at: Timestamp(seconds: 100), window: 10)
        #expect(performance.checks == 2)
        #expect(performance.failures == 0)
        #expect(performance.latency?.last == 2)
        #expect(performance.latency?.average == 3)
    }

    @Test("Failed checks lower the availability and have no latency")
    func failures() {
        let checks = [check(1, milliseconds: 8), check(2, milliseconds: nil), check(3, milliseconds: nil)]
        let performance = HealthPerformance(checks, at: Timestamp(seconds: 4))
        #expect(performance.failures == 2)
        #expect(performance.availability == 1.0 / 3)
        #expect(performance.latency?.last == 8)
    }

    @Test(
        "The 95th percentile is the value of the nearest rank",
        arguments: [(1, 1), (19, 19), (20, 19), (21, 20), (100, 95)])
    func percentile(count: Int, expected: Int) {
        let checks = (1...count).reversed().map { check(1, milliseconds: Int64($0)) }
        #expect(HealthPerformance(checks, at: Timestamp(seconds: 4)).latency?.percentile95 == Double(expected))
    }
}
