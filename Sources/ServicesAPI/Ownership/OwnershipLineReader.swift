import PhoenixModel

/// Finds and reads the ownership line in the bytes of a description. Lists of panels have thousands of these.
struct OwnershipLineReader {
    private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    let bytes: UnsafeBufferPointer<UInt8>
    let marker: [UInt8]

    var hasLine: Bool { !markedLines().isEmpty }

    func read() -> (text: String, ownership: OwnershipReading) {
        let lines = markedLines()
        guard let first = lines.first else { return (text(bytes[...]), .none) }
        let before = text(bytes[..<first.lowerBound])
        var after = ""
        for (index, line) in lines.enumerated() {
            let end = index + 1 < lines.count ? lines[index + 1].lowerBound : bytes.count
            after += String(decoding: bytes[line.upperBound..<end], as: UTF8.self)
        }
        after = after.normalText()
        let text = before.isEmpty || after.isEmpty ? "\(before)\(after)" : "\(before)\n\n\(after)"
        do throws(Damage) {
            guard lines.count == 1 else { throw Damage(reason: "the line is there \(lines.count) times") }
            return (text, .owned(try parse(bytes[first])))
        } catch {
            return (text, .unreadable(damaged(lines.map { bytes[$0] }, error.reason)))
        }
    }

    /// Why a line cannot be relied upon.
    private struct Damage: Error { let reason: String }

    /// What can be told of lines all the same.
    private func damaged(_ lines: [Bytes], _ reason: String) -> DamagedOwnership {
        var owners: [DamagedOwnership.Owner] = []
        var secretPaths: [String]? = []
        for line in lines {
            var rest = words(of: line)
            if let owner = owner(nextWord(&rest)), !owners.contains(owner) { owners.append(owner) }
            while case let word = nextWord(&rest), !word.isEmpty {
                guard word.starts(with: "secrets=".utf8) else { continue }
                let paths = parsePaths(word.dropFirst(8))
                secretPaths = paths.flatMap { paths in secretPaths.map { $0 + paths } }
            }
        }
        return DamagedOwnership(reason, lines: lines.map(trimmed), owners: owners, secretPaths: secretPaths)
    }

    private func owner(_ word: Bytes) -> DamagedOwnership.Owner? {
        let slash = word.firstIndex(of: UInt8(ascii: "/")) ?? word.endIndex
        let project = word[..<slash]
        let key = word[slash...].dropFirst()
        guard KeyRule.isValid(utf8: UnsafeBufferPointer(rebasing: project)),
            KeyRule.isValid(utf8: UnsafeBufferPointer(rebasing: key))
        else { return nil }
        return DamagedOwnership.Owner(
            project: String(decoding: project, as: UTF8.self), key: String(decoding: key, as: UTF8.self))
    }

    /// The lines that begin with the marker, white space before it aside.
    private func markedLines() -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var index = 0
        while index + marker.count <= bytes.count {
            guard bytes[index] == marker[0], bytes[index..<index + marker.count].elementsEqual(marker) else {
                index += 1
                continue
            }
            let start = bytes[..<index].lastIndex(where: isLineBreak).map { $0 + 1 } ?? 0
            let end = bytes[index...].firstIndex(where: isLineBreak) ?? bytes.count
            if start == index || trimmed(bytes[start..<index]).isEmpty { lines.append(start..<end) }
            index = end
        }
        return lines
    }

    private func isLineBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    private func trimmed(_ bytes: Bytes) -> String { String(String(decoding: bytes, as: UTF8.self).trimmed()) }

    /// Without the blank line that ends it, which bytes tell faster than characters.
    private func text(_ bytes: Bytes) -> String {
        guard let last = bytes.lastIndex(where: { $0 > 0x20 }) else { return "" }
        return String(decoding: bytes[...last], as: UTF8.self).normalText()
    }

    /// What stands behind the marker.
    private func words(of line: Bytes) -> Bytes {
        // Marked lines have the marker first, once trimmed.
        let start = line.firstIndex(of: marker[0]) ?? line.startIndex
        let rest = line[(start + marker.count)...]
        guard let last = rest.last, last <= 0x20 || last >= 0x80 else { return rest }
        return rest.prefix("|\(String(decoding: rest, as: UTF8.self))".trimmed().utf8.count - 1)
    }

    private func parse(_ line: Bytes) throws(Damage) -> Ownership {
        var rest = words(of: line)
        guard let owner = owner(nextWord(&rest)) else { throw Damage(reason: "it does not name a project and a key") }
        var word = nextWord(&rest)
        guard word.starts(with: "digest=".utf8) else { throw Damage(reason: "its digest is missing") }
        guard let read = DigestReader.read(word.dropFirst(7)) else { throw Damage(reason: "its digest is damaged") }
        var ownership = Ownership(
            project: owner.project, key: owner.key, digests: read.digests, unknownDigests: read.unknown)
        word = nextWord(&rest)
        if word.starts(with: "secrets=".utf8) {
            guard let paths = parsePaths(word.dropFirst(8)) else {
                throw Damage(reason: "its list of secrets is damaged")
            }
            ownership.secretPaths = paths
            word = nextWord(&rest)
        }
        if word.elementsEqual("protected".utf8) {
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
        let start = rest.firstIndex { $0 != 0x20 } ?? rest.endIndex
        let end = rest[start...].firstIndex(of: 0x20) ?? rest.endIndex
        defer { rest = rest[end...] }
        return rest[start..<end]
    }

    private func parsePaths(_ text: Bytes) -> [String]? {
        let paths = text.split(separator: UInt8(ascii: ",")).map { path in
            OwnershipLine.unescaped(Substring(decoding: path, as: UTF8.self))
        }
        return paths.isEmpty || paths.contains(nil) ? nil : paths.compactMap(\.self)
    }
}
