package import Clocks
import PhoenixModel

/// Checks services over the network, each kind by its own protocol.
package struct NetworkProbes: ServiceProbing {
    private let limits: ProbeLimits
    private let caFile: String?
    private let clock: WallClock
    private let certificates: CertificateWatch

    /// `caFile` is a PEM file with authorities that Wings daemons are trusted by beside the system's.
    package init(limits: ProbeLimits = ProbeLimits(), caFile: String? = nil, clock: WallClock) {
        self.caFile = caFile
        self.limits = limits
        self.clock = clock
        certificates = CertificateWatch(clock: clock)
    }

    package func check(_ configuration: ProbeConfiguration) async -> ProbeResult {
        let limit = configuration.isSFTP ? limits.greeting : limits.check
        let start = clock.now()
        do {
            let found = try await clock.within(limit) { try await self.findings(of: configuration, limit: limit) }
            guard var findings = found else { throw ProbeFailure.timedOut(after: limit) }
            let latency = min(max(.zero, clock.now() - start), limit)
            if latency > limits.slow {
                let time = "\(Int(latency / .milliseconds(1))) ms"
                findings.issues.append(.warning("slow", "\(configuration.place) took \(time) to answer"))
            }
            let outcome: ProbeResult.Outcome =
                findings.isDown ? .down : findings.issues.isEmpty ? .healthy : .degraded
            return ProbeResult(
                outcome: outcome, latency: latency, issues: findings.issues, resources: findings.resources)
        } catch {
            let failure = ProbeFailure(error)
            let issue = ProbeIssue.error(failure.code, "\(configuration.place) \(failure.message)")
            return ProbeResult(outcome: .down, issues: [issue])
        }
    }

    private func findings(of configuration: ProbeConfiguration, limit: Duration) async throws -> ProbeFindings {
        switch configuration.kind {
        case .wings(let address, let token):
            let probe = WingsProbe(address: address, token: token, caFile: caFile)
            return try await probe.findings(limits: limits, clock: clock, certificates: certificates)
        case .mysql(let server, let login):
            return try await connected(to: server, limit) { try await MySQLProbe(server, login, $0).findings() }
        case .postgres(let server, let login):
            return try await connected(to: server, limit) { try await PostgresProbe(server, login, $0).findings() }
        case .redis(let server, let password, let queues):
            let now = Int64(clock.now() / .seconds(1))
            return try await connected(to: server, limit) {
                try await RedisProbe(server: server, password: password, connection: $0).findings(queues, now: now)
            }
        case .sftp(let server):
            return try await connected(to: server, limit) { try await SSHGreeting.read(from: $0) }
        }
    }

    private func connected(
        to server: ProbeConfiguration.Server, _ limit: Duration,
        _ body: (ProbeConnection) async throws -> ProbeFindings
    ) async throws -> ProbeFindings {
        try await ProbeConnection.withConnection(to: server, timeout: limit, body)
    }
}

extension ProbeConfiguration {
    fileprivate var isSFTP: Bool { if case .sftp = kind { true } else { false } }

    /// Where the service is, for people.
    fileprivate var place: String {
        switch kind {
        case .wings(let address, _): WingsProbe.place(of: address)
        case .mysql(let server, _), .postgres(let server, _), .redis(let server, _, _), .sftp(let server):
            server.description
        }
    }
}
