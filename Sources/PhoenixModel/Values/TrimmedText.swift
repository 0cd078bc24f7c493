extension Substring {
    /// The text without white space at its ends: the trimming that panels do, in names and everywhere else.
    package func trimmed() -> Substring {
        if utf8.isPlainAtEnds { return self }
        var slice = self
        while let first = slice.unicodeScalars.first, first.properties.isWhitespace {
            slice.unicodeScalars.removeFirst()
        }
        while let last = slice.unicodeScalars.last, last.properties.isWhitespace { slice.unicodeScalars.removeLast() }
        return slice
    }
}

extension String {
    /// The text without white space at its ends, as `Substring.trimmed()` has it.
    package func trimmed() -> Substring { self[...].trimmed() }
}

extension BidirectionalCollection<UInt8> {
    /// Whether the first and the last byte say that there is no white space: so it is with almost every text.
    fileprivate var isPlainAtEnds: Bool {
        guard let first, let last else { return true }
        return first > 0x20 && first < 0x7F && last > 0x20 && last < 0x7F
    }
}
