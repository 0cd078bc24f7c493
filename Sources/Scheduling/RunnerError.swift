/// Why a run cannot start.
package enum RunnerError: Error, Sendable, Hashable {
    /// There is nothing to run it with, or nothing to run it on: the run is skipped, with this sentence.
    case skipped(String)
    /// The panel did not answer as it must: the run failed, with this sentence.
    case failed(String)
    case cancelled
}
