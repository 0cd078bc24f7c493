package import Diagnostics
package import PhoenixModel

/// Rewrites manifests so that an entry says what a panel has.
///
/// What was edited is loaded again before anything is given back: the entry must then agree with the panel, and nothing
/// else may have changed. So an edit that would do more than it was meant to is refused.
package struct ManifestAcceptance: Sendable {
    private let loader: ManifestLoader
    private let inputs: ManifestInputs

    /// `inputs` are those that the manifests were loaded from.
    package init(loader: ManifestLoader, inputs: ManifestInputs) {
        self.loader = loader
        self.inputs = inputs
    }

    /// A file with what is to stand in it.
    package struct EditedFile: Sendable, Hashable {
        package let path: String
        /// What it had before.
        package let original: [UInt8]
        package let bytes: [UInt8]
    }

    /// All changes of one object, or none.
    /// - Parameters:
    ///   - changes: where the entry is to say what the panel has.
    ///   - object: the entry as it was loaded.
    ///   - desired: all that was loaded with it.
    ///   - sources: the files it was loaded from.
    ///   - live: what the panel has, with dependencies by key.
    ///   - patches: where the patches stand that the entry has.
    /// - Returns: the one file that says what was changed: that of the entry, of its patch, or of a value that it alone
    ///   refers to.
    /// - Throws: why the file is left as it is.
    package func accept(
        _ changes: [AcceptedChange], of object: DesiredObject, in desired: DesiredState, _ sources: SourceMap,
        live: ServiceFields, patches: [SourceSpan] = []
    ) async throws(FailedAcceptance) -> EditedFile {
        if changes.contains(where: { $0.field == .steps }) {
            throw FailedAcceptance(
                object, "its steps are written with times that the panel does not have", at: object.span(of: .steps))
        }
        var failure: FailedAcceptance?
        for place in Self.places(of: changes, object, patches) {
            guard let file = sources[place.file], file.name != "<stdin>" else {
                failure = failure ?? FailedAcceptance(object, "it comes from standard input", at: place)
                continue
            }
            for form in EntryEditor.Form.allCases {
                do throws(FailedAcceptance) {
                    let edited = try edit(file, place, changes, object, live, form)
                    try await check(edited, changes, object, desired, live)
                    return edited
                } catch {
                    failure = failure ?? error
                    guard let path = error.reference else { continue }
                    if let edited = await editValue(at: path, changes, object, desired, sources, live) { return edited }
                }
            }
        }
        throw failure ?? FailedAcceptance(object, "there is no way to write it", at: object.span)
    }

    /// Where the changes may be written: in the patch that the fields come from, else in the entry.
    private static func places(
        of changes: [AcceptedChange], _ object: DesiredObject, _ patches: [SourceSpan]
    ) -> [SourceSpan] {
        let patched = changes.compactMap { change -> SourceSpan? in
            let span = object.span(of: change.field)
            return patches.last { $0.file == span.file && $0.start < span.start }
        }
        guard let patch = patched.first, patched.count == changes.count, patched.allSatisfy({ $0 == patch }),
            object.span != patch
        else { return [object.span] }
        return [patch, object.span]
    }

    /// Writes the one change into the value that the entry refers to, where no other entry does.
    private func editValue(
        at path: [String], _ changes: [AcceptedChange], _ object: DesiredObject, _ desired: DesiredState,
        _ sources: SourceMap, _ live: ServiceFields
    ) async -> EditedFile? {
        guard changes.count == 1, let value = changes[0].value else { return nil }
        for file in sources.files.reversed() {
            guard let bytes = ValueEdit.bytes(of: file, at: path, saying: value) else { continue }
            let edited = EditedFile(path: file.name, original: file.bytes, bytes: bytes)
            do throws(FailedAcceptance) {
                try await check(edited, changes, object, desired, live)
                return edited
            } catch { continue }
        }
        return nil
    }

    private func edit(
        _ file: SourceFile, _ place: SourceSpan, _ changes: [AcceptedChange], _ object: DesiredObject,
        _ live: ServiceFields, _ form: EntryEditor.Form
    ) throws(FailedAcceptance) -> EditedFile {
        var editor: EntryEditor
        do throws(EntryEditor.Refusal) {
            editor = try EntryEditor(file, id: place.file, entryAt: place, form: form)
        } catch {
            throw FailedAcceptance(object, error.reason, at: place)
        }
        for change in changes + Self.leftovers(of: changes, editor, live) {
            do throws(EntryEditor.Refusal) {
                try editor.accept(change)
            } catch {
                throw FailedAcceptance(
                    object, "\(change.names.joined(separator: ".")): \(error.reason)",
                    at: object.span(of: change.field),
                    reference: error.reference)
            }
        }
        do throws(EntryEditor.Refusal) {
            try editor.finish()
        } catch {
            throw FailedAcceptance(object, error.reason, at: object.span)
        }
        let mark: [UInt8] = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? [0xEF, 0xBB, 0xBF] : []
        guard let bytes = TextEdit.apply(editor.edits, to: Array(file.bytes.dropFirst(mark.count))) else {
            throw FailedAcceptance(object, "its changes are nested", at: object.span)
        }
        return EditedFile(path: file.name, original: Array(file.bytes), bytes: mark + bytes)
    }

    /// What the entry writes for a type of task that is no longer its own. Defaults that are written out are no change,
    /// but the new type may not have them.
    private static func leftovers(
        of changes: [AcceptedChange], _ editor: EntryEditor, _ live: ServiceFields
    ) -> [AcceptedChange] {
        guard changes.contains(where: { $0.field == .task && $0.path == "type" }), case .map(let task)? = live.task,
            case .map(let data)? = task["data"]
        else { return [] }
        return editor.keys(below: ["task", "data"]).filter { data[$0] == nil && $0 != "<<" }
            .map { AcceptedChange(field: .task, path: "data.\($0)", value: nil) }
            .filter { leftover in !changes.contains { $0.field == .task && $0.path == leftover.path } }
    }

    /// Whether loading the edited file gives what it is meant to give, and everything else as before.
    private func check(
        _ edited: EditedFile, _ changes: [AcceptedChange], _ object: DesiredObject, _ desired: DesiredState,
        _ live: ServiceFields
    ) async throws(FailedAcceptance) {
        let loaded = await loader.load(inputs.replacing(edited.path, with: edited.bytes))
        guard let after = loaded.desired, after.entries.count == desired.entries.count else {
            let reason = loaded.diagnostics.first { $0.severity == .error }?.message ?? "the file would be broken"
            throw FailedAcceptance(object, "the manifests would no longer be valid: \(reason)", at: object.span)
        }
        for (old, new) in zip(desired.entries, after.entries) {
            if old.key == object.key, old.kind == object.kind {
                let fields = Set(changes.map(\.field))
                guard fields.allSatisfy({ new.fields.agrees(with: live, on: $0) != false }),
                    old.isSame(as: new, beside: fields)
                else { throw FailedAcceptance(object, "the entry would not match the panel", at: object.span) }
            } else if !old.isSame(as: new, beside: []) {
                throw FailedAcceptance(object, "'\(old.key)' would change too", at: object.span)
            }
        }
    }
}

