/// One thing that was looked at, and what was found.
package struct Check: Sendable, Hashable {
    package enum Standing: String, Sendable, Hashable {
        case ok, warning, problem
        case notChecked = "not_checked"

        /// For people.
        var words: String { self == .notChecked ? "not checked" : rawValue }
    }

    package let name: String
    package let standing: Standing
    package let message: String
    /// What to do, where something is to be done.
    package let help: String?

    package init(_ name: String, _ standing: Standing, _ message: String, help: String? = nil) {
        self.name = name
        self.standing = standing
        self.message = message
        self.help = help
    }
}
