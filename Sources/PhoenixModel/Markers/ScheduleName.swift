/// The name of a schedule as the panel has it, taken apart: what people gave it, and whose it is.
///
/// A marker is recognised anywhere, but only when it is there exactly once. One that was edited, doubled or cut off is
/// never relied upon, and never taken for a part of the name. So a name in which anything of the kind is found cannot be
/// declared, written or exported.
package struct ScheduleName {
    /// Without markers, trimmed.
    package let text: String
    package let ownership: OwnershipReading
    /// Everything in it that is a marker or was one, as it stands there.
    package let markers: [String]

    /// A name that nobody has looked for on a panel yet.
    package init(declared name: String) { self.init(name, on: "", commandPaths: []) }

    /// `server`: where the schedule is; `commandPaths`: where a secret may be, if there is one.
    package init(_ name: String, on server: GameServer.ID, commandPaths: @autoclosure () -> [String]) {
        // Most names of panels have none.
        guard name.utf8.contains(UInt8(ascii: "/")) || name.utf8.contains(UInt8(ascii: "{")) else {
            (text, ownership, markers) = (String(name.trimmed()), .none, [])
            return
        }
        let found = Self.markers(in: name)
        var rest = ""
        var place = name.startIndex
        for range in found {
            rest +=
                rest.isEmpty ? name[place..<range.lowerBound].trimmed() : " " + name[place..<range.lowerBound].trimmed()
            place = range.upperBound
        }
        rest += found.isEmpty ? name[place...] : " " + name[place...].trimmed()
        text = String(rest.trimmed())
        markers = found.map { String(name[$0]) }
        ownership = Self.reading(markers, on: server, commandPaths)
    }

    private static func reading(
        _ markers: [String], on server: GameServer.ID, _ commandPaths: () -> [String]
    ) -> OwnershipReading {
        guard let first = markers.first else { return .none }
        let parsed = markers.map { MarkerParts($0) }
        let reason = markers.count > 1 ? "the marker is there \(markers.count) times" : parsed[0].damage
        let secretPaths = parsed.contains { $0.hasSecrets || $0.damage != nil } ? commandPaths() : []
        guard reason == nil, let owner = parsed[0].owner, let digests = parsed[0].digests, !first.isEmpty else {
            var owners: [DamagedOwnership.Owner] = []
            for case let owner? in parsed.map(\.owner) {
                let owner = DamagedOwnership.Owner(
                    project: owner.project, key: ScheduleKey(entry: owner.key, server: server).text)
                if !owners.contains(owner) { owners.append(owner) }
            }
            return .unreadable(
                DamagedOwnership(
                    reason ?? "the marker is damaged", lines: markers, owners: owners, secretPaths: secretPaths))
        }
        return .owned(
            Ownership(
                project: owner.project, key: ScheduleKey(entry: owner.key, server: server).text, digests: digests,
                secretPaths: secretPaths, isProtected: parsed[0].isProtected))
    }

    /// Where the markers stand, and what was one: from its beginning to its brace, or to the end of the name.
    private static func markers(in name: String) -> [Range<String.Index>] {
        var ranges: [Range<String.Index>] = []
        var rest = name[...]
        while let head = head(in: rest) {
            let brace = name[head.upperBound...].firstIndex(of: "}")
            let next = self.head(in: name[head.upperBound...])?.lowerBound
            let end: String.Index =
                if let brace, next.map({ brace < $0 }) ?? true { name.index(after: brace) } else {
                    next ?? name.endIndex
                }
            ranges.append(head.lowerBound..<end)
            rest = name[end...]
        }
        return ranges
    }

    /// What tells the next marker from a name: `{phx`, in letters of any size, or without its brace where a project and a
    /// key follow; and whatever stands before a project, a key and whole digests.
    private static func head(in text: Substring) -> Range<String.Index>? {
        let name = text.base
        var place = text.startIndex
        while place < text.endIndex {
            let rest = text[place...]
            let isWord = place == name.startIndex || name[name.index(before: place)].isWhitespace
            let isOpened = rest.first == "{" && rest.dropFirst().prefix(3).lowercased() == "phx"
            if isOpened
                || isWord && rest.prefix(4).lowercased() == "phx " && MarkerParts.owner(rest.dropFirst(4)) != nil
            {
                let behind = rest.dropFirst(4)
                return place..<(MarkerParts.endOfDigests(behind) ?? behind.startIndex)
            }
            if isWord, let end = MarkerParts.endOfDigests(rest) { return place..<end }
            if isWord, rest.first.map({ !$0.isLetter && !$0.isNumber }) == true,
                let end = MarkerParts.endOfDigests(rest.drop { $0 != " " })
            {
                return place..<end
            }
            place = text.index(after: place)
        }
        return nil
    }
}

