/// The number of a file within one `SourceMap`; it orders as the files were given.
package struct SourceFileID: Sendable, Hashable, Comparable {
    package let index: Int32

    package init(index: Int) {
        self.index = Int32(clamping: index)
    }

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.index < rhs.index }
}

/// One source text under the name that people know it by (a path as it was given, or `<stdin>`).
package struct SourceFile: Sendable {
    package let name: String
    /// The bytes as read. They may be invalid UTF-8: what is shown of them is repaired first.
    package let bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}