extension DesiredState {
    /// What stands in the files: services, tasks and schedules, these not yet on their servers.
    fileprivate var entries: [DesiredObject] { objects.filter { $0.kind != .native } + schedules.map(\.entry) }
}

/// Why manifests were not rewritten.
package struct FailedAcceptance: Error, Sendable {
    package let diagnostic: Diagnostic
    /// The path of the value that would have to be changed instead.
    let reference: [String]?

    package init(_ object: DesiredObject, _ reason: String, at span: SourceSpan) {
        self.init(object, reason, at: span, reference: nil)
    }

    init(_ object: DesiredObject, _ reason: String, at span: SourceSpan, reference: [String]?) {
        self.reference = reference
        diagnostic = Diagnostic(
            .acceptUnsafe, "'\(object.key)' is not rewritten: \(reason)", at: span,
            help: "change it by hand; nothing was written")
    }
}

extension DesiredObject {
    func isSame(as other: DesiredObject, beside fields: Set<Field>) -> Bool {
        key == other.key && kind == other.kind && isProtected == other.isProtected && formerly == other.formerly
            && ignored.map(\.field) == other.ignored.map(\.field)
            && Field.allCases.allSatisfy { field in
                fields.contains(field)
                    || self.fields.canonicalValue(of: field) == other.fields.canonicalValue(of: field)
            }
    }
}
