import PhoenixModel

/// Tells who changed a field, from the digest of what was last applied.
///
/// Made only for objects that differ; equality never asks it.
struct ChangeLabels {
    private let applied: FieldDigests?
    private let declared: ServiceFields
    private let reported: ReportedFields
    /// Which of `task` and `timeout` the slot speaks of that they share in the format of places.
    private let shared: [Field]

    /// - Parameters:
    ///   - applied: the digests of the ownership line; nil where there is none.
    ///   - declared: the fields of the files.
    ///   - managed: the fields that digests are made of.
    ///   - reported: the fields of the panel in the terms of the files.
    init(applied: FieldDigests?, declared: ServiceFields, managed: [Field], reported: ReportedFields) {
        self.applied = applied
        self.declared = declared
        self.reported = reported
        shared = applied?.format == .places ? [Field.task, .timeout].filter(managed.contains) : []
    }

    /// The label of a field whose declared and reported values differ.
    func label(of field: Field, _ memo: inout DigestMemo) -> ChangeLabel {
        guard let last = applied?[field] else { return .differs }
        if shared.contains(field), shared.contains(.timeout) { return labelInSharedSlot(of: field, last, &memo) }
        let file = digest(of: field, in: declared, &memo)
        let isRenamed = field == .dependsOn && memo.digestOfFormerDependencies(of: declared) == last
        let isFileChanged = file != last && !isRenamed
        guard reported.fields.has(field), let panel = digest(of: field, in: reported.fields, &memo) else {
            return isFileChanged ? .differs : .drift
        }
        // Nothing but a secret differs, and the file has another one than was applied.
        if isFileChanged, panel == file { return .pending }
        let isUnmoved = panel == last || (field == .dependsOn && formerDependencyDigest(&memo) == last)
        return Self.label(
            isFileChanged: isFileChanged, isPanelChanged: !isUnmoved, isGuess: reported.guessed.contains(field))
    }

    private static func label(isFileChanged: Bool, isPanelChanged: Bool, isGuess: Bool) -> ChangeLabel {
        switch (isFileChanged, isPanelChanged) {
        // They differ all the same: in a secret value, of which digests know nothing.
        case (false, false): .differs
        case (true, false): .pending
        case (false, true): .drift
        case (true, true): isGuess ? .differs : .conflict
        }
    }

    /// `task` and `timeout` have one slot. Which of the four ways to combine the two sides was applied tells of each
    /// who changed it.
    private func labelInSharedSlot(of field: Field, _ last: UInt32, _ memo: inout DigestMemo) -> ChangeLabel {
        func slot(task: ServiceFields, timeout: ServiceFields) -> UInt32? {
            var fields = declared
            fields.task = task.task
            fields.timeout = timeout.timeout
            return memo.digestOfTaskAndTimeout(of: fields, managed: shared)
        }
        let panel = reported.fields
        let file = slot(task: declared, timeout: declared)
        if file == last { return slot(task: panel, timeout: panel) == last ? .differs : .drift }
        if slot(task: panel, timeout: panel) == last { return .pending }
        if slot(task: panel, timeout: declared) == last { return field == .task ? .pending : .drift }
        if slot(task: declared, timeout: panel) == last { return field == .task ? .drift : .pending }
        if field == .task, slot(task: panel, timeout: declared) == file { return .pending }
        return reported.guessed.contains(.task) ? .differs : .conflict
    }

    private func formerDependencyDigest(_ memo: inout DigestMemo) -> UInt32? {
        guard let dependencies = reported.formerDependencies else { return nil }
        var fields = declared
        fields.dependsOn = dependencies
        return digest(of: .dependsOn, in: fields, &memo)
    }

    private func digest(of field: Field, in fields: ServiceFields, _ memo: inout DigestMemo) -> UInt32? {
        if field == .dependsOn, applied?.format == .places { return memo.digestOfDependencyKeys(of: fields) }
        let digests = memo.digests(of: fields, managed: [field]).digests
        return applied?.format == .short ? digests.shortened[field] : digests[field]
    }
}
