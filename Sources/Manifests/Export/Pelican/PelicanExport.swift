import Cron
package import Diagnostics
package import PhoenixModel

/// Writes schedules as the files that Pelican imports on the page of a server.
package struct PelicanExport: Sendable {
    /// In the order of their names.
    package let files: [ManifestExport.File]
    /// Why a schedule is in none of the files.
    package let diagnostics: [Diagnostic]

    /// The entries of manifests. Such a file knows no server, so `H` is hashed by the key alone.
    package init(_ desired: DesiredState) {
        var writer = PelicanFiles()
        var diagnostics: [Diagnostic] = []
        let project = desired.formerProjects.first ?? desired.project
        for entry in desired.schedules {
            if entry.fields.steps?.hasSecrets ?? false {
                diagnostics.append(.secretInExport(entry.key, at: entry.span(of: .steps)))
                continue
            }
            let hash = ScheduleHash(project: project, key: entry.formerly.first ?? entry.key)
            guard let expression = try? CronExpression(entry.schedule, hash: { hash.value(for: $0) }) else { continue }
            writer.add(entry.fields, schedule: expression.canonical, as: entry.key)
        }
        files = writer.files
        self.diagnostics = diagnostics
    }

    /// What servers have, alike schedules once.
    package init(_ live: LiveState, project: String, includesForeign: Bool) {
        var writer = PelicanFiles()
        var diagnostics: [Diagnostic] = []
        let objects = live.objects.filter { object in
            object.kind == .native
                && (object.ownership(of: project) != nil || includesForeign && object.ownership == .none)
        }
        for group in ScheduleGroups(objects, project: project).groups {
            if !group.secretPaths.isEmpty {
                diagnostics.append(.secretInExport(group.entry ?? group.fields.name, at: nil))
                continue
            }
            let schedule = CanonicalSchedule.text(group.fields.schedule ?? group.schedule)
            writer.add(group.fields, schedule: schedule, as: group.fields.name)
        }
        files = writer.files
        self.diagnostics = diagnostics
    }
}

/// Files with names of their own.
private struct PelicanFiles {
    private(set) var files: [ManifestExport.File] = []
    private var names = UniqueNames(separator: "-")

    mutating func add(_ fields: ServiceFields, schedule: String, as name: String) {
        let name = names.makeUnique(PelicanSchedule.fileName(name))
        files.append(
            ManifestExport.File(name: "\(name).json", text: PelicanSchedule.text(fields, schedule: schedule)))
        files.sort { $0.name < $1.name }
    }
}

extension Diagnostic {
    fileprivate static func secretInExport(_ key: String, at span: SourceSpan?) -> Self {
        Self(
            .secretNotAllowed, "schedule '\(key)' is not exported: a command of it is a secret", at: span,
            help: "a file that Pelican imports has every command in plain text; enter this schedule by hand")
    }
}
