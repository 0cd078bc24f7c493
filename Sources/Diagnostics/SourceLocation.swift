/// A place in a source file: line and column, both counted from 1, columns in Unicode scalars.
///
/// That is how libyaml counts (from 0) and what SARIF calls `unicodeCodePoints`.
package struct SourceLocation: Sendable, Hashable, Comparable {
    package let line: Int32
    package let column: Int32

    package init(line: Int, column: Int) {
        self.line = Int32(clamping: line)
        self.column = Int32(clamping: column)
    }

    package static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.line, lhs.column) < (rhs.line, rhs.column)
    }
}
