import PhoenixModel

/// The write ahead of an update: everything as it was read, but for what must go first.
struct PreparingWrite {
    let action: Action

    init(_ main: Action, _ draft: Draft, _ preparation: Preparation, index: LiveIndex, members: Members) {
        var action = Action(
            .prepare, kind: main.kind, key: main.key, name: main.name,
            formerKey: main.formerKey, objectID: main.objectID, span: main.span,
            observed: main.observed)
        let live = index.objects[draft.member]
        var fields = UpdateWrite.unchanged(live)
        // What the panel does not tell goes along as declared: no request may lose it.
        for field in Field.all(of: live.kind) where field.isDocumented && !fields.has(field) {
            if let written = main.write?.fields { fields.take(field, from: written) }
        }
        if preparation.freesName {
            action.marks.insert(.temporaryName)
            fields.name = Self.temporaryName(live.id, index)
        }
        if preparation.detaches, let then = draft.then {
            action.marks.insert(.detached)
            let kept = Set(then.dependencies.filter { $0 < index.objects.count }.map { index.objects[$0].id })
            fields.dependsOn = live.fields.dependsOn?.filter { kept.contains($0.text) }
            if !then.isEnabled { fields.enabled = false }
        }
        let ownership = index.ownership(of: draft.member).map {
            Self.ownership($0, writing: fields, preparation, members: members)
        }
        action.write = ObjectWrite(
            kind: live.kind, fields: fields, ownership: ownership.map { .set($0) } ?? .leave)
        self.action = action
    }

    /// The line says what was applied last, and that is this write: if the run ends here, the next one must not take it
    /// for somebody's edit.
    private static func ownership(
        _ ownership: Ownership, writing fields: ServiceFields, _ preparation: Preparation, members: Members
    ) -> Ownership {
        var written = fields
        let dependencies = fields.dependsOn?.map {
            members.appliedKey(ofID: $0.text, in: ownership.digests.format)?.key
        }
        written.dependsOn = dependencies?.compactMap { $0.map(Dependency.key) }
        let changed: [Field] =
            (preparation.freesName ? [.name] : []) + (preparation.detaches ? [.dependsOn, .enabled] : [])
        var memo = DigestMemo(DependencyNames())
        var digests = memo.digests(of: written, managed: changed).digests
        if dependencies?.contains(nil) == true { digests[.dependsOn] = nil }
        var result = ownership
        for field in changed where result.digests[field] != nil { result.digests[field] = digests[field] }
        return result
    }

    private static func temporaryName(_ id: String, _ index: LiveIndex) -> String {
        var name = "~phoenix-\(id)"
        while !index.holders(ofName: name).isEmpty { name += "~" }
        return name
    }
}
