/// What a plan finds done when it is taken up again, or no longer possible.
package struct EarlierRun: Sendable {
    /// By action of the plan: how it stands; nil for what is still to be done. Empty when nothing is known.
    package var outcomes: [ActionOutcome?]
    /// The ids of the objects that the plan's creates have made, by key.
    package var createdIDs: [String: String]

    package init(outcomes: [ActionOutcome?] = [], createdIDs: [String: String] = [:]) {
        self.outcomes = outcomes
        self.createdIDs = createdIDs
    }
}
