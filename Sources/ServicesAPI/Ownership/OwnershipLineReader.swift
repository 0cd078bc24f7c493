import PhoenixModel

/// Finds and reads the ownership line in the bytes of a description. Lists of panels have thousands of these.
struct OwnershipLineReader {
    private typealias Bytes = UnsafeBufferPointer<UInt8>

    /// Of one description.
    let bytes: UnsafeBufferPointer<UInt8>

    /// A line that begins with the marker, white space before it aside.
    private struct MarkedLine {
        let place: Range<Int>
        /// Where the words behind the marker begin.
        let words: Int
    }

    var hasLine: Bool { markedLine(from: 0) != nil }

    func read() -> (text: String, ownership: OwnershipReading) {
        guard let first = markedLine(from: 0) else { return (text(0..<bytes.count), .none) }
        let isOnly = markedLine(from: first.place.upperBound) == nil
        let before = text(0..<first.place.lowerBound)
        // As phoenix writes it, the line is the last one.
        let isLast = isOnly && first.place.upperBound == bytes.count
        let text = isLast ? before : joined(before, textBehindLines())
        do throws(Damage) {
            guard isOnly else { throw Damage(reason: "the line is there \(markedLines().count) times") }
            return (text, .owned(try parse(first)))
        } catch {
            return (text, .unreadable(damaged(markedLines(), error.reason)))
        }
    }

    private func joined(_ before: String, _ after: String) -> String {
        before.isEmpty || after.isEmpty ? before + after : "\(before)\n\n\(after)"
    }

    /// What stands behind the first line, without the other ones.
    private func textBehindLines() -> String {
        let lines = markedLines()
        var text = ""
        for (index, line) in lines.enumerated() {
            let end = index + 1 < lines.count ? lines[index + 1].place.lowerBound : bytes.count
            text += String(decoding: slice(line.place.upperBound..<end), as: UTF8.self)
        }
        return text.normalText()
    }

    /// Why a line cannot be relied upon.
    private struct Damage: Error { let reason: String }

    /// What can be told of lines all the same.
    private func damaged(_ lines: [MarkedLine], _ reason: String) -> DamagedOwnership {
        var owners: [DamagedOwnership.Owner] = []
        var secretPaths: [String]? = []
        for line in lines {
            var rest = words(of: line)
            if let owner = owner(nextWord(&rest)), !owners.contains(owner) { owners.append(owner) }
            while case let word = nextWord(&rest), !word.isEmpty {
                guard let list = word.behind("secrets=") else { continue }
                let paths = parsePaths(list)
                secretPaths = paths.flatMap { paths in secretPaths.map { $0 + paths } }
            }
        }
        return DamagedOwnership(
            reason, lines: lines.map { trimmed(slice($0.place)) }, owners: owners, secretPaths: secretPaths)
    }

    private func owner(_ word: Bytes) -> DamagedOwnership.Owner? {
        let slash = ByteSearch.firstIndex(of: UInt8(ascii: "/"), in: word) ?? word.count
        let project = Bytes(rebasing: word[..<slash])
        let key = Bytes(rebasing: word[slash...].dropFirst())
        guard KeyRule.isValid(utf8: project), KeyRule.isValid(utf8: key) else { return nil }
        return DamagedOwnership.Owner(
            project: String(decoding: project, as: UTF8.self), key: String(decoding: key, as: UTF8.self))
    }

    private func markedLines() -> [MarkedLine] {
        var lines: [MarkedLine] = []
        while let line = markedLine(from: lines.last?.place.upperBound ?? 0) { lines.append(line) }
        return lines
    }

    /// The first one at a place, which is no line's middle, or behind it.
    private func markedLine(from place: Int) -> MarkedLine? {
        var place = place
        while let index = ByteSearch.firstIndex(of: OwnershipLine.marker, in: bytes, from: place) {
            var start = index
            while start > 0, !isLineBreak(bytes[start - 1]) { start -= 1 }
            let lineFeed = ByteSearch.firstIndex(of: 0x0A, in: bytes, from: index) ?? bytes.count
            let end = ByteSearch.firstIndex(of: 0x0D, in: slice(0..<lineFeed), from: index) ?? lineFeed
            if start == index || trimmed(slice(start..<index)).isEmpty {
                return MarkedLine(place: start..<end, words: index + OwnershipLine.marker.utf8CodeUnitCount)
            }
            place = end
        }
        return nil
    }

    private func isLineBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    private func slice(_ place: Range<Int>) -> Bytes { Bytes(rebasing: bytes[place]) }

    private func trimmed(_ bytes: Bytes) -> String { String(String(decoding: bytes, as: UTF8.self).trimmed()) }

    /// Without the blank line that ends it, which bytes tell faster than characters.
    private func text(_ place: Range<Int>) -> String {
        var end = place.upperBound
        while end > place.lowerBound, bytes[end - 1] <= 0x20 { end -= 1 }
        return end == place.lowerBound
            ? "" : String(decoding: slice(place.lowerBound..<end), as: UTF8.self).normalText()
    }

    /// What stands behind the marker.
    private func words(of line: MarkedLine) -> Bytes {
        let rest = slice(line.words..<line.place.upperBound)
        guard let last = rest.last, last <= 0x20 || last >= 0x80 else { return rest }
        return Bytes(rebasing: rest.prefix("|\(String(decoding: rest, as: UTF8.self))".trimmed().utf8.count - 1))
    }

    private func parse(_ line: MarkedLine) throws(Damage) -> Ownership {
        var rest = words(of: line)
        guard let owner = owner(nextWord(&rest)) else { throw Damage(reason: "it does not name a project and a key") }
        guard let slots = nextWord(&rest).behind("digest=") else { throw Damage(reason: "its digest is missing") }
        var ownership = Ownership(project: owner.project, key: owner.key, digests: FieldDigests())
        guard DigestReader.read(slots, into: &ownership) else { throw Damage(reason: "its digest is damaged") }
        var word = nextWord(&rest)
        if let list = word.behind("secrets=") {
            guard let paths = parsePaths(list) else { throw Damage(reason: "its list of secrets is damaged") }
            ownership.secretPaths = paths
            word = nextWord(&rest)
        }
        if let more = word.behind("protected"), more.isEmpty {
            ownership.isProtected = true
            word = nextWord(&rest)
        }
        guard word.isEmpty else {
            throw Damage(reason: "'\(String(decoding: word, as: UTF8.self).prefix(40))' does not belong there")
        }
        return ownership
    }

    /// The bytes up to the next space, which are taken out of `rest`; none at the end.
    private func nextWord(_ rest: inout Bytes) -> Bytes {
        let start = rest.firstIndex { $0 != 0x20 } ?? rest.count
        let end = ByteSearch.firstIndex(of: 0x20, in: rest, from: start) ?? rest.count
        defer { rest = Bytes(rebasing: rest[end...]) }
        return Bytes(rebasing: rest[start..<end])
    }

    private func parsePaths(_ text: Bytes) -> [String]? {
        let paths = text.split(separator: UInt8(ascii: ",")).map { path in
            OwnershipLine.unescaped(Substring(decoding: path, as: UTF8.self))
        }
        return paths.isEmpty || paths.contains(nil) ? nil : paths.compactMap(\.self)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// What follows a word that the bytes begin with; nil where they do not.
    fileprivate func behind(_ word: StaticString) -> Self? {
        let length = word.utf8CodeUnitCount
        guard count >= length, word.withUTF8Buffer({ prefix(length).elementsEqual($0) }) else { return nil }
        return Self(rebasing: self[length...])
    }
}
