import Clocks
import PhoenixModel
import Probes

extension ProbeConfiguration.Server {
    static func local(_ port: Int) -> Self { Self(host: "127.0.0.1", port: port) }
}

extension ProbeConfiguration.Login {
    static let monitor = Self(user: "monitor", password: Secret(reference: "password", value: rightPassword))

    func with(_ password: String?) -> Self {
        Self(user: user, password: password.map { Secret(reference: "password", value: $0) })
    }
}

/// What no message may have in it.
let rightPassword = "correct-horse-battery"
let wrongPassword = "wrong-horse-battery"

/// Checks once with the machine's clock. The limit is far beyond what a local server needs, as a thousand tests share the machine.
func check(_ kind: ProbeConfiguration.Kind, limit: Duration = .seconds(600)) async -> ProbeResult {
    var limits = ProbeLimits()
    limits.check = limit
    limits.greeting = limit
    limits.slow = .seconds(600)
    return await NetworkProbes(limits: limits, clock: .system).check(ProbeConfiguration(kind))
}

extension ProbeResult {
    var codes: [String] { issues.map(\.code) }

    /// All that people may read of it.
    var text: String { issues.map(\.message).joined(separator: "\n") }
}
