/// Counted nouns.
package enum Plural {
    /// `1 task`, `2 tasks`, `0 tasks`; nouns in `s` or `y` are not needed here.
    package static func text(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