/// What stands in a marker.
private struct MarkerParts {
    var owner: (project: String, key: String)?
    var digests: FieldDigests?
    var isProtected = false
    var hasSecrets = false
    /// What is wrong with it; nil for one that is whole.
    var damage: String?

    init(_ marker: String) {
        guard marker.hasPrefix(ScheduleMarker.start), marker.hasSuffix("}") else {
            owner = Self.ownerOfDamaged(marker)
            damage = marker.hasSuffix("}") ? "its beginning was changed" : "its end is missing"
            return
        }
        let words = marker.dropFirst(ScheduleMarker.start.count).dropLast().split(separator: " ")
        owner = words.first.flatMap { Self.owner($0) }
        guard owner != nil else {
            damage = "it does not name a project and a key"
            return
        }
        guard words.count == 2 else {
            damage = words.count < 2 ? "its digest is missing" : "there is more in it than belongs there"
            return
        }
        var word = words[1]
        while let flag = word.first, flag == "!" || flag == "s" {
            if flag == "!" { isProtected = true } else { hasSecrets = true }
            word.removeFirst()
        }
        guard let dot = word.firstIndex(of: "."), dot > word.startIndex,
            word[..<dot].utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else {
            damage = "its digest is damaged"
            return
        }
        // A later version has digests that mean nothing here.
        digests = word[..<dot] == "1" ? ScheduleMarker.digests(word[word.index(after: dot)...]) : FieldDigests(.short)
        if digests == nil { damage = "its digest is damaged" }
    }

    /// Whom a marker names whose beginning or end is not as it was. A key that is cut off names nobody.
    private static func ownerOfDamaged(_ marker: String) -> (project: String, key: String)? {
        let words = marker.split(separator: " ")
        for (place, word) in words.enumerated() {
            guard word.endIndex < marker.endIndex || word.hasSuffix("}") else { return nil }
            let isGlued = place == 0 && word.first == "{" && word.dropFirst().prefix(3).lowercased() == "phx"
            let name = isGlued ? word.dropFirst(4) : word.drop { $0 == "{" }
            if let owner = owner(name) { return owner }
        }
        return nil
    }

    /// Behind a project, a key and whole digests, where the text begins with them.
    static func endOfDigests(_ text: Substring) -> String.Index? {
        let start = text.drop { $0 == " " }
        let names = start.prefix { $0 != " " }
        guard !names.hasSuffix("}"), owner(names) != nil else { return nil }
        let word = start[names.endIndex...].drop { $0 == " " }.drop { $0 == "!" || $0 == "s" }
        guard word.hasPrefix("1.") else { return nil }
        let digests = word.dropFirst(2).prefix(ScheduleMarker.fields.count * 3)
        return ScheduleMarker.digests(digests) == nil ? nil : digests.endIndex
    }

    /// The project and the key that a text begins with.
    static func owner(_ text: Substring) -> (project: String, key: String)? {
        let parts = text.prefix { $0 != " " && $0 != "}" }.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, KeyRule.isValid(parts[0].utf8), KeyRule.isValid(parts[1].utf8) else { return nil }
        return (String(parts[0]), String(parts[1]))
    }
}
