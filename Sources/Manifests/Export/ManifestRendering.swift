import Cron
import Diagnostics
import PhoenixModel
import ValueDecoding

/// What a set of manifests comes to once layers, values, for_each, defaults and patches are applied, as one manifest.
///
/// Entries are in the order of their keys, each with a comment that says where it comes from. Loaded again, it is the
/// same set. Secrets stay references, which are marked as such; their paths count from the current directory.
package struct ManifestRendering {
    private let desired: DesiredState
    private let loaded: LoadedManifests

    /// nil for a set with errors.
    package init?(_ loaded: LoadedManifests) {
        guard let desired = loaded.desired else { return nil }
        self.desired = desired
        self.loaded = loaded
    }

    package var text: String {
        var writer = ManifestWriter(marksSecrets: true)
        writer.comment("Written by `phoenix render`.")
        writer.entry("project", .string(desired.project), depth: 0)
        if !desired.formerProjects.isEmpty {
            writer.entry("project_formerly", Self.list(desired.formerProjects), depth: 0)
        }
        if !targets.isEmpty { writer.entry("panel", Self.list(targets), depth: 0) }
        let notifications = usedNotifications
        if !notifications.isEmpty {
            writer.emptyLine()
            writer.heading("notifications")
            for (name, value) in notifications {
                writer.entry(name, rebased(value.withoutDefaults(NotifyRules.entry)), depth: 1)
            }
        }
        write(.system, "services", to: &writer)
        write(.scheduled, "tasks", to: &writer)
        if desired.declaresNoTasks, !desired.objects.contains(where: { $0.kind == .scheduled }) {
            writer.emptyLine()
            writer.entry("tasks", [:], depth: 0)
        }
        writeSchedules(to: &writer)
        return writer.text
    }

    private func writeSchedules(to writer: inout ManifestWriter) {
        guard !desired.schedules.isEmpty else { return }
        writer.emptyLine()
        writer.heading("schedules")
        for (index, schedule) in desired.schedules.enumerated() {
            if index > 0 { writer.emptyLine() }
            block(of: schedule).write(to: &writer)
        }
    }

    /// Countdowns are written out: what comes out of them is what is rendered.
    private func block(of schedule: DesiredSchedule) -> ExportBlock {
        var block = ExportBlock(key: schedule.key)
        block.comments += origins(of: schedule.key, schedule.span)
        if schedule.fields.name != schedule.key { block.entries.append(.init("name", .string(schedule.fields.name))) }
        block.entries.append(.init("servers", Self.list(schedule.servers.map(\.text))))
        block.entries.append(.init("schedule", .string(schedule.schedule), isQuoted: true))
        for field in Field.all(of: .native) where ![.name, .schedule, .steps].contains(field) {
            guard let value = schedule.fields.canonicalValue(of: field), value != field.defaultValue else { continue }
            block.entries.append(.init(field.rawValue, value))
        }
        if schedule.isProtected { block.entries.append(.init("protect", true)) }
        if !schedule.formerly.isEmpty { block.entries.append(.init("formerly", Self.list(schedule.formerly))) }
        if !schedule.ignored.isEmpty {
            block.entries.append(.init("ignore", .list(schedule.ignored.map(Self.ignored))))
        }
        if let steps = try? WrittenSteps.list(schedule.fields.steps ?? [], findsCountdowns: false) {
            block.entries.append(.init("steps", rebased(steps)))
        }
        return block
    }

    private func origins(of key: String, _ span: SourceSpan) -> [String] {
        let patches = (loaded.patches[key] ?? []).map { loaded.sources.position(of: $0) }
        let patched = patches.isEmpty ? [] : ["patched by \(patches.joined(separator: ", "))"]
        return ["from \(loaded.sources.position(of: span))"] + patched
    }

    private static func list(_ texts: [String]) -> Value { .list(texts.map { .string($0) }) }

    /// What every `panel` of the set allows.
    private var targets: [String] {
        guard let first = loaded.panels.first else { return [] }
        let common = first.targets.filter { target in loaded.panels.allSatisfy { $0.targets.contains(target) } }
        return common.isEmpty ? first.targets : common
    }

    /// Notifications that no task has stay too: they are part of what the files say.
    private var usedNotifications: [(name: String, value: Value)] { loaded.notifications }

    // MARK: Entries

    private func write(_ kind: ObjectKind, _ heading: String, to writer: inout ManifestWriter) {
        let objects = desired.objects.filter { $0.kind == kind }
        guard !objects.isEmpty else { return }
        writer.emptyLine()
        writer.heading(heading)
        for (index, object) in objects.enumerated() {
            if index > 0 { writer.emptyLine() }
            block(of: object).write(to: &writer)
        }
    }

    private func block(of object: DesiredObject) -> ExportBlock {
        var block = ExportBlock(key: object.key)
        block.comments += origins(of: object.key, object.span)
        if object.kind == .system || object.fields.name != object.key {
            block.entries.append(.init("name", .string(object.fields.name)))
        }
        for field in Field.all(of: object.kind) where field != .name && object.fields.has(field) {
            guard let entry = entry(of: field, in: object) else { continue }
            block.entries.append(entry)
        }
        if object.isProtected { block.entries.append(.init("protect", true)) }
        if !object.formerly.isEmpty { block.entries.append(.init("formerly", Self.list(object.formerly))) }
        if !object.ignored.isEmpty {
            block.entries.append(.init("ignore", .list(object.ignored.map(Self.ignored))))
        }
        return block
    }

    private func entry(of field: Field, in object: DesiredObject) -> ExportBlock.Entry? {
        guard let value = object.fields[field] else { return nil }
        let isTask = object.kind == .scheduled
        switch field.form {
        case .schedule: return .init(field.rawValue, value, isQuoted: true)
        case .dependencies:
            guard case .list(let keys) = value, !isTask || !keys.isEmpty else { return nil }
            return .init(field.rawValue, value)
        case .notifications:
            guard case .list(let entries) = value, !entries.isEmpty else { return nil }
            return .init(field.rawValue, Self.list(entries.compactMap(name)))
        case .tree: return .init(field.rawValue, rebased(value.withoutDefaults(field.definition.schema)))
        case .text, .timeZone, .word, .boolean, .integer:
            if isTask, object.fields.canonicalValue(of: field) == field.defaultValue { return nil }
            return .init(field.rawValue, value)
        }
    }

    /// The name of a notification; of several that are the same, the first.
    private func name(of entry: Value) -> String? { loaded.notifications.first { $0.value == entry }?.name }

    private static func ignored(_ field: IgnoredField) -> Value {
        if field.reason == nil, field.untilDay == nil { return .string(field.field.rawValue) }
        var map: ValueMap = ["field": .string(field.field.rawValue)]
        if let reason = field.reason { map["reason"] = .string(reason) }
        if let day = field.untilDay { map["until"] = .string(CalendarDay(number: day).text) }
        return .map(map)
    }

    /// The value with references to secrets that count from the current directory.
    private func rebased(_ value: Value) -> Value {
        switch value {
        case .secret(let secret):
            .secret(
                Secret(
                    reference: TextTemplate.rebased(secret.reference, from: secret.folder, to: ""),
                    value: secret.reveal()))
        case .list(let elements): .list(elements.map(rebased))
        case .map(let map): .map(ValueMap(uniqueEntries: map.map { ($0.key, rebased($0.value)) }))
        default: value
        }
    }
}
