import Calendar
import Cron
import Manifests
import PhoenixModel
import Reporting

/// The schedules that panels run themselves as a calendar shows them: every step at the time at which it really starts.
struct CalendarSchedules {
    /// A panel with its servers and what they have.
    struct Panel: Sendable {
        let servers: [GameServer]
        let live: LiveState
    }

    private(set) var tasks: [CalendarTask] = []
    /// What is not shown, or not as it is: a sentence for each.
    private(set) var notes: [String] = []
    private let zones: ZoneDatabase
    private var nodes: [GameServer.ID: String] = [:]

    /// Those that files declare, and those of the panel that files do not. Without a panel an entry counts once for each
    /// server that it names, and once for all where only the panel knows which these are.
    ///
    /// `zone`: what the calendar is shown in, which may be the panel's, too.
    init(_ desired: DesiredState?, _ panel: Panel?, zone: TimeZoneRules, zones: ZoneDatabase) {
        self.zones = zones
        for server in panel?.servers ?? [] where !server.node.isEmpty { nodes[server.id] = server.node }
        let resolution = desired.map { ScheduleResolution($0, on: panel?.servers ?? []) }
        let unreadable = (panel?.live.unreadableServers ?? [:]).merging(panel == nil ? [:] : resolution?.missing ?? [:])
        {
            read, _ in read
        }
        for (id, reason) in unreadable.sorted(by: { $0.key < $1.key }) {
            notes.append("not shown: the server \(GameServer.quoted(id, panel?.live.serverNames[id])) \(reason)")
        }
        let objects = (resolution?.desired.objects ?? []).filter { object in
            object.kind == .native && object.server.map { unreadable[$0] == nil } ?? false
        }
        if panel == nil {
            addEntries(of: desired, objects)
        } else {
            for object in objects { add(object.key, object.fields, on: object.server) }
        }
        if let panel { addOthers(of: panel, besides: objects, desired, shownIn: zone) }
    }

    // MARK: Files

    private mutating func addEntries(of desired: DesiredState?, _ objects: [DesiredObject]) {
        guard let desired else { return }
        let byEntry = Dictionary(grouping: objects) { ScheduleKey($0.key)?.entry ?? $0.key }
        var counted: [String] = []
        for entry in desired.schedules {
            if entry.namesItsServers {
                for object in byEntry[entry.key] ?? [] { add(object.key, object.fields, on: object.server) }
                continue
            }
            let hash = ScheduleHash(
                project: desired.formerProjects.first ?? desired.project, key: entry.formerly.first ?? entry.key)
            var fields = entry.fields
            fields.schedule = (try? CronExpression(entry.schedule, hash: { hash.value(for: $0) }))?.canonical
            add(entry.key, fields, on: nil)
            if fields.enabled != false { counted.append(entry.key) }
        }
        guard !counted.isEmpty else { return }
        notes.append(
            "\(Plural.text(counted.count, "schedule")) counted once, not on every server, and H as some minute: "
                + "\(NameList.text(counted, limit: 3)); --client-api shows what each server does")
    }

    // MARK: The panel

    private mutating func addOthers(
        of panel: Panel, besides objects: [DesiredObject], _ desired: DesiredState?, shownIn zone: TimeZoneRules
    ) {
        let keys = Set(objects.flatMap { [$0.key] + $0.formerly })
        let names = Set(objects.map { "\($0.server ?? "")/\($0.fields.name)" })
        let others = panel.live.objects.filter { object in
            guard object.kind == .native else { return false }
            if case .owned(let ownership) = object.ownership, ownership.project == desired?.project {
                return !keys.contains(ownership.key)
            }
            return !names.contains("\(object.server ?? "")/\(object.fields.name)")
        }
        guard !others.isEmpty else { return }
        let computes = self.zone(of: panel.live, desired, shownIn: zone)
        for object in others {
            let server = object.server.map { panel.live.serverNames[$0] ?? $0 } ?? ""
            var name = "\(object.fields.name) on \(server)"
            if case .owned(let ownership) = object.ownership { name = ownership.key }
            add(name, object.fields, on: object.server, in: computes, hiding: object.secretPaths)
        }
    }

    /// The zone in which the panel computes schedules. No panel tells more than how far its clock is from UTC.
    private mutating func zone(
        of live: LiveState, _ desired: DesiredState?, shownIn shown: TimeZoneRules
    ) -> TimeZoneRules {
        let readings = live.schedules?.clock ?? []
        let declared = Set((desired?.schedules ?? []).compactMap(\.fields.timezone)).sorted()
        let candidates = [.utc] + declared.compactMap { try? zones.zone(named: $0) } + [shown]
        let fitting = candidates.first { zone in
            readings.allSatisfy { zone.offset(at: $0.moment.seconds) == $0.offset }
        }
        if let fitting { return fitting }
        let fixed = TimeZoneRules.fixed(offset: readings.last?.offset ?? 0)
        notes.append(
            "the panel computes schedules at \(fixed.name) now and does not tell its zone: behind the next change of its "
                + "clock they may start at other times; name the zone with --zone")
        return fixed
    }

    // MARK: Steps

    /// `zone`: nil for that of the fields.
    private mutating func add(
        _ name: String, _ fields: ServiceFields, on server: GameServer.ID?, in zone: TimeZoneRules? = nil,
        hiding secrets: SecretPaths = SecretPaths([])
    ) {
        guard fields.enabled != false, case .list(let steps)? = fields.steps,
            let expression = try? CronExpression(fields.schedule ?? ""),
            let zone = zone ?? (try? zones.zone(named: fields.timezone ?? "UTC"))
        else { return }
        var delay: Int64 = 0
        for (index, step) in steps.enumerated() {
            guard case .map(let step) = step else { continue }
            if case .integer(let gap)? = step["offset"] { delay += gap }
            let isSecret = secrets.contains("\(Field.steps.rawValue)[\(index)].payload")
            tasks.append(
                CalendarTask(
                    name, expression, in: zone,
                    nodes: server.flatMap { nodes[$0] }.map { [$0] },
                    step: .init(index + 1, StepText.text(step, isSecret: isSecret), after: delay)))
        }
    }
}

extension DesiredSchedule {
    /// Whether files alone tell which servers it is for.
    fileprivate var namesItsServers: Bool {
        ServerSelection(servers.map(\.text)).included.allSatisfy { if case .id = $0 { true } else { false } }
    }
}
