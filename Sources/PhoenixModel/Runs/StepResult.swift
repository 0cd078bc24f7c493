/// How a step, or all the steps of a target, ended, by its word in the API.
package enum StepResult: String, Sendable, Hashable, CaseIterable {
    case succeeded, failed, skipped
    /// It may have been done or not; it is not repeated.
    case unknown
}
