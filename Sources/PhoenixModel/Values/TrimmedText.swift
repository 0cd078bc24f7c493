extension Substring {
    /// The text without white space and invisible marks at its ends: the trimming that panels do, in names and
    /// everywhere else. Beside what Unicode calls white space that is U+FEFF, U+200B and U+200E, as in Laravel's
    /// `TrimStrings`.
    package func trimmed() -> Substring {
        if utf8.isPlainAtEnds { return self }
        var slice = self
        while let first = slice.unicodeScalars.first, first.isTrimmed {
            slice.unicodeScalars.removeFirst()
        }
        while let last = slice.unicodeScalars.last, last.isTrimmed { slice.unicodeScalars.removeLast() }
        return slice
    }
}

extension String {
    /// The text without white space at its ends, as `Substring.trimmed()` has it.
    package func trimmed() -> Substring { self[...].trimmed() }

    /// The same as a text of its own; most texts come back as they are.
    package func trimmedText() -> String { utf8.isPlainAtEnds ? self : String(trimmed()) }
}

extension Unicode.Scalar {
    fileprivate var isTrimmed: Bool {
        properties.isWhitespace || value == 0xFEFF || value == 0x200B || value == 0x200E
    }
}

extension Collection<UInt8> {
    /// Whether the first and the last byte say that there is no white space: so it is with almost every text.
    fileprivate var isPlainAtEnds: Bool {
        withContiguousStorageIfAvailable { bytes in
            guard let first = bytes.first, let last = bytes.last else { return true }
            return first > 0x20 && first < 0x7F && last > 0x20 && last < 0x7F
        } ?? false
    }
}
