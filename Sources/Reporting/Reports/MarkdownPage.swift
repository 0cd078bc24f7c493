/// A page of Markdown that never grows beyond what a comment on a pull request may have.
struct MarkdownPage {
    /// GitHub takes 65,536 characters. Bytes are counted, of which a character has at least one.
    static let limit = 65_536
    /// Kept for the end of a section, and for what is said of the rest.
    private static let reserve = 400

    private(set) var text = ""
    private var count = 0

    /// Adds a line that must be there; what is called so is short and seldom.
    mutating func add(_ line: String) {
        text += line + "\n"
        count += line.utf8.count + 1
    }

    /// Adds as many items as there is room for, beside what `later` sections need for their heads; then how many are
    /// left out.
    mutating func add(_ items: [String], later: Int) {
        let room = Self.limit - Self.reserve * (later + 1)
        for (position, item) in items.enumerated() {
            guard count + item.utf8.count + 1 <= room else {
                add(
                    "\n_\(items.count - position) more are not shown here; see the log of the job, or the JSON report._"
                )
                return
            }
            add(item)
        }
    }
}
