package import Cron
package import Diagnostics
import PhoenixModel

/// What panels will do with schedules and their authors may not expect, as far as only the servers tell: what is refused
/// there, and what piles up on a node.
package struct PlannedScheduleAdvice: Sendable {
    package let diagnostics: [Diagnostic]

    /// - Parameters:
    ///   - resolution: the schedules on the servers that the panel has.
    ///   - heavyStarts: how many backups of a node may start in one minute.
    ///   - zones: where time zones are looked up.
    ///   - today: in UTC, as days since 1970-01-01.
    package init(
        _ resolution: ScheduleResolution, heavyStarts: Int, zones: ZoneDatabase, today: Int
    ) {
        let servers = Dictionary(resolution.servers.map { ($0.id, $0) }) { first, _ in first }
        var starts: [Start: [(object: DesiredObject, server: GameServer)]] = [:]
        var forbidden: [String: [(object: DesiredObject, server: GameServer)]] = [:]
        for object in resolution.desired.objects where object.kind == .native && object.fields.enabled != false {
            guard let key = ScheduleKey(object.key), let server = servers[key.server], object.makesBackups else {
                continue
            }
            if server.backupLimit == 0 { forbidden[key.entry, default: []].append((object, server)) }
            for start in object.firstStarts(zones, today) {
                starts[Start(node: server.node, moment: start), default: []].append((object, server))
            }
        }
        var diagnostics = forbidden.keys.sorted().compactMap { key in
            forbidden[key].flatMap { Diagnostic.backupsForbidden(key, $0.map(\.server.name), at: $0[0].object.span) }
        }
        // The worst minute of each node says enough.
        var worst: [String: Start] = [:]
        for (start, objects) in starts where objects.count > heavyStarts {
            let other = worst[start.node]
            let count = other.flatMap { starts[$0]?.count } ?? 0
            if objects.count > count || objects.count == count && start.moment < other?.moment ?? .max {
                worst[start.node] = start
            }
        }
        for (node, start) in worst.sorted(by: { $0.key < $1.key }) {
            guard let objects = starts[start], let first = objects.first else { continue }
            diagnostics.append(
                .backupsAtOnce(
                    ScheduleKey(first.object.key)?.entry ?? first.object.key, objects.count, limit: heavyStarts,
                    at: first.object.span(of: .schedule), node: node))
        }
        self.diagnostics = diagnostics
    }

    private struct Start: Hashable {
        let node: String
        let moment: Int64
    }
}

extension DesiredObject {
    fileprivate var makesBackups: Bool { !backupOffsets.isEmpty }

    /// Seconds from its start to each of its backups.
    private var backupOffsets: [Int64] {
        guard case .list(let steps)? = fields.steps else { return [] }
        var time: Int64 = 0
        var offsets: [Int64] = []
        for case .map(let step) in steps {
            if case .integer(let gap)? = step["offset"] { time += gap }
            if step["action"] == "backup" { offsets.append(time) }
        }
        return offsets
    }

    /// When backups of it start in a day on which it runs, in whole minutes.
    fileprivate func firstStarts(_ zones: ZoneDatabase, _ today: Int) -> [Int64] {
        guard let expression = try? CronExpression(fields.schedule ?? "") else { return [] }
        let name = fields.timezone ?? "UTC"
        let zone = name == "UTC" ? TimeZoneRules.utc : (try? zones.zone(named: name)) ?? .utc
        guard let first = expression.next(after: Int64(today) * 86_400 - 1, in: zone) else { return [] }
        var runs = [first]
        while runs.count < 24, let next = expression.next(after: runs[runs.count - 1], in: zone), next < first + 86_400
        {
            runs.append(next)
        }
        return runs.flatMap { run in backupOffsets.map { (run + $0) / 60 * 60 } }
    }
}

extension Diagnostic {
    fileprivate static func backupsForbidden(_ key: String, _ servers: [String], at span: SourceSpan) -> Self {
        let names = servers.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
        let rest = servers.count > 3 ? " and \(servers.count - 3) more" : ""
        return Self(
            .backupsForbidden, .warning,
            "schedule '\(key)' makes backups of servers that may have none: \(names)\(rest)", at: span,
            help: "raise the servers' limits of backups on the panel, or take them out with '!'")
    }
}
