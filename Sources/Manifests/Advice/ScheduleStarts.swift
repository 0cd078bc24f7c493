import Cron
import PhoenixModel

/// A schedule with the times at which it runs and its steps start.
struct ScheduleStarts {
    struct Step {
        let action: ScheduleRules.StepAction
        let payload: String
        /// Seconds from the start of the schedule.
        let start: Int64
    }

    let schedule: DesiredSchedule
    /// `H` counts as a value of its own range.
    let expression: CronExpression?
    /// nil for UTC, and for zones that are not known.
    let zone: TimeZoneRules?
    let isHashed: Bool
    let steps: [Step]
    /// When it runs in a week, or a part of that for schedules that run often.
    let runs: [Int64]

    init(_ schedule: DesiredSchedule, zones: ZoneDatabase, today: Int) {
        self.schedule = schedule
        isHashed = (try? CronExpression(schedule.schedule)) == nil
        let expression = try? CronExpression(schedule.schedule, hash: { _ in 30 })
        let name = schedule.fields.timezone ?? "UTC"
        let zone = name == "UTC" ? nil : (try? zones.zone(named: name))
        self.expression = expression
        self.zone = zone
        var steps: [Step] = []
        if case .list(let values)? = schedule.fields.steps {
            var start: Int64 = 0
            for case .map(let step) in values {
                if case .integer(let offset)? = step["offset"] { start += offset }
                guard let action = step["action"]?.plainText.flatMap(ScheduleRules.StepAction.init(rawValue:)) else {
                    continue
                }
                steps.append(Step(action: action, payload: step["payload"]?.plainText ?? "", start: start))
            }
        }
        self.steps = steps
        runs = expression.map { Self.runs(of: $0, in: zone ?? .utc, today: today) } ?? []
    }

    static func runs(of expression: CronExpression, in zone: TimeZoneRules, today: Int) -> [Int64] {
        let start = Int64(today) * 86_400
        var runs: [Int64] = []
        var cursor = start - 1
        while runs.count < 500, let next = expression.next(after: cursor, in: zone), next < start + 7 * 86_400 {
            runs.append(next)
            cursor = next
        }
        return runs
    }

    /// When its backups start.
    var backups: [Int64] {
        let starts = steps.filter { $0.action == .backup }.map(\.start)
        return starts.isEmpty ? [] : runs.flatMap { run in starts.map { run + $0 } }
    }

    /// The selectors that put servers in.
    var included: [String] { ServerSelection(schedule.servers.map(\.text)).included.map(\.text) }
}

/// What a task does that a schedule of the panel may do as well.
struct ServedAction {
    let object: DesiredObject
    let actions: [ScheduleRules.StepAction]
    private let servers: Set<String>
    private let runs: [Int64]

    /// nil for tasks that do nothing of the kind.
    init?(_ object: DesiredObject, zones: ZoneDatabase, today: Int) {
        guard object.kind == .scheduled, object.fields.enabled != false, case .map(let task)? = object.fields.task,
            let type = task["type"]?.plainText, case .map(let data)? = task["data"],
            case .list(let servers)? = data["servers"]
        else { return nil }
        let actions: [ScheduleRules.StepAction]
        switch type {
        case "backup": actions = [.backup]
        case "server_command":
            let isPower = data["command"]?.plainText.map(ScheduleRules.powerSignals.contains) ?? false
            actions = isPower && data["mode"] != "console" ? [.power] : []
        case "sequence":
            guard case .list(let steps)? = data["steps"] else { return nil }
            actions = [.power, .backup].filter { action in
                steps.contains { if case .map(let step) = $0 { step[action.rawValue] != nil } else { false } }
            }
        default: return nil
        }
        guard !actions.isEmpty, let expression = try? CronExpression(object.fields.schedule ?? "") else { return nil }
        self.object = object
        self.actions = actions
        self.servers = Set(servers.compactMap(\.plainText))
        let zone = try? zones.zone(named: object.fields.timezone ?? "UTC")
        runs = ScheduleStarts.runs(of: expression, in: zone ?? .utc, today: today)
    }

    /// Whether both are surely for one server.
    func meetsServer(of entry: ScheduleStarts) -> Bool {
        let included = entry.included
        guard entry.schedule.servers.count == included.count else { return false }
        return servers.contains("all") || included.contains("all") || included.contains(where: servers.contains)
    }

    /// Whether both run within half an hour of each other. Where `H` stands for the minute, that is not known.
    func isNear(_ entry: ScheduleStarts) -> Bool {
        var index = 0
        for run in entry.runs {
            while index < runs.count, runs[index] < run - 1_800 { index += 1 }
            if index < runs.count, runs[index] <= run + 1_800 { return true }
        }
        return false
    }
}
