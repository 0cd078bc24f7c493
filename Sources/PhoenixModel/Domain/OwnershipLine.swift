/// The form in which the documented API keeps an `Ownership`: one line of the object's description, the last one,
/// after a blank line (or alone). MANIFEST, *Ownership*, has the format. Only adapters of panels use this.
package enum OwnershipLine {
    private static let marker = "managed-by: phoenix"
    private static let digestVersion = "1"

    /// The line, without a line break.
    package static func text(of ownership: Ownership) -> String {
        var line = "\(marker) \(ownership.project)/\(ownership.key) digest=\(digestVersion)."
        for value in ownership.digests.values { line += Base64URL.text(of24Bits: value) }
        if !ownership.secretPaths.isEmpty {
            line += " secrets=\(ownership.secretPaths.map(escaped).joined(separator: ","))"
        }
        if ownership.isProtected { line += " protected" }
        return line
    }

    /// A description with the line as its last one.
    package static func description(_ text: String, with ownership: Ownership) -> String {
        let text = text.trimmed()
        return text.isEmpty ? Self.text(of: ownership) : "\(text)\n\n\(Self.text(of: ownership))"
    }

    /// Takes a description apart: the text around the line, and what the line says. It is recognised anywhere, but
    /// only when it is there exactly once.
    package static func read(_ description: String) -> (text: String, ownership: OwnershipReading) {
        guard description.utf8.count >= marker.utf8.count, contains(marker, in: description) else {
            return (String(description.trimmed()), .none)
        }
        let lines = description.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        let places = lines.indices.filter { lines[$0].trimmed().hasPrefix(marker) }
        guard let place = places.first else { return (String(description.trimmed()), .none) }
        let before = lines[..<place].joined(separator: "\n").trimmed()
        let after = lines[(place + 1)...].filter { !$0.trimmed().hasPrefix(marker) }.joined(separator: "\n").trimmed()
        let text = before.isEmpty || after.isEmpty ? "\(before)\(after)" : "\(before)\n\n\(after)"
        guard places.count == 1 else { return (text, .unreadable("the line stands there \(places.count) times")) }
        return (text, parse(lines[place].trimmed()))
    }

    private static func contains(_ needle: String, in text: String) -> Bool {
        let wanted = Array(needle.utf8)
        var text = text
        return text.withUTF8 { bytes in
            guard let first = wanted.first, bytes.count >= wanted.count else { return false }
            return (0...(bytes.count - wanted.count)).contains { start in
                bytes[start] == first && bytes[start..<(start + wanted.count)].elementsEqual(wanted)
            }
        }
    }

    private static func parse(_ line: Substring) -> OwnershipReading {
        var words = line.dropFirst(marker.count).split(separator: " ", omittingEmptySubsequences: true)[...]
        let names = words.popFirst()?.split(separator: "/", omittingEmptySubsequences: false) ?? []
        guard names.count == 2, names.allSatisfy({ KeyRule.isValid($0.utf8) }) else {
            return .unreadable("it names no project and key")
        }
        guard let digest = words.popFirst(), digest.hasPrefix("digest=") else {
            return .unreadable("its digest is gone")
        }
        guard let digests = parseDigests(digest.dropFirst(7)) else { return .unreadable("its digest is damaged") }
        var ownership = Ownership(project: String(names[0]), key: String(names[1]), digests: digests)
        if let word = words.first, word.hasPrefix("secrets=") {
            let paths = word.dropFirst(8).split(separator: ",").map(unescaped)
            guard !paths.isEmpty, paths.allSatisfy({ $0 != nil }) else {
                return .unreadable("its list of secrets is damaged")
            }
            ownership.secretPaths = paths.compactMap(\.self)
            words.removeFirst()
        }
        if words.first == "protected" {
            ownership.isProtected = true
            words.removeFirst()
        }
        guard let word = words.first else { return .owned(ownership) }
        return .unreadable("'\(word.prefix(40))' does not belong there")
    }

    /// The digests; empty ones for another version, nil when they are damaged.
    private static func parseDigests(_ text: Substring) -> FieldDigests? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        var digests = FieldDigests()
        guard parts[0] == digestVersion else { return digests }
        let characters = Array(parts[1].utf8)
        guard characters.count == FieldDigests.slots.count * 4 else { return nil }
        for (index, field) in FieldDigests.slots.enumerated() {
            let group = characters[index * 4..<index * 4 + 4]
            if group.allSatisfy({ $0 == UInt8(ascii: "-") }) { continue }
            guard let value = Base64URL.value(of: group) else { return nil }
            digests[field] = value
        }
        return digests
    }

    /// Percent-encodes what would end a path or the list.
    private static func escaped(_ path: String) -> String {
        guard !path.utf8.allSatisfy(isPathByte) else { return path }
        var text = ""
        for byte in path.utf8 {
            let digits = String(byte, radix: 16, uppercase: true)
            text += isPathByte(byte) ? String(Unicode.Scalar(byte)) : "%\(digits.count == 1 ? "0" : "")\(digits)"
        }
        return text
    }

    private static func unescaped(_ path: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = path.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(Substring(rest.prefix(2)), radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_-.[]".utf8.contains(byte)
        }
    }
}
