/// A stretch of one source file, from `start` up to but not including `end`.
///
/// Twenty plain bytes, so that every key and value of a large set can carry one. `SourceMap` gives its text back.
package struct SourceSpan: Sendable, Hashable {
    package let file: SourceFileID
    package let start: SourceLocation
    package let end: SourceLocation

    package init(file: SourceFileID, start: SourceLocation, end: SourceLocation) {
        self.file = file
        self.start = start
        self.end = end
    }

    /// An empty span, where a file has a problem that no stretch of text stands for.
    package init(startOf file: SourceFileID) {
        let start = SourceLocation(line: 1, column: 1)
        self.init(file: file, start: start, end: start)
    }
}

extension SourceSpan: Comparable {
    package static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.file, lhs.start, lhs.end) < (rhs.file, rhs.start, rhs.end)
    }
}
