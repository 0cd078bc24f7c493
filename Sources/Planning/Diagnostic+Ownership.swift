import Diagnostics
import PhoenixModel

// Why an entry of the files has no object on the panel that it may write to.
extension Diagnostic {
    static func ownedByAnotherProject(_ object: DesiredObject, _ live: LiveObject, _ project: String) -> Self {
        Self(
            .ownedByAnotherProject, "\(live.quotedName) is owned by the project '\(project)'",
            at: object.span(of: .name),
            help: "choose another name, or remove it there first")
    }

    static func adoptionNeeded(_ object: DesiredObject, _ live: LiveObject) -> Self {
        Self(
            .adoptionNeeded, "\(live.quotedName) is already on the panel, without \(live.kind.ownershipPhrase)",
            at: object.span(of: .name),
            help: "somebody may have created or edited it by hand; --adopt takes it over")
    }

    static func formerKeyNeeded(_ object: DesiredObject, _ live: LiveObject, _ key: String) -> Self {
        let keys = (object.formerly + [key]).map(object.kind.entryKey).joined(separator: ", ")
        return Self(
            .formerKeyNeeded, "\(live.quotedName) is owned under the key '\(key)', which is no longer in the files",
            at: object.span,
            help:
                "if '\(object.entryKey)' is its new key, add to the entry: formerly: [\(keys)]; otherwise choose another name"
        )
    }

    /// `keys`: what the line of each names.
    static func severalOwned(_ object: DesiredObject, _ live: [LiveObject], keys: [String]) -> Self {
        if Set(keys).count > 1 {
            let owners = zip(live, keys).map { "\($0.quotedName) is owned as '\($1)'" }.joined(separator: ", ")
            return Self(
                .ambiguousObject, "'\(object.key)' matches several objects: \(owners)", at: object.span,
                help: "remove the former key from the entry, or remove one of the objects")
        }
        return Self(
            .ambiguousObject, "\(live.idList) all have the \(object.kind.ownershipNoun) of '\(object.key)'",
            at: object.span,
            help: severalHelp(object.kind))
    }

    /// `object`: the entry that is one of them by name, where there is one.
    static func severalOrphans(
        _ key: String, _ live: [LiveObject], _ kind: ObjectKind, of object: DesiredObject? = nil,
        severity: Severity = .error
    ) -> Self {
        Self(
            .ambiguousObject, severity, "\(live.idList) all have the \(kind.ownershipNoun) of '\(key)'",
            at: object?.span, help: severalHelp(kind))
    }

    private static func severalHelp(_ kind: ObjectKind) -> String {
        "remove the \(kind.ownershipPart) from the \(kind.ownershipPlace) of all but one of them"
    }

    static func damagedLine(_ live: LiveObject, _ damage: DamagedOwnership) -> Self {
        Self(
            .ownershipUnreadable, .warning,
            "\(live.quotedName) is left alone: its \(live.kind.ownershipNoun) is not reliable: \(damage.reason)",
            help: "repair the \(live.kind.ownershipPart) in its \(live.kind.ownershipPlace), or remove it")
    }

    static func severalOfOneName(_ object: DesiredObject, _ live: [LiveObject]) -> Self {
        Self(
            .ambiguousObject, "\(live.idList) all have the name '\(object.fields.name)'", at: object.span(of: .name),
            help: "rename or remove all but one of them on the panel")
    }

    static func claimedTwice(_ object: DesiredObject, _ live: LiveObject) -> Self {
        Self(
            .ambiguousObject, "another entry is already \(live.quotedName)", at: object.span,
            help: "a former key is allowed in only one entry")
    }

    static func ownershipUnreadable(
        _ object: DesiredObject, _ live: LiveObject, _ damage: DamagedOwnership
    ) -> Self {
        let owners = damage.owners.map { "\($0.project)/\($0.key)" }.joined(separator: " and ")
        return Self(
            .ownershipUnreadable,
            "the \(live.kind.ownershipNoun) of \(live.quotedName) is not reliable: \(damage.reason)",
            at: object.span(of: .name),
            notes: owners.isEmpty ? [] : [Note("it names \(owners)")],
            help: "--adopt replaces it if it names no owner other than this entry; "
                + "otherwise repair the \(live.kind.ownershipPart) in its \(live.kind.ownershipPlace), or remove it")
    }

    static func mayBeDamaged(_ object: DesiredObject, _ live: LiveObject, _ damage: DamagedOwnership) -> Self {
        Self(
            .ownershipUnreadable,
            "\(live.quotedName) may be this entry: its \(live.kind.ownershipNoun) is not reliable: \(damage.reason)",
            at: object.span,
            help: "repair the \(live.kind.ownershipPart) in its \(live.kind.ownershipPlace), or remove it")
    }

