/// Names in a row.
enum NameList {
    /// `a, b, c and 4 more`
    static func text(_ names: [String], limit: Int) -> String {
        let shown = names.prefix(limit).joined(separator: ", ")
        return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
    }
}
