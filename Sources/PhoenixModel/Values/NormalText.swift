extension Substring {
    /// The one form in which free text is compared, digested and shown: without white space at its ends, as panels keep
    /// it, and with a line feed for every line break, since files, editors and panels disagree about those.
    package func normalText() -> String {
        let trimmed = trimmed()
        guard trimmed.utf8.contains(UInt8(ascii: "\r")) else { return String(trimmed) }
        // "\r\n" is one character.
        let isLineBreak: (Character) -> Bool = { $0 == "\r" || $0 == "\r\n" }
        return String(trimmed.map { isLineBreak($0) ? "\n" : $0 })
    }
}

extension String {
    /// As `Substring.normalText()`; most texts come back as they are.
    package func normalText() -> String {
        let trimmed = trimmed()
        let isNormal = trimmed.utf8.count == utf8.count && !utf8.contains(UInt8(ascii: "\r"))
        return isNormal ? self : trimmed.normalText()
    }
}
