import PhoenixModel

/// Reads the digests of an ownership line, the word behind `digest=`.
enum DigestReader {
    typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    /// The digests, and the slots of no field known here as they stand in the line. Empty digests for a format that is
    /// not known, nil when they are damaged.
    static func read(_ text: Bytes) -> (digests: FieldDigests, unknown: [String])? {
        guard let dot = text.firstIndex(of: UInt8(ascii: ".")), dot > text.startIndex,
            text[..<dot].allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        let slots = text[(dot + 1)...]
        if text[..<dot].elementsEqual("2".utf8) { return readNamed(slots) }
        if text[..<dot].elementsEqual("1".utf8) { return readPlaces(slots).map { ($0, []) } }
        return (FieldDigests(), [])
    }

    private static func readPlaces(_ characters: Bytes) -> FieldDigests? {
        guard characters.count == FieldPlaces.fields.count * 4 else { return nil }
        var digests = FieldDigests(.places)
        var start = characters.startIndex
        for field in FieldPlaces.fields {
            let group = characters[start..<start + 4]
            start += 4
            if group.allSatisfy({ $0 == UInt8(ascii: "-") }) { continue }
            guard let value = Base64URL.value(of: group) else { return nil }
            digests[field] = value
        }
        return digests
    }

    private static func readNamed(_ text: Bytes) -> (FieldDigests, [String])? {
        var digests = FieldDigests()
        var unknown: [String] = []
        var rest = text
        let table = FieldTable.current
        var guess = 0
        while !rest.isEmpty {
            let slot = rest.prefix { $0 != UInt8(ascii: ",") }
            rest = rest[slot.endIndex...]
            // A comma has a slot behind it.
            if rest.popFirst() != nil, rest.isEmpty { return nil }
            guard let colon = slot.firstIndex(of: UInt8(ascii: ":")),
                let name = FieldTable.packed(utf8: UnsafeBufferPointer(rebasing: slot[..<colon])),
                let value = Base64URL.value(of: slot[(colon + 1)...]), colon + 1 < slot.endIndex
            else { return nil }
            guard let field = field(name, in: table, guess: &guess) else {
                unknown.append(String(decoding: slot, as: UTF8.self))
                continue
            }
            guard slot.endIndex - colon == 5, digests[field] == nil else { return nil }
            digests[field] = value
        }
        return (digests, unknown)
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
