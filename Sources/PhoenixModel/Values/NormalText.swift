extension Substring {
    /// The one form in which free text is compared, digested and shown: without white space at its ends, as panels keep
    /// it, and with a line feed for every line break, since files, editors and panels disagree about those.
    package func normalText() -> String {
        let trimmed = trimmed()
        guard trimmed.hasCarriageReturn else { return String(trimmed) }
        // "\r\n" is one character.
        let isLineBreak: (Character) -> Bool = { $0 == "\r" || $0 == "\r\n" }
        return String(trimmed.map { isLineBreak($0) ? "\n" : $0 })
    }
}

extension String {
    /// As `Substring.normalText()`; most texts come back as they are.
    package func normalText() -> String {
        let trimmed = trimmedText()
        return trimmed[...].hasCarriageReturn ? trimmed[...].normalText() : trimmed
    }
}

extension Substring {
    fileprivate var hasCarriageReturn: Bool {
        let carriageReturn = UInt8(ascii: "\r")
        return utf8.withContiguousStorageIfAvailable { ByteSearch.firstIndex(of: carriageReturn, in: $0) != nil }
            ?? utf8.contains(carriageReturn)
    }
}
