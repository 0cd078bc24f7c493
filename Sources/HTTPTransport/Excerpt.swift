package import Diagnostics

/// What is shown of text that came from elsewhere: short, on one line, and with nothing in it that a terminal obeys.
package enum Excerpt {
    /// The first line that says something; of an HTML page its title, where it has one. Empty for an empty body.
    package static func firstLine(of body: [UInt8], redacted redact: Redaction, limit: Int = 200) -> String {
        // A megabyte of blanks is not searched for a line.
        let text = redact(String(decoding: body.prefix(64 << 10), as: UTF8.self))
        if isHTML(text), let title = title(in: text) { return line(title, limit: limit) }
        let lines = text.split(whereSeparator: \.isNewline).lazy.map { words(of: withoutTags($0)) }
        return line(lines.first { !$0.isEmpty } ?? "", limit: limit)
    }

    private static func isHTML(_ text: String) -> Bool {
        let start = text.drop(while: \.isWhitespace).prefix(20).lowercased()
        return start.hasPrefix("<!doctype html") || start.hasPrefix("<html") || start.hasPrefix("<head")
    }

    /// The text with what `UnsafeCharacter` names written out, cut off after so many characters.
    package static func line(_ text: String, limit: Int) -> String {
        var shown = ""
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit else { return "\(shown)…" }
            count += 1
            if UnsafeCharacter.isUnsafe(scalar) {
                shown += UnsafeCharacter.escape(scalar)
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    private static func title(in text: String) -> String? {
        let small = text.lowercased()
        guard small.utf8.count == text.utf8.count, let open = small.firstRange(of: "<title"),
            let start = small[open.upperBound...].firstIndex(of: ">"),
            let end = small[start...].firstRange(of: "</title")?.lowerBound
        else { return nil }
        let first = small.utf8.distance(from: small.startIndex, to: start) + 1
        let length = small.utf8.distance(from: start, to: end) - 1
        let title = words(of: String(decoding: text.utf8.dropFirst(first).prefix(length), as: UTF8.self))
        return title.isEmpty ? nil : title
    }

    /// The text with one space for each stretch of white space.
    private static func words(of text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func withoutTags(_ line: Substring) -> String {
        var text = ""
        var isInTag = false
        for character in line {
            switch character {
            case "<": isInTag = true
            case ">" where isInTag: isInTag = false
            default: if !isInTag { text.append(character) }
            }
        }
        return text
    }
}
