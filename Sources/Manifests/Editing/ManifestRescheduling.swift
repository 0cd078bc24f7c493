package import Diagnostics
package import PhoenixModel

/// Rewrites manifests so that tasks start in other minutes of their hours.
///
/// What was edited is loaded again before anything is given back: each task must have the minute that it is to have,
/// and nothing else may have changed.
package struct ManifestRescheduling: Sendable {
    private let loader: ManifestLoader
    private let inputs: ManifestInputs

    /// `inputs` are those that the manifests were loaded from.
    package init(loader: ManifestLoader, inputs: ManifestInputs) {
        self.loader = loader
        self.inputs = inputs
    }

    package struct Move: Sendable {
        let object: DesiredObject
        let place: ScheduleMinutes.Place
        let minute: Int

        package init(_ object: DesiredObject, at place: ScheduleMinutes.Place, to minute: Int) {
            self.object = object
            self.place = place
            self.minute = minute
        }

        /// What its schedule is then, in canonical form.
        var schedule: String? { object.fields.schedule.map { "\(minute)\($0.drop { $0 != " " })" } }
    }

    /// All moves, or none.
    /// - Parameters:
    ///   - moves: of tasks of `desired`, each once.
    ///   - desired: all that was loaded.
    ///   - sources: the files it was loaded from.
    /// - Returns: the files with the moves in them, in reading order.
    /// - Throws: why the files are left as they are.
    package func files(
        with moves: [Move], in desired: DesiredState, _ sources: SourceMap
    ) async throws(FailedAcceptance) -> [ManifestAcceptance.EditedFile] {
        var files: [ManifestAcceptance.EditedFile] = []
        var edited = inputs
        for (id, moves) in Dictionary(grouping: moves, by: \.place.file).sorted(by: { $0.key.index < $1.key.index }) {
            guard let file = sources[id] else { continue }
            let mark: [UInt8] = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? [0xEF, 0xBB, 0xBF] : []
            let edits = moves.map { TextEdit(range: $0.place.range, text: "\($0.minute)\($0.place.rest)") }
            guard let bytes = TextEdit.apply(edits, to: Array(file.bytes.dropFirst(mark.count))) else {
                throw FailedAcceptance(moves[0].object, "several tasks share its schedule", at: moves[0].object.span)
            }
            files.append(.init(path: file.name, original: Array(file.bytes), bytes: mark + bytes))
            edited = edited.replacing(file.name, with: mark + bytes)
        }
        try await check(edited, moves, desired)
        return files
    }

    private func check(
        _ edited: ManifestInputs, _ moves: [Move], _ desired: DesiredState
    ) async throws(FailedAcceptance) {
        guard let first = moves.first?.object else { return }
        let loaded = await loader.load(edited)
        guard let after = loaded.desired, after.objects.count == desired.objects.count else {
            let reason = loaded.diagnostics.first { $0.severity == .error }?.message ?? "the file would be broken"
            throw FailedAcceptance(first, "the manifests would no longer be valid: \(reason)", at: first.span)
        }
        let schedules = Dictionary(moves.map { ($0.object.key, $0.schedule) }) { first, _ in first }
        for (old, new) in zip(desired.objects, after.objects) {
            let schedule = schedules[old.key] ?? old.fields.schedule
            guard old.isSame(as: new, beside: [.schedule]), new.fields.schedule == schedule else {
                throw FailedAcceptance(old, "it would not get the minute that it is to have", at: old.span)
            }
        }
    }
}
