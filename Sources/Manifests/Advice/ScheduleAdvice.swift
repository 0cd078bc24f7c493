import Cron
import Diagnostics
import PhoenixModel

/// What panels will do with schedules and their authors may not expect, as far as files tell.
struct ScheduleAdvice {
    let zones: ZoneDatabase
    /// The first of the days that are looked at, in UTC, as days since 1970-01-01.
    let today: Int
    /// How many backups may start in one minute.
    let heavyStarts: Int

    /// Seconds between two power signals under which the second may be lost.
    private static let powerPause: Int64 = 30

    func warnings(of schedules: [DesiredSchedule], besides tasks: [DesiredObject]) -> [Diagnostic] {
        if schedules.isEmpty { return [] }
        let entries = schedules.filter { $0.fields.enabled != false }.map {
            ScheduleStarts($0, zones: zones, today: today)
        }
        var warnings: [Diagnostic] = []
        for entry in entries {
            if let (first, second, gap) = hastyPower(entry) {
                warnings.append(.powerTooSoon(entry.schedule, first, second, gap))
            }
            if let change = clockChange(of: entry) { warnings.append(change) }
            if let backups = manyBackups(of: [entry]) { warnings.append(backups) }
            if let backups = backupsAtOnce(entry) { warnings.append(backups) }
        }
        return warnings + backupsTogether(entries) + doneTwice(entries, tasks)
    }

    // MARK: Power

    private func hastyPower(_ entry: ScheduleStarts) -> (first: String, second: String, gap: Int64)? {
        let signals = entry.steps.filter { $0.action == .power }
        for (first, second) in zip(signals, signals.dropFirst()) where second.start - first.start < Self.powerPause {
            return (first.payload, second.payload, second.start - first.start)
        }
        return nil
    }

    // MARK: Clock changes

    private func clockChange(of entry: ScheduleStarts) -> Diagnostic? {
        guard let expression = entry.expression, !expression.isWild, let zone = entry.zone else { return nil }
        for change in ClockChange.all(in: zone, from: Int64(today) * 86_400) {
            // What is due as the gap ends is left out by panels, as if it were in the gap.
            let end = change.isGap ? change.readings.upperBound : change.readings.upperBound - 60
            guard let reading = expression.next(after: change.readings.lowerBound - 1, in: .utc), reading <= end else {
                continue
            }
            return .runsInClockChange(
                entry.schedule, at: TimeZoneRules.utc.wallTime(at: reading).clock, on: change.date.description,
                isGap: change.isGap)
        }
        return nil
    }

    // MARK: Backups

    /// Panels make two backups of a server in ten minutes, and refuse more.
    private func manyBackups(of entries: [ScheduleStarts]) -> Diagnostic? {
        let backups = entries.flatMap(\.backups).sorted()
        for (index, first) in backups.enumerated().dropLast(2) where backups[index + 2] - first < 600 {
            guard let entry = entries.last else { return nil }
            return .backupsTooClose(entries.map(\.schedule.key), at: first, entry.schedule.span(of: .steps))
        }
        return nil
    }

    /// Those of several entries that are for one server: they say so with the same words.
    private func backupsTogether(_ entries: [ScheduleStarts]) -> [Diagnostic] {
        let backing = entries.filter { !$0.backups.isEmpty && !$0.isHashed }
        guard backing.count > 1 else { return [] }
        var groups: [String: [ScheduleStarts]] = [:]
        for entry in backing {
            for text in entry.included { groups[text, default: []].append(entry) }
        }
        let everywhere = groups["all"] ?? []
        var told: Set<[String]> = []
        return groups.keys.sorted().compactMap { text -> Diagnostic? in
            let group =
                text == "all" ? everywhere : (groups[text] ?? []) + everywhere.filter { !$0.included.contains(text) }
            guard group.count > 1, group.count <= 50, told.insert(group.map(\.schedule.key)).inserted else {
                return nil
            }
            return group.contains { manyBackups(of: [$0]) != nil } ? nil : manyBackups(of: group)
        }
    }

    private func backupsAtOnce(_ entry: ScheduleStarts) -> Diagnostic? {
        let count = entry.schedule.servers.count { ServerSelection([$0.text]).included.first?.isOneServer ?? false }
        guard count > heavyStarts, !entry.backups.isEmpty, !entry.isHashed else { return nil }
        return .backupsAtOnce(entry.schedule.key, count, limit: heavyStarts, at: entry.schedule.span(of: .schedule))
    }

    // MARK: Tasks

    /// More pairs than this are not looked at.
    private static let pairLimit = 20_000

    /// Tasks and schedules that do the same to one server at nearly the same time.
    private func doneTwice(_ entries: [ScheduleStarts], _ tasks: [DesiredObject]) -> [Diagnostic] {
        guard !entries.isEmpty else { return [] }
        let served = tasks.compactMap { ServedAction($0, zones: zones, today: today) }
        guard served.count * entries.count <= Self.pairLimit else { return [] }
        return entries.compactMap { entry -> Diagnostic? in
            for task in served where task.meetsServer(of: entry) {
                for action in task.actions where entry.steps.contains(where: { $0.action == action }) {
                    guard task.isNear(entry) else { continue }
                    return .doneTwice(entry.schedule, task.object, action.rawValue)
                }
            }
            return nil
        }
    }
}

extension ServerSelector {
    fileprivate var isOneServer: Bool { if case .id = self { true } else { false } }
}
