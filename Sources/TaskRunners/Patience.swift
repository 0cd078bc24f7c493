import ClientAPI
import Clocks

/// Waits out the rate limit of a key's owner: a run has the time.
struct Patience: Sendable {
    let clock: WallClock
    /// Is told what is waited out.
    var throttling = Throttling()

    /// All waits for one call together.
    private static let longest = Duration.seconds(900)
    private static let shortestWait = Duration.seconds(1)
    /// Where a panel does not say: its limits count by the minute.
    private static let usualWait = Duration.seconds(60)

    /// Makes a call, again when it was refused for now and nothing was done, unless that would be after `end`.
    func callAsFunction<Result>(
        until end: Duration? = nil, isolation: isolated (any Actor)? = #isolation,
        _ call: () async throws(ClientAPIError) -> Result
    ) async throws(ClientAPIError) -> Result {
        var waited = Duration.zero
        while true {
            if Task.isCancelled { throw ClientAPIError(.cancelled, "the run was cancelled") }
            do throws(ClientAPIError) {
                let result = try await call()
                throttling.end()
                return result
            } catch {
                guard let wait = wait(after: error), waited + wait <= Self.longest else { throw error }
                if let end, clock.now() + wait > end { throw error }
                throttling.begin(error.message)
                try await sleep(wait)
                waited += wait
            }
        }
    }

    private func wait(after error: ClientAPIError) -> Duration? {
        guard !error.mayBeDone else { return nil }
        let wait: Duration? =
            switch error.code {
            case .rateLimited(let end): end.map { $0 - clock.now() } ?? Self.usualWait
            case .backupThrottled(let wait): wait ?? Self.usualWait
            default: nil
            }
        // Those that wait for the same moment do not all come back at once.
        return wait.map { max($0, Self.shortestWait) + .seconds(clock.random() * 5) }
    }

    func sleep(_ duration: Duration) async throws(ClientAPIError) {
        do { try await clock.sleep(duration) } catch { throw ClientAPIError(.cancelled, "the run was cancelled") }
    }
}
