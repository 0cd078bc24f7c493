package import PhoenixModel

/// As much of a run as a row of small marks needs.
package struct RunOutcome: Sendable, Hashable {
    package let state: RunState
    /// nil until finished.
    package let result: RunResult?

    package init(_ state: RunState, _ result: RunResult?) {
        self.state = state
        self.result = result
    }
}
