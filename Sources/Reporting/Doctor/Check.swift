/// One thing that was looked at, and what was found.
package struct Check: Sendable, Hashable {
    package enum Outcome: String, Sendable, Hashable {
        case ok, warning, problem
        case notChecked = "not_checked"

        /// For people.
        var words: String { self == .notChecked ? "not checked" : rawValue }
    }

    package let name: String
    package let outcome: Outcome
    package let message: String
    /// What to do, where something is to be done.
    package let help: String?

    package init(_ name: String, _ outcome: Outcome, _ message: String, help: String? = nil) {
        self.name = name
        self.outcome = outcome
        self.message = message
        self.help = help
    }
}
