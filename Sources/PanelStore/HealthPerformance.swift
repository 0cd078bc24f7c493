package import PhoenixModel

/// How fast and how reliably a service has answered its checks within a window of time.
package struct HealthPerformance: Sendable, Hashable {
    /// Milliseconds, of the checks that had an answer.
    package struct Latency: Sendable, Hashable {
        package let last: Double
        package let average: Double
        /// The time within which 95 of 100 checks were answered (nearest rank).
        package let percentile95: Double
    }

    /// nil when no check had an answer.
    package let latency: Latency?
    /// Seconds.
    package let window: Int64
    package let checks: Int
    package let failures: Int

    /// The share of the checks that went well, from 0 to 1; nil without checks.
    package var availability: Double? { checks == 0 ? nil : Double(checks - failures) / Double(checks) }

    /// `checks` are of one service, oldest first; those before the `window` of seconds that ends at `moment` do not
    /// count.
    package init(_ checks: [ProbeCheck], at moment: Timestamp, window: Int64 = Self.standardWindow) {
        let recent = checks.drop { $0.at.seconds < moment.seconds - window }
        self.window = window
        self.checks = recent.count
        failures = recent.count { !$0.isSuccess }
        let latencies = recent.compactMap { $0.latency.map { Double($0) / 1_000 } }
        if let last = latencies.last {
            let rank = (latencies.count * 95 + 99) / 100
            latency = Latency(
                last: last, average: latencies.reduce(0, +) / Double(latencies.count),
                percentile95: latencies.sorted()[rank - 1])
        } else {
            latency = nil
        }
    }

    /// A day.
    package static let standardWindow: Int64 = 86_400
}
