extension StringProtocol where SubSequence == Substring, UTF8View: BidirectionalCollection {
    /// The text without white space at its ends: the trimming that panels do, in names and everywhere else.
    package func trimmed() -> Substring {
        // Almost every text needs none, which two bytes tell.
        guard let first = utf8.first, let last = utf8.last else { return self[...] }
        if first > 0x20, first < 0x7F, last > 0x20, last < 0x7F { return self[...] }
        var slice = self[...]
        while let first = slice.unicodeScalars.first, first.properties.isWhitespace {
            slice.unicodeScalars.removeFirst()
        }
        while let last = slice.unicodeScalars.last, last.properties.isWhitespace { slice.unicodeScalars.removeLast() }
        return slice
    }
}
