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

    /// A name of an index, and for a link in `tzdata.zi` the zone that it is another name of.
    struct Entry: Equatable {
        let name: String
        let target: String?
    }

    /// The zones and links that `tzdata.zi` names, or the zones of the third column of `zone.tab`.
    static func entries(inIndex bytes: [UInt8]) -> [Entry] {
        bytes.split(separator: 0x0A).compactMap { line in
            guard line.first != UInt8(ascii: "#"), let words = words(inLine: line) else { return nil }
            let name = String(decoding: words.name, as: UTF8.self)
            let target = words.target.map { String(decoding: $0, as: UTF8.self) }
            return isValid(name) ? Entry(name: name, target: target) : nil
        }
    }

    /// The columns of `zone.tab` have tabs between them, the words of `tzdata.zi` blanks.
    private static func words(inLine line: ArraySlice<UInt8>) -> (name: ArraySlice<UInt8>, target: ArraySlice<UInt8>?)?
    {
        let columns = line.split(separator: 0x09)
        if columns.count > 1 { return columns.count > 2 ? (columns[2], nil) : nil }
        let words = line.split(separator: 0x20)
        guard let kind = words.first, kind.count == 1, words.count > 1 else { return nil }
        switch kind.first {
        case UInt8(ascii: "Z"): return (words[1], nil)
        case UInt8(ascii: "L") where words.count > 2: return (words[2], words[1])
        default: return nil
        }
    }

    /// The zone that a name can only mean: spelled with other capitals, blanks or hyphens, the last part of one zone
    /// alone, or one letter wrong in the name of a place.
    static func meant(by name: String, among names: [String]) -> String? {
        let wanted = spelled(name)
        if let exact = names.first(where: { spelled($0) == wanted }) { return exact }
        let cities = names.filter { spelled($0).hasSuffix("/" + wanted) }
        if cities.count == 1 { return cities[0] }
        guard cities.isEmpty, wanted.contains("/"), !wanted.utf8.contains(where: CronParser.isDigit) else { return nil }
        let near = names.filter { spelled($0).isOneEdit(from: wanted) }
        return near.count == 1 ? near[0] : nil
    }

    /// In lower case, with blanks as the underscores that names have.
    private static func spelled(_ name: String) -> String {
        String(name.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
    }
}
