import PhoenixModel

/// One object of the files beside its match: what differs, ready to be shown.
struct Comparison {
    let desired: DesiredObject
    let live: LiveObject
    let capabilities: PanelCapabilities
    let members: Members
    /// The declared dependencies in the panel's terms.
    let dependencies: [Dependency]
    /// What was applied last, where that is known.
    let applied: Ownership?
    /// The digests of what is declared, in the format of those that were applied last.
    let declared: FieldDigests?
    /// Whether values that the panel does not tell are written again.
    let resends: Bool

    private(set) var changes: [FieldChange] = []
    private(set) var changedFields: Set<Field> = []
    private let mask: SecretMask
    /// Made when the first difference asks for it.
    private var labels: ChangeLabels?

    init(
        desired: DesiredObject, live: LiveObject, capabilities: PanelCapabilities, members: Members,
        dependencies: [Dependency], applied: Ownership?, declared: FieldDigests?, resends: Bool
    ) {
        self.desired = desired
        self.live = live
        self.capabilities = capabilities
        self.members = members
        self.dependencies = dependencies
        self.applied = applied
        self.declared = declared
        self.resends = resends
        mask = SecretMask(
            paths: desired.fields.secretPaths + (applied?.secretPaths ?? []) + desired.fields.writeOnlyPaths
                + live.fields.writeOnlyPaths)
    }

    mutating func compare(_ fields: [Field], _ secrets: inout SecretNumbers, _ digests: inout DigestMemo) {
        for field in fields where !(field == .name && desired.kind == .system) {
            let count = changes.count
            compare(field, among: fields, &secrets, &digests)
            if changes.count > count { changedFields.insert(field) }
        }
    }

    private mutating func compare(
        _ field: Field, among managed: [Field], _ secrets: inout SecretNumbers, _ digests: inout DigestMemo
    ) {
        guard capabilities.reports(field), let agrees = agrees(on: field) else {
            return compareUnreported(field, &secrets)
        }
        if !agrees {
            let labels = self.labels ?? makeLabels(managed)
            self.labels = labels
            let label = labels.label(of: field, &digests)
            if field == .dependsOn { addDependencies(label) } else { addDifferences(field, label, &secrets) }
        } else if resends {
            addResent(field, &secrets)
        }
    }

    /// The fields that the file changed since they were applied, though all that the panel tells of them agrees. What was
    /// changed may be what it does not tell.
    func unsentFields(among managed: [Field]) -> [Field] {
        if resends { return [] }
        return Field.structured.filter { field in
            guard managed.contains(field), !changedFields.contains(field), let declared,
                let last = applied?.digests[field]
            else { return false }
            return last != declared[field] && live.fields.hasWriteOnlyMark(in: field)
        }
    }

    private func agrees(on field: Field) -> Bool? {
        field == .dependsOn
            ? Set(dependencies) == Set(live.fields.dependsOn ?? [])
            : desired.fields.agrees(with: live.fields, on: field)
    }

    private func makeLabels(_ managed: [Field]) -> ChangeLabels {
        // Digests speak of a timeout also where the panel has none.
        let timeout = capabilities.has(.timeout) || !desired.fields.has(.timeout) ? [] : [Field.timeout]
        let format = applied?.digests.format ?? .names
        return ChangeLabels(
            applied: applied?.digests, declared: desired.fields, managed: managed + timeout,
            reported: ReportedFields(
                live: live, declared: desired.fields, appliedSecrets: applied?.secretPaths ?? [],
                capabilities: capabilities,
                dependencyKey: { [members] in members.appliedKey(ofID: $0, in: format) }))
    }

    /// Whether the declared value is the one that was applied last is all that can be told.
    private mutating func compareUnreported(_ field: Field, _ secrets: inout SecretNumbers) {
        if !resends, let last = applied?.digests[field], last == declared?[field] { return }
        let value = desired.fields.structuredValue(of: field).map { field.schema?.canonical($0.revealed()) ?? $0 }
        let isPending = applied?.digests[field].map { $0 != declared?[field] } ?? false
        add(
            field, before: .unreported,
            after: mask.shown(value ?? desired.fields.canonicalValue(of: field), at: field.rawValue, &secrets),
            isPending ? .pending : .differs)
    }

    private mutating func addDifferences(_ field: Field, _ label: ChangeLabel, _ secrets: inout SecretNumbers) {
        guard let declared = desired.fields.structuredValue(of: field), let schema = field.schema,
            let reported = live.fields.structuredValue(of: field) ?? ServiceFields.defaultValue(of: field)
        else {
            let before = live.fields.canonicalValue(of: field) ?? ServiceFields.defaultValue(of: field)
            return add(
                field, before: before.map { .value($0) },
                after: desired.fields.canonicalValue(of: field).map { .value($0) }, label)
        }
        let (left, right) = schema.comparable(declared: declared, reported: reported)
        for difference in ValueDifferences(before: right, after: left, byPosition: field == .steps).all {
            let path = difference.path.isEmpty ? field.rawValue : field.path(to: difference.path)
            add(
                field, path: difference.path, before: mask.shown(difference.before, at: path, &secrets),
                after: mask.shown(difference.after, at: path, &secrets), label)
        }
    }

    /// Write-only values that the panel has and the files declare.
    private mutating func addResent(_ field: Field, _ secrets: inout SecretNumbers) {
        guard let declared = desired.fields.structuredValue(of: field), let schema = field.schema,
            live.fields.hasWriteOnlyMark(in: field)
        else { return }
        let plain = schema.canonical(declared.revealed())
        for difference in ValueDifferences(before: schema.markingWriteOnly(in: plain), after: plain).all {
            add(
                field, path: difference.path, before: .unreported,
                after: mask.shown(difference.after, at: field.path(to: difference.path), &secrets), .differs)
        }
    }

    private mutating func addDependencies(_ label: ChangeLabel) {
        let before = Set((live.fields.dependsOn ?? []).map { members.label(ofID: $0.text) }).sorted()
        let after = Set((desired.fields.dependsOn ?? []).map(\.text)).sorted()
        add(
            .dependsOn, before: .value(.list(before.map { .string($0) })),
            after: .value(.list(after.map { .string($0) })), label)
    }

    private mutating func add(
        _ field: Field, path: String = "", before: FieldChange.Shown?, after: FieldChange.Shown?, _ label: ChangeLabel
    ) {
        changes.append(
            FieldChange(
                field: field, path: path, before: before, after: after, label: label, span: desired.span(of: field)))
    }
}

extension Field {
    /// A path within the field with the field in front, as ownership lines have it: `task.data.keep`.
    func path(to inner: String) -> String {
        inner.hasPrefix("[") ? rawValue + inner : "\(rawValue).\(inner)"
    }
}
