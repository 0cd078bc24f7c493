/// Texts of others within Markdown.
enum MarkdownText {
    /// A code span, in which nothing means anything: no markup, no link, no mention.
    static func code(_ text: String) -> String {
        let text = TerminalText.escaped(text)
        var (longest, run) = (0, 0)
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: longest + 1)
        let needsSpace = text.isEmpty || text.hasPrefix("`") || text.hasSuffix("`") || text.hasPrefix(" ")
        return needsSpace ? "\(fence) \(text) \(fence)" : "\(fence)\(text)\(fence)"
    }
}
