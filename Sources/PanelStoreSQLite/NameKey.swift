import Foundation

/// The forms of a name that are stored beside it, to be compared byte by byte.
struct NameKey {
    /// NFC: equal for names that are canonically equivalent.
    let exact: String
    /// Without case, for searching.
    let folded: String

    init(_ name: String) {
        exact = Self.composed(name)
        folded = Self.folded(name)
    }

    static func composed(_ text: String) -> String {
        text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
    }

    static func folded(_ text: String) -> String { composed(text.lowercased()) }
}
