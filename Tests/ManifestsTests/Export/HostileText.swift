import Testing

/// Texts that YAML likes to take for something else.
struct HostileText: Sendable, CustomTestStringConvertible {
    let text: String

    var testDescription: String { String(text.debugDescription.prefix(60)) }

    static let all: [HostileText] =
        ([
            "", " ", "  leading", "trailing  ", "\ttab", "a\tb", "- a", "-", "--", "---", "...", "? a", "a: b", "a:b",
            ":", "a:", "#", "a # b", "a#b", "# a", "&a", "*a", "!a", "!!str a", "|", ">", "@a", "`a", "%a", "=", "<<",
            "{", "}", "[", "]", "{a}", "[a]", "a, b", "'", "\"", "it's", "say \"hi\"", "\\", "a\\nb", "a\\",
            "yes", "No", "on", "OFF", "y", "N", "true", "False", "null", "Null", "~", "NULL", "1", "08", "-1", "+1",
            "1e3", "1.5", ".5", "1_000", "0x1F", "0o17", "0b1", "1:30", "190:20:30", ".inf", ".nan", "2026-12-01",
            "2026-12-01T02:00:00Z", "1.21.4", "é", "e\u{301}", "日本語", "🎮", "🎮 backup 🎲", "\u{FEFF}a", "a\u{A0}b",
            "\u{A0}", "\u{2028}", "a\u{2029}b", "a\u{85}b", "\u{0}", "\u{1}\u{1F}\u{7F}", "\u{9F}", "\u{10FFFF}",
            "a\nb", "a\n", "a\n\n", "\na", "\n", "\n\n", " a\nb", "a\n b", "a\n  \nb", "a \nb", "a\n\tb", "\ta\nb",
            "a\r\nb", "a\rb", "a\n# b", "a\n- b\n...\n---\n", "${env:HOME}", "$${x}", "$$${x}", "a ${ b", "$", "$$",
            "${secret:env:X}\nb", "*/5 * * * *", "@daily", "0 2,14 * * *", "key: value # comment\n  - nested: |\n",
        ] + [String(repeating: "very long ", count: 2_000), String(repeating: "x", count: 100_000)]).map {
            .init(text: $0)
        }
}
