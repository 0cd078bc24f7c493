import PhoenixModel

/// Reads the digests of an ownership line, the word behind `digest=`.
enum DigestReader {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    /// Puts in the digests, and the slots of no field known here as they stand in the line; no digests for a format that
    /// is not known. Tells whether they could be read: what it put in where they are damaged means nothing.
    static func read(_ text: Bytes, into ownership: inout Ownership) -> Bool {
        guard let dot = text.firstIndex(of: UInt8(ascii: ".")), dot > 0,
            text[..<dot].allSatisfy({ (0x30...0x39).contains($0) })
        else { return false }
        let slots = Bytes(rebasing: text[(dot + 1)...])
        guard dot == 1 else { return true }
        switch text[0] {
        case UInt8(ascii: "2"): return readNamed(slots, into: &ownership)
        case UInt8(ascii: "1"): return readPlaces(slots, into: &ownership)
        default: return true
        }
    }

    private static func readPlaces(_ characters: Bytes, into ownership: inout Ownership) -> Bool {
        guard characters.count == FieldPlaces.fields.count * 4 else { return false }
        ownership.digests = FieldDigests(.places)
        var start = 0
        for field in FieldPlaces.fields {
            let group = characters[start..<start + 4]
            start += 4
            if group.allSatisfy({ $0 == UInt8(ascii: "-") }) { continue }
            guard let value = Base64URL.value(of: group) else { return false }
            ownership.digests[field] = value
        }
        return true
    }

    private static func readNamed(_ text: Bytes, into ownership: inout Ownership) -> Bool {
        let table = FieldTable.current
        var guess = 0
        var start = 0
        while start < text.count {
            // Slots are a handful of bytes, which a loop passes before a search has begun.
            var colon = start
            while colon < text.count, text[colon] != UInt8(ascii: ":") { colon += 1 }
            var end = colon + 1
            var value: UInt32 = 0
            while end < text.count, let digit = Base64URL.digit(of: text[end]) {
                value = value << 6 | digit
                end += 1
            }
            guard end > colon + 1, end == text.count || text[end] == UInt8(ascii: ","),
                let name = FieldTable.packed(utf8: Bytes(rebasing: text[start..<colon]))
            else { return false }
            if let field = field(name, in: table, guess: &guess) {
                guard end - colon == 5, ownership.digests[field] == nil else { return false }
                ownership.digests[field] = value
            } else {
                ownership.unknownDigests.append(String(decoding: text[start..<end], as: UTF8.self))
            }
            // A comma has a slot behind it.
            guard end + 1 != text.count else { return false }
            start = end + 1
        }
        return true
    }

    /// Slots are written in the order of the fields, so that the next one is mostly the one behind the last.
    private static func field(_ name: UInt64, in table: FieldTable, guess: inout Int) -> Field? {
        let names = table.slots
        let position = names[guess...].firstIndex(of: name) ?? names[..<guess].firstIndex(of: name)
        guard let position else { return nil }
        guess = position + 1
        return table.fields[position]
    }
}
