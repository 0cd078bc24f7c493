import ClientAPI
import Clocks

/// Waits out the rate limit of a key's owner: a run has the time.
struct Patience: Sendable {
    let clock: WallClock

    /// All waits for one call together.
    private static let longest = Duration.seconds(900)
    private static let shortestWait = Duration.seconds(1)
    /// Where a panel does not say: its limits count by the minute.
    private static let usualWait = Duration.seconds(60)

    /// Makes a call, again when it was refused for now and nothing was done.
    func callAsFunction<Result>(
        isolation: isolated (any Actor)? = #isolation, _ call: () async throws(ClientAPIError) -> Result
    ) async throws(ClientAPIError) -> Result {
        var waited = Duration.zero
        while true {
            if Task.isCancelled { throw ClientAPIError(.cancelled, "the run was cancelled") }
            do throws(ClientAPIError) {
                return try await call()
            } catch {
                guard let wait = wait(after: error), waited + wait <= Self.longest else { throw error }
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