    static func ownershipReplaced(_ object: DesiredObject, _ live: LiveObject, _ damage: DamagedOwnership) -> Self {
        Self(
            .ownershipUnreadable, .warning,
            "\(live.quotedName) is taken over, and its \(live.kind.ownershipNoun) replaced: \(damage.reason)",
            at: object.span,
            notes: damage.lines.prefix(5).map { Note("this is removed: \($0.prefix(500))") },
            help: "it is unknown what was last applied, so check its changes; "
                + "what was added to the \(live.kind.ownershipPart) by hand is lost")
    }

    static func ownershipNeeded(by key: String, _ object: DesiredObject) -> Self {
        Self(
            .ownershipIgnored, "'\(key)' has no effect with --ownership none", at: object.span,
            help: "remove '\(key)', or leave out --ownership none")
    }

    static func lineIgnored(_ object: DesiredObject, _ live: LiveObject) -> Self {
        Self(
            .ownershipIgnored, "\(live.quotedName) has \(live.kind.ownershipPhrase), which --ownership none ignores",
            at: object.span(of: .name),
            help: "leave out --ownership none, or remove the \(live.kind.ownershipPart) first")
    }

    static func lineKept(_ object: LiveObject, _ ownership: Ownership) -> Self {
        Self(
            .plainSecret, .warning,
            "the ownership line of \(object.quotedName) stays, because it keeps "
                + "\(ownership.secretPaths.joined(separator: ", ")) from being shown",
            help: "replace the secrets that you keep with other values, apply, then prune again")
    }

    static func secretsUnmarked(_ object: DesiredObject, _ paths: [String]) -> Self {
        Self(
            .ownershipIgnored,
            "'\(object.key)' has secrets (\(paths.joined(separator: ", "))), "
                + "which would be shown without \(object.kind.ownershipPhrase)",
            at: object.span, help: "leave out --ownership none, or remove the secrets")
    }

    static func formerProjectIgnored(_ project: String) -> Self {
        Self(.ownershipIgnored, .warning, "the former project '\(project)' has no effect with --ownership none")
    }

    static func unknownSystemService(_ object: DesiredObject, _ live: [LiveObject]) -> Self {
        let name = object.fields.name
        let services = live.filter { $0.kind == .system }.map(\.fields.name)
        let isTask = live.contains { $0.kind == .scheduled && $0.fields.name.trimmed() == name.trimmed() }
        let span = object.span(of: .name)
        let closest = services.closest(to: name)
        let known = services.isEmpty ? "it has no system services" : "it has \(services.joined(separator: ", "))"
        return Self(
            .unknownSystemService,
            isTask ? "'\(name)' is a task, not a system service" : "the panel has no system service '\(name)'",
            at: span,
            help: closest.map { "did you mean '\($0)'?" } ?? known)
    }

    static func protectedObject(_ live: LiveObject, _ key: String) -> Self {
        Self(
            .protectedObject, "\(live.quotedName) is protected against deletion",
            help: "put '\(live.kind.entryKey(key))' back without 'protect' and apply; then it can be removed")
    }

    static func conflictingChange(_ object: DesiredObject, _ live: LiveObject, _ change: FieldChange) -> Self {
        Self(
            .conflictingChange,
            "the files and the panel both changed \(change.place) of \(live.quotedName) since the last apply",
            at: change.span,
            help:
                "--force-conflicts writes the files' values; `phoenix drift --accept \(object.entryKey)` keeps the panel's"
        )
    }

    static func serverUnreadable(
        _ object: DesiredObject, _ server: GameServer.ID, _ name: String?, _ reason: String
    ) -> Self {
        Self(
            .serverUnreadable, "the server \(GameServer.quoted(server, name)) \(reason)", at: object.span,
            help: "nothing is known of its schedules, so nothing is changed there")
    }

    static func nameTaken(_ object: DesiredObject, by live: LiveObject) -> Self {
        Self(
            .nameTaken, "the name is taken by the \(live.kind.noun) with the id \(live.id)",
            at: object.span(of: .name), help: "names are unique among all services and tasks: choose another one")
    }
}

extension LiveObject {
    /// `'Nightly Backup' (id 5)`
    var quotedName: String { "'\(fields.name)' (id \(id))" }
}

extension [LiveObject] {
    /// `the objects with the ids 5 and 7`
    fileprivate var idList: String {
        let ids = map(\.id)
        guard let last = ids.last, ids.count > 1 else { return "the objects" }
        return "the objects with the ids \(ids.dropLast().joined(separator: ", ")) and \(last)"
    }
}
