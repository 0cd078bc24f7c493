/// Names in a row.
package enum NameList {
    /// `a, b, c and 4 more`
    package static func text(_ names: [String], limit: Int) -> String {
        let shown = names.prefix(limit).joined(separator: ", ")
        return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
    }
}
