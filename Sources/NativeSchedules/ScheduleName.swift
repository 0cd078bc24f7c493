import PhoenixModel

/// The name of a schedule as the panel has it, taken apart: what people gave it, and whose it is.
///
/// A marker is recognised anywhere, but only when it is there exactly once. One that was edited, doubled or cut off is
/// never relied upon, and never taken for a part of the name.
struct ScheduleName {
    /// Without markers, trimmed.
    let text: String
    let ownership: OwnershipReading
    /// Everything in it that is a marker or was one, as it stands there.
    let markers: [String]

    /// `server`: where the schedule is; `commandPaths`: where a secret may be, if there is one.
    init(_ name: String, on server: GameServer.ID, commandPaths: @autoclosure () -> [String]) {
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
        while let start = beginning(in: rest) {
            let behind = name.index(start, offsetBy: min(4, name.distance(from: start, to: name.endIndex)))
            let brace = name[behind...].firstIndex(of: "}")
            let next = beginning(in: name[behind...])
            let end: String.Index =
                if let brace, next.map({ brace < $0 }) ?? true { name.index(after: brace) } else {
                    next ?? name.endIndex
                }
            ranges.append(start..<end)
            rest = name[end...]
        }
        return ranges
    }

    /// `{phx`, in letters of any size, or without its brace where a project and a key follow.
    private static func beginning(in text: Substring) -> String.Index? {
        var place = text.startIndex
        while place < text.endIndex {
            let rest = text[place...]
            if rest.first == "{", rest.dropFirst().prefix(3).lowercased() == "phx" { return place }
            let isWord = place == text.startIndex || text[text.index(before: place)].isWhitespace
            if isWord, rest.prefix(4).lowercased() == "phx ", MarkerParts.owner(rest.dropFirst(4)) != nil {
                return place
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
            owner = Self.owner(marker.drop { $0 == "{" }.dropFirst(3).drop { $0 == " " })
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

    /// The project and the key that a text begins with.
    static func owner(_ text: Substring) -> (project: String, key: String)? {
        let parts = text.prefix { $0 != " " && $0 != "}" }.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, KeyRule.isValid(parts[0].utf8), KeyRule.isValid(parts[1].utf8) else { return nil }
        return (String(parts[0]), String(parts[1]))
    }
}
