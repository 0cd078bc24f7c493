// What keeps the ownership of an object on a panel, in words.
extension ObjectKind {
    /// `ownership line`
    package var ownershipNoun: String { self == .native ? "marker" : "ownership line" }

    /// `an ownership line`
    package var ownershipPhrase: String { self == .native ? "a marker" : "an ownership line" }

    /// `line`
    package var ownershipPart: String { self == .native ? "marker" : "line" }

    /// Where it stands.
    package var ownershipPlace: String { self == .native ? "name" : "description" }

    /// A key of it as it stands in the files.
    package func entryKey(_ key: String) -> String { self == .native ? ScheduleKey(key)?.entry ?? key : key }
}
