import ClientAPI
import Clocks
import PhoenixModel
import Scheduling

extension StepExecution {
    /// More often a panel would say the same.
    private static let stateInterval = ServerResources.freshness + .seconds(1)

    func waitForState(_ wait: StateWait) async throws(ClientAPIError) -> StepOutcome {
        let end = clock.now() + .seconds(wait.timeout)
        // What the panel remembers is from before the change until it has asked the node again.
        if wait.isAfterChange { try await patience.sleep(min(Self.stateInterval, .seconds(wait.timeout))) }
        var last = "the panel did not say what it does"
        var polls = 0
        while true {
            polls += 1
            switch try await state(until: end) {
            case .success(let state) where state == wait.state: return StepOutcome(.succeeded, attempts: polls)
            case .success(let state): last = state.map { "it was still \($0.rawValue)" } ?? last
            case .failure(let error): last = error.description
            }
            let rest = end - clock.now()
            guard rest > .zero else {
                let reason = "the server was not \(wait.state.rawValue) after \(wait.timeout) s: \(last)"
                return StepOutcome(.failed, reason, attempts: polls)
            }
            try await patience.sleep(min(Self.stateInterval, rest))
        }
    }

    /// A failure that may pass while one waits is no end.
    private func state(until end: Duration) async throws(ClientAPIError) -> Result<
        ServerResources.State?, ClientAPIError
    > {
        let (client, id) = (client, target.id)
        do throws(ClientAPIError) {
            return .success(
                try await patience(until: end) { () async throws(ClientAPIError) in
                    try await client.resources(of: id)
                }.state)
        } catch {
            guard error.mayPass else { throw error }
            return .failure(error)
        }
    }

    func waitForInstallation() async throws(ClientAPIError) -> StepOutcome {
        let (client, id) = (client, target.id)
        let start = clock.now()
        var polls = 0
        var failures = 0
        while true {
            polls += 1
            do throws(ClientAPIError) {
                let server = try await patience { () async throws(ClientAPIError) in try await client.server(id) }
                    .server
                failures = 0
                switch server.status {
                case "installing": break
                case "install_failed", "reinstall_failed":
                    return StepOutcome(.failed, "the installation failed", attempts: polls)
                default: return StepOutcome(.succeeded, attempts: polls)
                }
            } catch {
                failures += 1
                guard error.mayPass, failures < Self.maximumFailures else { throw error }
            }
            try await patience.sleep(pollInterval(since: start))
        }
    }

    /// How long to wait before the next look at work that the node has been at since `start`: short work is noticed soon,
    /// and long work is not asked for all the time.
    func pollInterval(since start: Duration) -> Duration {
        min(max((clock.now() - start) / 4, .seconds(2)), .seconds(10))
    }

    /// So many polls in a row may fail before what is waited for is given up.
    static let maximumFailures = 30
}

extension ClientAPIError {
    /// Whether it may be gone at the next poll.
    var mayPass: Bool {
        switch code {
        case .unreachable, .nodeUnreachable, .nodeRefused, .panelFailed, .unexpectedAnswer, .rateLimited: true
        default: false
        }
    }
}
