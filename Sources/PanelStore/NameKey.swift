import Foundation

/// The forms of a name that are stored beside it, to be compared byte by byte.
package struct NameKey: Sendable {
    /// NFC: equal for names that are canonically equivalent.
    package let exact: String
    /// Without case, for searching.
    package let folded: String

    package init(_ name: String) {
        exact = Self.composed(name)
        folded = Self.folded(name)
    }

    package static func composed(_ text: String) -> String {
        text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
    }

    package static func folded(_ text: String) -> String { composed(text.lowercased()) }
}
