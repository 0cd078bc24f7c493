import Diagnostics
import PhoenixModel
import ValueDecoding

extension Diagnostic {
    static func severalProjects(_ first: NamedReference, _ other: NamedReference) -> Self {
        Self(
            .severalProjects, "a run has one project, but this file says '\(other.text)'", at: other.span,
            notes: [Note("project '\(first.text)' is named here", at: first.span)],
            help: "run phoenix once for each project, with its own files")
    }

    static func formerProjectIsCurrent(_ name: NamedReference) -> Self {
        Self(
            .formerProjectTaken, "'\(name.text)' is the name of the project itself", at: name.span,
            help: "list the former names")
    }

    static func nothingDeclared(at span: SourceSpan) -> Self {
        Self(
            .nothingDeclared, .warning, "the manifests declare no service and no task", at: span,
            help: "write them under 'services' and 'tasks', or write `tasks: {}` if there should be none")
    }

    static func duplicateKey(_ object: DesiredObject, first: DesiredObject) -> Self {
        let place = object.kind == first.kind ? "" : ", as a \(first.kind.noun)"
        let isSame = object.span == first.span
        return Self(
            .duplicateKey,
            isSame
                ? "several \(object.kind.noun)s of this for_each have the key '\(object.key)'"
                : "the project has the key '\(object.key)' twice", at: object.span,
            notes: isSame ? [] : [Note("the first one is here\(place)", at: first.span)],
            help: isSame
                ? "put a separator between the values, so that all combinations differ"
                : "keys are unique among the services, tasks and schedules of a project: rename one of the two")
    }

    static func duplicateName(
        _ object: DesiredObject, at span: SourceSpan, first: DesiredObject, at firstSpan: SourceSpan
    ) -> Self {
        let name = object.fields.name
        if span == firstSpan {
            return Self(
                .duplicateName, "several tasks of this for_each have the name '\(name)'", at: span,
                help: "put a ${…} of the for_each into the name, or remove the name: then the key is used")
        }
        let differs = !name.unicodeScalars.elementsEqual(first.fields.name.unicodeScalars)
        return Self(
            .duplicateName, "the name '\(name)' is taken by \(first.kind.noun) '\(first.key)'",
            at: span,
            notes: [
                Note(
                    differs
                        ? "the other one is here, in other Unicode characters that look the same"
                        : "the other one is here",
                    at: firstSpan)
            ], help: "names are unique on a panel: give one of the two another")
    }

    static func formerKeyPresent(_ former: NamedReference, of object: DesiredObject, owner: DesiredObject) -> Self {
        if owner.key == object.key {
            return Self(
                .formerKeyTaken, "'\(former.text)' is its current key", at: former.span,
                help: "list the former keys")
        }
        return Self(
            .formerKeyTaken, "'\(former.text)' is the key of another \(owner.kind.noun)", at: former.span,
            notes: [Note("the other one is here", at: owner.span)],
            help: "a key that is still in use cannot be a former key of '\(object.key)': remove one of the two")
    }

    static func formerKeyTwice(_ former: NamedReference, first: NamedReference) -> Self {
        Self(
            .formerKeyTaken, "two entries have the former key '\(former.text)'", at: former.span,
            notes: [Note("the first one is here", at: first.span)],
            help: "the object on the panel can become only one of them")
    }

    static func duplicateNotification(_ name: NamedReference, first: NamedReference) -> Self {
        Self(
            .duplicateKey, "the project has the notification '\(name.text)' twice", at: name.span,
            notes: [Note("the first one is here", at: first.span)],
            help: "all files of a run share notifications: declare it once, or rename one of the two")
    }

    static func unknownNotification(_ name: NamedReference, known: [String]) -> Self {
        let closest = known.closest(to: name.text)
        return Self(
            .unknownNotification, "there is no notification '\(name.text)'", at: name.span,
            fixIts: closest.map { [FixIt("replace with '\($0)'", at: name.span, replacement: $0)] } ?? [],
            help: closest.map { "did you mean '\($0)'?" }
                ?? (known.isEmpty
                    ? "declare it under 'notifications'" : "known are \(known.prefix(20).joined(separator: ", "))"))
    }

    // MARK: Dependencies

    static func unknownDependency(
        _ reference: NamedReference, of object: DesiredObject, closest: String?, removed: SourceSpan?
    ) -> Self {
        if let removed {
            return Self(
                .unknownDependency,
                "\(object.kind.noun) '\(object.key)' depends on '\(reference.text)', which a patch takes out",
                at: reference.span, notes: [Note("it is taken out here", at: removed)],
                help: "patch depends_on of '\(object.key)' too, or keep '\(reference.text)'")
        }
        return Self(
            .unknownDependency,
            "\(object.kind.noun) '\(object.key)' depends on '\(reference.text)', which is not a key of the project",
            at: reference.span,
            fixIts: closest.map { [FixIt("replace with '\($0)'", at: reference.span, replacement: $0)] } ?? [],
            help: closest.map { "did you mean '\($0)'?" }
                ?? "declare it; a service of the panel needs only 'services: { \(reference.text): { name: … } }'"
        )
    }

    static func dependencyDisabled(_ reference: NamedReference, of object: DesiredObject, target: DesiredObject) -> Self
    {
        Self(
            .dependencyDisabled,
            "\(object.kind.noun) '\(object.key)' is enabled, but depends on '\(target.key)', which is disabled",
            at: reference.span, notes: [Note("it is disabled here", at: target.span(of: .enabled))],
            help: "enable '\(target.key)', disable '\(object.key)', or remove the dependency")
    }

    /// Ownership in a declared description would stand beside the real one, and neither could be relied upon.
    static func descriptionHasOwnership(_ key: String, _ mistakable: String, at span: SourceSpan) -> Self {
        Self(
            .ownershipUnreadable, "the description of '\(key)' contains an ownership line", at: span,
            help: "remove \(mistakable): phoenix writes it itself")
    }

    static func descriptionTooLong(
        _ object: DesiredObject, count: Int, limit: Int, hasSecrets: Bool
    ) -> Self {
        Self(
            .descriptionTooLong,
            "the description is too long by \(count - limit) characters, including the ownership line",
            at: object.span(of: .description),
            help: "a panel stores at most \(limit) characters, including the ownership line"
                + (hasSecrets ? "; it also lists where the secrets of \(object.kind.noun) '\(object.key)' are" : ""))
    }
}
