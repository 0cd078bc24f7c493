import PhoenixModel

/// Two texts of several lines, told apart line by line: what goes with `-`, what comes with `+`.
struct LineDifference {
    /// More changed lines than this are counted and not shown.
    private static let shownLimit = 40
    /// Texts with more lines are only freed of what they begin and end with in common: to compare them in full would
    /// take time for nobody to read.
    private static let comparedLimit = 2_000

    enum Line: Equatable {
        case removed(String)
        case added(String)
    }

    let lines: [Line]

    /// nil where neither side has several lines.
    init?(_ change: FieldChange) {
        guard case .value(.string(let before)) = change.before, case .value(.string(let after)) = change.after,
            before.utf8.contains(0x0A) || after.utf8.contains(0x0A)
        else { return nil }
        lines = Self.compare(Self.lines(of: before), Self.lines(of: after))
    }

    private static func lines(of text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    private static func compare(_ before: [Substring], _ after: [Substring]) -> [Line] {
        let start = zip(before, after).prefix { $0 == $1 }.count
        let end = zip(before.dropFirst(start).reversed(), after.dropFirst(start).reversed()).prefix { $0 == $1 }.count
        let (old, new) = (Array(before[start..<before.count - end]), Array(after[start..<after.count - end]))
        guard old.count + new.count <= comparedLimit else {
            return old.map { .removed(String($0)) } + new.map { .added(String($0)) }
        }
        let difference = new.difference(from: old)
        var removed = Set<Int>(), added = Set<Int>()
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var lines: [Line] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if left < old.count, removed.contains(left) {
                lines.append(.removed(String(old[left])))
                left += 1
            } else if right < new.count, added.contains(right) {
                lines.append(.added(String(new[right])))
                right += 1
            } else {
                (left, right) = (left + 1, right + 1)
            }
        }
        return lines
    }

    /// The lines below the head of a change.
    func text(_ style: TextStyle) -> String {
        var text = lines.prefix(Self.shownLimit).map { line in
            switch line {
            case .removed(let line): "      \(style(.removed, "- \(Self.shown(line))"))\n"
            case .added(let line): "      \(style(.added, "+ \(Self.shown(line))"))\n"
            }
        }.joined()
        if lines.count > Self.shownLimit {
            text += "      \(style(.faint, "… \(Plural.text(lines.count - Self.shownLimit, "more line"))"))\n"
        }
        return text
    }

    /// White space at the end of a line, and an empty line, can be seen.
    private static func shown(_ line: String) -> String {
        let escaped = TerminalText.escaped(line)
        let isVisible = line.unicodeScalars.last.map { !$0.properties.isWhitespace } ?? false
        return isVisible && line.utf8.first != UInt8(ascii: "\"") ? escaped : "\"\(escaped)\""
    }
}
