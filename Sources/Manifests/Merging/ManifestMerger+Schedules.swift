import Diagnostics
import PhoenixModel

/// Entries of `schedules`, which take part in the set with their keys, and become objects on servers later.
extension ManifestMerger {
    /// They are told from the objects by their kind.
    mutating func makeSchedules(_ project: String) -> [DesiredSchedule] {
        members.compactMap { member in
            guard kind(of: member) == .native, !isBroken(member) else { return nil }
            let entry = object(member)
            let details = details(of: member)
            checkName(entry, project, details)
            var fields = entry.fields
            fields.schedule = nil
            return DesiredSchedule(
                key: entry.key, formerly: entry.formerly, servers: details.servers,
                schedule: entry.fields.schedule ?? "", fields: fields, isProtected: entry.isProtected,
                ignored: entry.ignored, span: entry.span, fieldSpans: entry.fieldSpans)
        }
    }

    private mutating func checkName(_ entry: DesiredObject, _ project: String, _ details: ObjectDetails) {
        // It would stand beside the real one, and neither could be relied upon.
        if let marker = ScheduleName(declared: entry.fields.name).markers.first {
            diagnostics.append(.nameHasMarker(entry.key, marker, at: details.nameSpan))
        }
        let marker = ScheduleRules.markerLength(
            project: project, key: entry.key, hasSecrets: details.hasSecrets, isProtected: entry.isProtected)
        let count = entry.fields.name.unicodeScalars.count + marker
        guard count > ScheduleRules.nameLength else { return }
        diagnostics.append(
            .scheduleNameTooLong(
                entry.fields.name, of: entry.key, count: count, markerLength: marker, at: details.nameSpan))
    }
}
