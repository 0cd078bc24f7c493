extension StringProtocol where SubSequence == Substring, UTF8View: BidirectionalCollection {
    /// The text without white space at its ends: the trimming that panels do, in names and everywhere else.
    package func trimmed() -> Substring {
        // Almost every text needs none, which two bytes tell.
        let needsNone = [utf8.first, utf8.last].allSatisfy { byte in
            byte.map { $0 > 0x20 && $0 < 0x7F } ?? true
        }
        if needsNone { return self[...] }
        var slice = self[...]
        while let first = slice.unicodeScalars.first, first.properties.isWhitespace {
            slice.unicodeScalars.removeFirst()
        }
        while let last = slice.unicodeScalars.last, last.properties.isWhitespace { slice.unicodeScalars.removeLast() }
        return slice
    }
}
