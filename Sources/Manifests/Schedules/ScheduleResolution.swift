import Cron
package import Diagnostics
package import PhoenixModel

/// What the entries of `schedules:` are on the servers of a panel: one object for each server that an entry selects, its
/// `H` hashed by a key with the server in it, so that a fleet spreads by itself.
///
/// Pure, and linear in the number of objects.
package struct ScheduleResolution: Sendable {
    /// The set with those objects among its others.
    package let desired: DesiredState
    /// The servers that at least one entry selects, in the order of the panel's list.
    package let servers: [GameServer]
    /// The servers that entries name by an identifier or a uuid and that are not in the list, with the reason to stand
    /// behind the name. They have objects too: nobody can tell what became of their schedules.
    package let missing: [GameServer.ID: String]
    /// A warning for each selector that no server matches.
    package let diagnostics: [Diagnostic]

    /// What is said of a server that is not in the panel's list.
    package static let missingReason = "is not on the panel, or the key may not see it"

    /// `servers`: all that the panel has.
    package init(_ desired: DesiredState, on servers: [GameServer]) {
        guard !desired.schedules.isEmpty else {
            (self.desired, self.servers, missing, diagnostics) = (desired, [], [:], [])
            return
        }
        let project = desired.formerProjects.first ?? desired.project
        var objects: [DesiredObject] = []
        var selected: Set<GameServer.ID> = []
        var missing: [GameServer.ID: String] = [:]
        var diagnostics: [Diagnostic] = []
        for entry in desired.schedules {
            let selection = ServerSelection(entry.servers.map(\.text))
            let named = entry.servers.compactMap { $0.unmatchedID(among: servers) }
            for id in named { missing[id] = Self.missingReason }
            diagnostics += entry.servers.filter { $0.isUnmatchedPattern(among: servers) }
                .map { .serverUnmatched($0, of: entry) }
            let ids = servers.filter(selection.matches).map(\.id)
            selected.formUnion(ids)
            let fixed = entry.fixedSchedule
            var seen: Set<GameServer.ID> = []
            for id in ids + named where seen.insert(id).inserted {
                objects.append(entry.object(on: id, project: project, fixedSchedule: fixed))
            }
        }
        self.desired = DesiredState(
            project: desired.project, formerProjects: desired.formerProjects, objects: desired.objects + objects,
            declaresNoTasks: desired.declaresNoTasks, schedules: desired.schedules,
            declaresNoSchedules: desired.declaresNoSchedules)
        self.servers = servers.filter { selected.contains($0.id) }
        self.missing = missing
        self.diagnostics = diagnostics
    }
}

extension DesiredSchedule {
    /// The canonical form, where no `H` makes it another one on each server.
    fileprivate var fixedSchedule: String? { (try? CronExpression(schedule))?.canonical }

    fileprivate func object(on server: GameServer.ID, project: String, fixedSchedule: String?) -> DesiredObject {
        let hash = ScheduleHash(
            project: project, key: ScheduleKey(entry: formerly.first ?? key, server: server).text)
        var fields = fields
        fields.schedule =
            fixedSchedule ?? (try? CronExpression(schedule, hash: { hash.value(for: $0) }))?.canonical ?? schedule
        return DesiredObject(
            kind: .native, key: ScheduleKey(entry: key, server: server).text,
            formerly: formerly.map { ScheduleKey(entry: $0, server: server).text }, fields: fields,
            isProtected: isProtected, ignored: ignored, span: span, fieldSpans: fieldSpans)
    }
}

extension DesiredSchedule.ServerReference {
    private var isExcluding: Bool { text.trimmed().hasPrefix("!") }

    /// The server's id as keys have it, where this names one that is not in the list.
    fileprivate func unmatchedID(among servers: [GameServer]) -> GameServer.ID? {
        guard !isExcluding, case .id(let id) = ServerSelector(text),
            !servers.contains(where: ServerSelector(text).matches)
        else { return nil }
        // The identifiers of older panels are the first characters of the uuid.
        return id.utf8.count == 36 ? String(id.prefix(8)).lowercased() : id.lowercased()
    }

    fileprivate func isUnmatchedPattern(among servers: [GameServer]) -> Bool {
        let selector = ServerSelector(isExcluding ? String(text.trimmed().dropFirst()) : text)
        if !isExcluding, case .id = selector { return false }
        return !servers.contains(where: selector.matches)
    }
}

extension Diagnostic {
    fileprivate static func serverUnmatched(
        _ reference: DesiredSchedule.ServerReference, of entry: DesiredSchedule
    ) -> Self {
        Self(
            .serverUnmatched, .warning,
            "no server that the key may see matches '\(reference.text)' of schedule '\(entry.key)'",
            at: reference.span,
            help: "`phoenix get schedules` lists the servers; check the name, or remove the selector")
    }
}
