package import PhoenixModel

/// The form in which the documented API keeps an `Ownership`: one line of the object's description, the last one,
/// after a blank line (or alone). docs/manifests.md, *Who owns what*, has the format. Only adapters of panels use this.
package enum OwnershipLine {
    static var marker: StaticString { "managed-by: phoenix" }

    /// The line, without a line break.
    package static func text(of ownership: Ownership) -> String {
        var line = "\(marker) \(ownership.project)/\(ownership.key) digest=\(digestText(of: ownership))"
        if !ownership.secretPaths.isEmpty {
            line += " secrets=\(ownership.secretPaths.map(escaped).joined(separator: ","))"
        }
        if ownership.isProtected { line += " protected" }
        return line
    }

    private static func digestText(of ownership: Ownership) -> String {
        let digests = ownership.digests
        switch digests.format {
        case .places: return "1." + FieldPlaces.fields.map { Base64URL.text(of24Bits: digests[$0]) }.joined()
        case .names, .short:
            var text = "2."
            for field in Field.allCases {
                guard let digest = digests[field] else { continue }
                if text.utf8.count > 2 { text += "," }
                text += field.definition.digestSlot
                text += ":"
                text += Base64URL.text(of24Bits: digest)
            }
            for slot in ownership.unknownDigests { text += text.utf8.count > 2 ? ",\(slot)" : slot }
            return text
        }
    }

    /// A description with the line as its last one.
    package static func description(_ text: String, with ownership: Ownership) -> String {
        let text = text.trimmed()
        return text.isEmpty ? Self.text(of: ownership) : "\(text)\n\n\(Self.text(of: ownership))"
    }

    /// A description with another text around the line that it has. One whose line cannot be read stays as it is: its
    /// text cannot be told from the line.
    package static func description(_ description: String, withText text: String) -> String {
        switch read(description).ownership {
        case .owned(let ownership): self.description(text, with: ownership)
        case .none: text
        default: description
        }
    }

    /// Takes a description apart: the text around the line, and what the line says. It is recognised anywhere, but
    /// only when it is there exactly once.
    package static func read(_ description: String) -> (text: String, ownership: OwnershipReading) {
        var description = description
        return description.withUTF8 { OwnershipLineReader(bytes: $0).read() }
    }

    /// Whether a description has such a line, readable or not, without taking it apart.
    package static func isIn(_ description: String) -> Bool {
        var description = description
        return description.withUTF8 { OwnershipLineReader(bytes: $0).hasLine }
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

    static func unescaped(_ path: Substring) -> String? {
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
