import Diagnostics

/// Names of IANA time zones.
enum ZoneName {
    /// Whether a name may be looked up: letters, digits and `._+-` between single slashes, and no way out of the
    /// database or into the parts of it that are no zones.
    static func isValid(_ name: String) -> Bool {
        guard (1...64).contains(name.utf8.count) else { return false }
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let plain = parts.allSatisfy { part in
            guard let first = part.first, CronParser.isLetter(first) else { return false }
            return part.allSatisfy { CronParser.isLetter($0) || CronParser.isDigit($0) || "._+-".utf8.contains($0) }
        }
        return plain && !["posix", "right"].contains(String(parts[0]))
            && !["localtime", "posixrules"].contains(name)
    }

    /// The zones and links that `tzdata.zi` names, or the zones of the third column of `zone.tab`.
    static func names(inIndex bytes: [UInt8]) -> [String] {
        bytes.split(separator: 0x0A).compactMap { line in
            guard line.first != UInt8(ascii: "#"), let word = zone(inLine: line) else { return nil }
            let name = String(decoding: word, as: UTF8.self)
            return isValid(name) ? name : nil
        }
    }

    /// The columns of `zone.tab` have tabs between them, the words of `tzdata.zi` blanks.
    private static func zone(inLine line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let columns = line.split(separator: 0x09)
        if columns.count > 1 { return columns.dropFirst(2).first }
        let words = line.split(separator: 0x20)
        return switch words.first?.first {
        case UInt8(ascii: "Z") where words[0].count == 1: words.dropFirst().first
        case UInt8(ascii: "L") where words[0].count == 1: words.dropFirst(2).first
        default: nil
        }
    }

    /// The name that was probably meant: by its last part, or by few edits.
    static func closest(to name: String, among names: [String]) -> String? {
        let wanted = spelled(name)
        let exact = names.first { spelled($0) == wanted }
        let city = names.first { spelled($0).hasSuffix("/" + wanted) }
        return exact ?? city ?? names.closest(to: name)
    }

    /// In lower case, with blanks as the underscores that names have.
    private static func spelled(_ name: String) -> String {
        String(name.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
    }
}
