/// The variable by which CI services say that a job is theirs.
package enum CIVariable {
    package static let name = "CI"

    /// Whether its value says so: people turn it off with `false` and `0`.
    package static func isOn(_ value: String?) -> Bool {
        guard let value else { return false }
        return !["", "0", "false", "no"].contains(value.lowercased())
    }
}
