import Diagnostics
import Manifests
import PhoenixModel

/// `drift --accept`: takes what has drifted into the manifests.
struct Acceptance {
    private let run: CommandRun
    private let files: ManifestArguments
    private let inputs: PlanInputs

    init(_ run: CommandRun, _ files: ManifestArguments, _ inputs: PlanInputs) {
        self.run = run
        self.files = files
        self.inputs = inputs
    }

    /// Rewrites the entries of the keys, one after the other, and takes what was accepted out of the report.
    /// - Throws: `FoundErrors` for the keys that cannot be accepted; then every file is as it was.
    func accept(_ keys: [String], in report: inout DriftReport) async throws {
        /// By key: the findings that are accepted at once. There are several for schedules, one on each server.
        var groups: [[Int]] = []
        var problems: [Diagnostic] = []
        for key in Set(keys).sorted() {
            let positions = report.findings.indices.filter { position in
                let finding = report.findings[position]
                return finding.isAcceptable && (finding.action.key == key || finding.action.entryKey == key)
            }
            if positions.isEmpty {
                problems.append(nothingToAccept(key))
            } else if let problem = disagreement(positions.map { report.findings[$0] }) {
                problems.append(problem)
            } else {
                groups.append(positions)
            }
        }
        guard problems.isEmpty else { throw FoundErrors(problems, sources: inputs.sources) }
        var originals: [String: [UInt8]] = [:]
        var notes: [String] = []
        do {
            for group in groups { notes.append(try await accept(report.findings[group[0]], &originals)) }
        } catch {
            for (path, bytes) in originals { try run.write(bytes, to: path) }
            throw error
        }
        for note in notes { run.console.note(note) }
        for position in groups.joined().sorted(by: >) { report.findings.remove(at: position) }
    }

    /// Rewrites one entry, and keeps what its file was before the first one. Returns what to say of it.
    private func accept(_ finding: DriftFinding, _ originals: inout [String: [UInt8]]) async throws -> String {
        // Loaded anew for each: the last one may have moved what stands below it.
        let (desired, loaded) = try await run.loadSet(run.inputs(files))
        let key = finding.action.entryKey
        let entry =
            finding.action.kind == .native
            ? desired.schedules.first { $0.key == key }?.entry : desired.objects.first { $0.key == key }
        guard let object = entry, let observed = finding.action.observed
        else { throw FoundErrors([nothingToAccept(finding.action.key)], sources: inputs.sources) }
        let live = try fields(of: observed, for: object, in: desired)
        let changes = try finding.changes.filter { $0.label != .pending }.map { try accepted($0, object, live) }
        let acceptance = ManifestAcceptance(loader: run.loader, inputs: run.inputs(files))
        let edited: ManifestAcceptance.EditedFile
        do throws(FailedAcceptance) {
            edited = try await acceptance.accept(
                changes, of: object, in: desired, loaded.sources, live: live, patches: loaded.patches[object.key] ?? [])
        } catch {
            throw FoundErrors([error.diagnostic], sources: loaded.sources)
        }
        if originals[edited.path] == nil { originals[edited.path] = edited.original }
        try run.write(edited.bytes, to: edited.path)
        let places = finding.changes.filter { $0.label != .pending }.map(\.place).joined(separator: ", ")
        return "accepted \(places) of \(object.key) into \(edited.path)"
    }

    /// Why findings cannot be taken into one entry: a schedule has it for all of its servers.
    private func disagreement(_ findings: [DriftFinding]) -> Diagnostic? {
        guard let first = findings.first, first.action.kind == .native else { return nil }
        let objects = inputs.desired.objects.filter {
            $0.kind == .native && $0.entryKey == first.action.entryKey
        }
        guard let object = objects.first else { return nil }
        let changes = Set(
            findings.map { finding in Set(finding.changes.filter { $0.label != .pending }.map(\.accepted)) })
        if changes.count > 1 {
            return FailedAcceptance(object, "its servers have different values now", at: object.span).diagnostic
        }
        guard findings.count < objects.count else { return nil }
        return FailedAcceptance(
            object, "it has drifted on \(findings.count) of its \(objects.count) servers alone", at: object.span
        ).diagnostic
    }

    /// What the panel has, with dependencies by the files' keys.
    private func fields(
        of live: LiveObject, for object: DesiredObject, in desired: DesiredState
    ) throws -> ServiceFields {
        var fields = live.fields
        guard let dependencies = live.fields.dependsOn else { return fields }
        fields.dependsOn = try dependencies.map { dependency in
            guard let key = key(ofID: dependency.text, in: desired) else {
                let failure = FailedAcceptance(
                    object, "it depends on the object with the id \(dependency.text), which the files do not declare",
                    at: object.span(of: .dependsOn))
                throw FoundErrors([failure.diagnostic], sources: inputs.sources)
            }
            return .key(key)
        }
        return fields
    }

    private func key(ofID id: String, in desired: DesiredState) -> String? {
        guard let object = inputs.live.objects.first(where: { $0.id == id }) else { return nil }
        if case .owned(let ownership) = object.ownership, ownership.project == desired.project,
            desired.objects.contains(where: { $0.key == ownership.key })
        {
            return ownership.key
        }
        return desired.objects.first {
            $0.kind == object.kind && $0.fields.name.trimmed() == object.fields.name.trimmed()
        }?
        .key
    }

    private func accepted(
        _ change: FieldChange, _ object: DesiredObject, _ live: ServiceFields
    ) throws -> AcceptedChange {
        switch change.before {
        case .secret?, .unreported?:
            let failure = FailedAcceptance(
                object, "\(change.place): the panel's value is secret or not reported", at: change.span ?? object.span)
            throw FoundErrors([failure.diagnostic], sources: inputs.sources)
        case .value(let canonical)?:
            return AcceptedChange(
                field: change.field, path: change.path, value: live.value(of: change) ?? canonical)
        case nil: return AcceptedChange(field: change.field, path: change.path, value: nil)
        }
    }

    private func nothingToAccept(_ key: String) -> Diagnostic {
        let keys = inputs.desired.objects.map(\.key) + inputs.desired.schedules.map(\.key)
        guard keys.contains(key) else {
            return Diagnostic(
                .nothingToAccept, "'\(key)' is not a key in the files",
                help: keys.closest(to: key).map { "did you mean '\($0)'?" })
        }
        return Diagnostic(.nothingToAccept, "'\(key)' has not drifted: there is nothing to accept")
    }
}

extension FieldChange {
    /// What the panel has there now, apart from where the files say something else.
    fileprivate var accepted: [String?] { [place, before.map { String(describing: $0) }] }
}

extension DriftFinding {
    fileprivate var isAcceptable: Bool { kind == .drift || kind == .conflict }
}

extension ServiceFields {
    /// The value as the panel wrote it, where it can be found by its path: the canonical form sorts and leaves out.
    fileprivate func value(of change: FieldChange) -> Value? {
        switch change.field.form {
        case .schedule, .dependencies: return self[change.field]
        case .text where change.field != .name: return self[change.field]
        case .tree, .notifications:
            var value = structuredValue(of: change.field)
            for name in change.path.split(separator: ".") {
                guard case .map(let map)? = value else { return nil }
                value = map[String(name)]
            }
            return value
        default: return nil
        }
    }
}
