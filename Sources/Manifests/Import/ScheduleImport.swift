import PhoenixModel

/// Schedules of other programs as entries of `schedules`, with a report of what became of them.
package struct ScheduleImport: Sendable {
    /// One manifest; what was left out of it stands in comments.
    package let document: String
    /// One for each schedule that was read, and for each line that might have been one.
    package let items: [ConvertedSchedule]

    /// - Parameters:
    ///   - schedules: what was read, in the order of the files.
    ///   - project: the project of the manifest.
    ///   - servers: selectors for those whose source names no server.
    init(_ schedules: [ImportedSchedule], project: String, servers: [String]) {
        var writer = ManifestWriter()
        writer.comment("Written by `phoenix import`.")
        writer.emptyLine()
        writer.entry("project", .string(project), depth: 0)
        writer.emptyLine()
        var keys = UniqueNames(separator: "-", maximumLength: 63)
        var items: [ConvertedSchedule] = []
        var blocks: [ExportBlock] = []
        for schedule in schedules {
            let key = schedule.entry == nil ? nil : keys.makeUnique(KeyRule.closest(to: schedule.name) ?? "schedule")
            items.append(
                ConvertedSchedule(
                    place: schedule.place, name: schedule.name, result: key, kept: schedule.kept,
                    changed: schedule.changed, dropped: schedule.dropped))
            guard let key, let entry = schedule.entry else { continue }
            blocks.append(Self.block(key, schedule, entry, servers))
        }
        if blocks.isEmpty { writer.entry("schedules", [:], depth: 0) } else { writer.heading("schedules") }
        for (index, block) in blocks.enumerated() {
            if index > 0 { writer.emptyLine() }
            block.write(to: &writer)
        }
        document = writer.text
        self.items = items
    }

    private static func block(
        _ key: String, _ schedule: ImportedSchedule, _ entry: ImportedSchedule.Entry, _ servers: [String]
    ) -> ExportBlock {
        var block = ExportBlock(key: key)
        block.comments.append("from \(schedule.place)")
        block.comments += schedule.changed.map { "changed: \($0)" } + schedule.dropped.map { "dropped: \($0)" }
        if schedule.name != key { block.entries.append(.init("name", .string(schedule.name))) }
        let chosen = entry.servers.isEmpty ? servers : entry.servers
        block.entries.append(.init("servers", .list(chosen.map { .string($0) })))
        block.entries.append(.init("schedule", .string(entry.schedule), isQuoted: true))
        if let timezone = entry.timezone, timezone != "UTC" {
            block.entries.append(.init("timezone", .string(timezone)))
        }
        if !entry.isEnabled { block.entries.append(.init("enabled", false)) }
        if entry.isOnlyWhenOnline { block.entries.append(.init("only_when_online", true)) }
        block.entries.append(.init("steps", entry.steps))
        return block
    }
}

/// A schedule as it was read from another program's file.
struct ImportedSchedule {
    /// What becomes of it in a manifest.
    struct Entry {
        /// Selectors, where the source names servers.
        var servers: [String] = []
        var schedule: String
        var timezone: String?
        var isEnabled = true
        var isOnlyWhenOnline = false
        /// As manifests write them.
        var steps: Value
    }

    /// How many characters a name may have, so that the marker has room behind it whatever the key is.
    static func nameLimit(project: String) -> Int {
        let longestKey = String(repeating: "k", count: 63)
        return ScheduleRules.nameLength
            - ScheduleRules.markerLength(project: project, key: longestKey, hasSecrets: false, isProtected: false)
    }

    let place: String
    var name: String
    /// nil where nothing of it can be kept.
    var entry: Entry?
    var kept: [String] = []
    var changed: [String] = []
    var dropped: [String] = []
}

extension ScheduleImport {
    /// Files of schedules that Pelican exported.
    package init(pelican files: [(place: String, text: String)], project: String, servers: [String]) {
        let schedules = files.map { PelicanImport($0.text, place: $0.place, project: project).schedule }
        self.init(schedules, project: project, servers: servers)
    }

    /// Crontabs. `timezone`: that of the machine they run on; nil when nobody has said.
    package init(
        crontabs: [(place: String, text: String)], timezone: String?, project: String, servers: [String]
    ) {
        let schedules = crontabs.flatMap {
            CrontabImport($0.text, place: $0.place, timezone: timezone, project: project).schedules
        }
        self.init(schedules, project: project, servers: servers)
    }
}
