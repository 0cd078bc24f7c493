import Cron
package import Diagnostics
package import PhoenixModel

/// Writes schedules as the files that Pelican imports on the page of a server.
package struct PelicanExport: Sendable {
    /// In the order of their names.
    package let files: [ManifestExport.File]
    /// What became of each schedule: such a file holds less than a manifest and a panel do.
    package let items: [ConvertedSchedule]
    /// Why a schedule is in none of the files.
    package let diagnostics: [Diagnostic]

    /// The entries of manifests. Such a file knows no server, so `H` is hashed by the key alone.
    package init(_ desired: DesiredState) {
        var writer = PelicanFiles()
        let project = desired.formerProjects.first ?? desired.project
        for entry in desired.schedules {
            let hash = ScheduleHash(project: project, key: entry.formerly.first ?? entry.key)
            guard let expression = try? CronExpression(entry.schedule, hash: { hash.value(for: $0) }) else { continue }
            let isHashed = (try? CronExpression(entry.schedule)) == nil
            var schedule = PelicanFiles.Entry(
                place: entry.key, fields: entry.fields, written: entry.schedule, schedule: expression.canonical,
                fileName: entry.key)
            if isHashed { schedule.changed.append("every server that imports it runs it in the same minute") }
            schedule.dropped.append("its servers, \(entry.servers.map(\.text).joined(separator: ", "))")
            schedule.dropped += entry.keysOfManifestsAlone.map { "'\($0)'" }
            writer.add(schedule, hasSecrets: entry.fields.steps?.hasSecrets ?? false, at: entry.span(of: .steps))
        }
        (files, items, diagnostics) = (writer.sorted, writer.items, writer.diagnostics)
    }

    /// What servers have. Alike schedules are one file, with `timezone` as the zone of the panel.
    package init(_ live: LiveState, project: String, includesForeign: Bool) {
        var writer = PelicanFiles()
        let objects = live.objects.filter { object in
            object.kind == .native
                && (object.ownership(of: project) != nil || includesForeign && object.ownership == .none)
        }
        // A file has one time, so what `H` made different is as many files.
        let groups = ScheduleGroups(objects, project: project, findsHashes: false).groups
        for group in groups.sorted(by: { $0.servers.lexicographicallyPrecedes($1.servers) }) {
            let servers = group.servers.map { id in live.serverNames[id].map { "\($0) (\(id))" } ?? id }
            let more = servers.count > 1 ? " and \(servers.count - 1) more" : ""
            var schedule = PelicanFiles.Entry(
                place: (servers.first ?? "") + more, fields: group.fields,
                written: group.fields.schedule ?? group.schedule, schedule: group.schedule,
                fileName: group.fields.name)
            schedule.dropped.append("its servers, \(servers.joined(separator: ", "))")
            if let entry = group.entry { schedule.dropped.append("the marker of \(project)/\(entry)") }
            writer.add(schedule, hasSecrets: !group.secretPaths.isEmpty, at: nil)
        }
        (files, items, diagnostics) = (writer.sorted, writer.items, writer.diagnostics)
    }
}

/// Files with names of their own, while they are collected.
private struct PelicanFiles {
    struct Entry {
        let place: String
        let fields: ServiceFields
        /// As it stands where it comes from.
        let written: String
        /// What the file has.
        let schedule: String
        let fileName: String
        var changed: [String] = []
        var dropped: [String] = []
    }

    private var files: [ManifestExport.File] = []
    private(set) var items: [ConvertedSchedule] = []
    private(set) var diagnostics: [Diagnostic] = []
    private var names = UniqueNames(separator: "-")

    var sorted: [ManifestExport.File] { files.sorted { $0.name < $1.name } }

    mutating func add(_ entry: Entry, hasSecrets: Bool, at span: SourceSpan?) {
        let name = entry.fields.name
        if hasSecrets {
            diagnostics.append(.secretInExport(name, at: span))
            items.append(
                ConvertedSchedule(
                    place: entry.place, name: name, result: nil, kept: [], changed: [],
                    dropped: ["the schedule, of which a command is a secret"]))
            return
        }
        let file = names.makeUnique(PelicanSchedule.fileName(entry.fileName)) + ".json"
        files.append(.init(name: file, text: PelicanSchedule.text(entry.fields, schedule: entry.schedule)))
        var changed = entry.changed
        if entry.written != entry.schedule {
            changed.insert("the schedule '\(entry.written)' is written as '\(entry.schedule)'", at: 0)
        }
        if let zone = entry.fields.timezone, zone != "UTC" {
            changed.append("Pelican runs it at these times in UTC, not in \(zone)")
        }
        items.append(
            ConvertedSchedule(
                place: entry.place, name: name, result: file,
                kept: ["the name '\(name)'", "the schedule \(entry.schedule)", entry.fields.stepCount],
                changed: changed, dropped: entry.dropped))
    }
}

extension ServiceFields {
    /// `1 step`
    fileprivate var stepCount: String {
        guard case .list(let steps)? = steps else { return "0 steps" }
        return "\(steps.count) step\(steps.count == 1 ? "" : "s")"
    }
}

extension DesiredSchedule {
    /// What it has that neither panels nor their files know.
    fileprivate var keysOfManifestsAlone: [String] {
        [(isProtected, "protect"), (!ignored.isEmpty, "ignore"), (!formerly.isEmpty, "formerly")]
            .filter(\.0).map(\.1)
    }
}

extension Diagnostic {
    fileprivate static func secretInExport(_ name: String, at span: SourceSpan?) -> Self {
        Self(
            .secretNotAllowed, "schedule '\(name)' is not exported: a command of it is a secret", at: span,
            help: "a file that Pelican imports has every command in plain text; enter this schedule by hand")
    }
}
