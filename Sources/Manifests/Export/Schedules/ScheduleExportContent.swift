import Cron
import PhoenixModel

/// The entries of an export of schedules, while they are collected.
struct ScheduleExportContent {
    private let project: String
    private let names: [GameServer.ID: String]
    private var blocks: [ExportBlock] = []
    private(set) var omissions: [String] = []
    private var secrets = ExportSecrets()
    private var keys = UniqueNames(separator: "-", maximumLength: 63)

    init(_ names: [GameServer.ID: String], project: String) {
        self.project = project
        self.names = names
    }

    /// What an entry with a key needs of it: groups of one entry come one after the other.
    mutating func add(_ group: ScheduleGroups.Group) {
        let name = group.fields.name
        let wanted = group.entry ?? KeyRule.closest(to: name) ?? "schedule"
        if let problem = problem(of: group, key: wanted) { return omit(group, problem) }
        let steps: Value
        do throws(WrittenSteps.Refusal) {
            steps = try WrittenSteps.list(group.fields.steps ?? [], findsCountdowns: group.secretPaths.isEmpty)
        } catch {
            return omit(group, error.reason)
        }
        let key = keys.makeUnique(wanted)
        var block = ExportBlock(key: key)
        if group.entry == nil { block.comments.append("no project owns it: plan with --adopt") }
        if let servers = serverNames(group.servers) { block.comments.append(servers) }
        if name != key { block.entries.append(.init("name", .string(name))) }
        block.entries.append(.init("servers", .list(group.servers.map { .string($0) })))
        block.entries.append(.init("schedule", .string(group.schedule), isQuoted: true))
        for field in Field.all(of: .native) where ![.name, .schedule, .steps].contains(field) {
            guard let value = group.fields.canonicalValue(of: field), value != ServiceFields.defaultValue(of: field)
            else { continue }
            block.entries.append(.init(field.rawValue, value))
        }
        if group.isProtected { block.entries.append(.init("protect", true)) }
        // The servers of an entry that is split stay with the entry, not with a new one.
        if let entry = group.entry, entry != key { block.entries.append(.init("formerly", [.string(entry)])) }
        block.entries.append(.init("steps", hidingSecrets(steps, group, key)))
        blocks.append(block)
    }

    /// What keeps a manifest from having such a name or schedule.
    private func problem(of group: ScheduleGroups.Group, key: String) -> String? {
        guard let expression = try? CronExpression(group.schedule, hash: { _ in 0 }) else {
            return "has a schedule that cannot be read: \(group.schedule)"
        }
        if !FileDecoder.panelsCompute(daysOfMonth: expression.canonical(.dayOfMonth)) {
            return "has a schedule that panels compute wrongly: \(group.schedule)"
        }
        if let problem = ServiceRules.name.problem(in: group.fields.name) { return "has a name that \(problem)" }
        // Keys of entries that are split are longer.
        let marker = ScheduleRules.markerLength(
            project: project, key: key, hasSecrets: true, isProtected: group.isProtected)
        let excess = group.fields.name.unicodeScalars.count + marker + 4 - ScheduleRules.nameLength
        return excess > 0 && group.entry == nil
            ? "has a name that leaves no room for the marker: shorten it by \(excess) characters" : nil
    }

    /// Which step has a secret, the panel does not tell.
    private mutating func hidingSecrets(_ steps: Value, _ group: ScheduleGroups.Group, _ key: String) -> Value {
        guard !group.secretPaths.isEmpty, case .list(let list) = steps else { return steps }
        var hidden: [Value] = []
        for (index, step) in list.enumerated() {
            guard case .map(var map) = step, map["command"] != nil else {
                hidden.append(step)
                continue
            }
            map["command"] = secrets.reference(key, "steps[\(index)].command")
            hidden.append(.map(map))
        }
        return .list(hidden)
    }

    private mutating func omit(_ group: ScheduleGroups.Group, _ reason: String) {
        let place = group.servers.map { server in names[server].map { "\($0) (\(server))" } ?? server }
        omissions.append("'\(group.fields.name)' on \(place.joined(separator: ", ")) \(reason)")
    }

    /// A few names tell which servers are meant; identifiers tell nobody.
    private func serverNames(_ servers: [GameServer.ID]) -> String? {
        let known = servers.compactMap { names[$0] }
        guard !known.isEmpty else { return nil }
        let shown = known.prefix(5).map { ScalarText.inline($0) }.joined(separator: ", ")
        let rest = servers.count - min(known.count, 5)
        let text = "on \(shown)\(rest > 0 ? " and \(rest) more" : "")"
        guard servers.count > 1, servers.count == names.count else { return text }
        return "\(text), which are all servers: [all] would take in later ones too"
    }

    var text: String {
        var writer = ManifestWriter()
        writer.comment("Written by `phoenix export --schedules`.")
        if !omissions.isEmpty {
            writer.comment("")
            for omission in omissions { writer.comment("left out: \(omission)") }
        }
        if !secrets.variables.isEmpty {
            writer.comment("")
            writer.comment("Secrets are not written. Set these variables before `phoenix plan` and `phoenix apply`:")
            for variable in secrets.variables { writer.comment("  \(variable.name): \(variable.purpose)") }
        }
        writer.emptyLine()
        writer.entry("project", .string(project), depth: 0)
        writer.emptyLine()
        guard !blocks.isEmpty else {
            writer.entry("schedules", [:], depth: 0)
            return writer.text
        }
        writer.heading("schedules")
        for (index, block) in blocks.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { writer.emptyLine() }
            block.write(to: &writer)
        }
        return writer.text
    }
}
