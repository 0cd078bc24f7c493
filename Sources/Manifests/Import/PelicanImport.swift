import Cron
import PhoenixModel

/// Reads the file of one schedule that Pelican exported.
struct PelicanImport {
    private(set) var schedule: ImportedSchedule
    private let nameLimit: Int

    /// The keys that Pelican writes.
    private static let known = Set(
        PelicanSchedule.cronKeys.map(\.name) + ["name", "is_active", "only_when_online", "tasks"])

    init(_ text: String, place: String, project: String) {
        nameLimit = ImportedSchedule.nameLimit(project: project)
        let fileName = place.split(separator: "/").last ?? "schedule"
        schedule = ImportedSchedule(place: place, name: String(fileName.prefix(nameLimit)))
        let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        let value: Value
        do {
            value = try Value(json: text)
        } catch {
            schedule.dropped.append("the file, which is not JSON")
            return
        }
        guard case .map(let map) = value, map["tasks"] != nil || map["cron_minute"] != nil else {
            schedule.dropped.append("the file, which has no schedule that Pelican exported")
            return
        }
        read(map)
    }

    private mutating func read(_ map: ValueMap) {
        readName(map["name"])
        for (key, _) in map where !Self.known.contains(key) { schedule.dropped.append("the key '\(key)'") }
        guard let cron = readSchedule(map) else { return }
        var isEnabled = readFlag(map, "is_active", default: true)
        let isOnlyWhenOnline = readFlag(map, "only_when_online", default: false)
        var steps = ImportedSteps()
        if case .list(let tasks)? = map["tasks"] { steps.add(tasks) }
        schedule.changed += steps.changed
        schedule.dropped += steps.dropped
        guard !steps.values.isEmpty else {
            schedule.dropped.append("the schedule, which has no steps")
            return
        }
        if !steps.dropped.isEmpty, isEnabled {
            isEnabled = false
            schedule.changed.append("it is not enabled, because steps are missing")
        }
        schedule.kept.append("\(steps.values.count) step\(steps.values.count == 1 ? "" : "s")")
        let written: Value
        do throws(WrittenSteps.Refusal) {
            written = try WrittenSteps.list(.list(steps.values), findsCountdowns: true)
        } catch {
            schedule.dropped.append("the schedule, which \(error.reason)")
            return
        }
        schedule.entry = ImportedSchedule.Entry(
            schedule: cron, isEnabled: isEnabled, isOnlyWhenOnline: isOnlyWhenOnline, steps: written)
    }

    private mutating func readName(_ value: Value?) {
        let text = value?.plainText ?? ""
        let plain = text.unicodeScalars.filter { $0.properties.generalCategory != .control }
        let found = ScheduleName(declared: String(String.UnicodeScalarView(plain)))
        var name = found.text
        if name.isEmpty {
            schedule.changed.append("it has no name, and gets that of the file")
            return
        }
        if !found.markers.isEmpty { schedule.changed.append("the name is without the marker of phoenix") }
        if plain.count != text.unicodeScalars.count {
            schedule.changed.append("the name is without control characters")
        }
        if name.unicodeScalars.count > nameLimit {
            name = String(String.UnicodeScalarView(name.unicodeScalars.prefix(nameLimit)))
            schedule.changed.append(
                "the name is cut to \(nameLimit) characters, so that the marker of phoenix has room")
        }
        schedule.name = name
        schedule.kept.append("the name '\(name)'")
    }

    private mutating func readSchedule(_ map: ValueMap) -> String? {
        var parts: [String] = []
        for (key, _, fallback) in PelicanSchedule.cronKeys {
            switch map[key] {
            case .string(let text)?: parts.append(String(text.trimmed()))
            case .integer(let number)?: parts.append(String(number))
            default:
                parts.append(fallback)
                schedule.changed.append("'\(key)' is missing, and is \(fallback), as Pelican takes it")
            }
        }
        let text = parts.joined(separator: " ")
        do {
            let expression = try CronExpression(text)
            if expression.canonical != text {
                schedule.changed.append("the schedule '\(text)' is written as '\(expression.canonical)'")
            }
            schedule.kept.append("the schedule \(expression.canonical)")
            return expression.canonical
        } catch {
            schedule.dropped.append("the schedule, whose times '\(text)' cannot be read: \(error.message)")
            return nil
        }
    }

    private mutating func readFlag(_ map: ValueMap, _ key: String, default standard: Bool) -> Bool {
        switch map[key] {
        case .bool(let flag)?: return flag
        case .integer(0)?, .string("0")?, .string("false")?: return false
        case .integer(1)?, .string("1")?, .string("true")?: return true
        default:
            schedule.changed.append("'\(key)' is missing, and is \(standard)")
            return standard
        }
    }
}

/// The steps of a schedule while they are read: what no panel could run is put right or left out.
struct ImportedSteps {
    private(set) var values: [Value] = []
    private(set) var changed: [String] = []
    private(set) var dropped: [String] = []

    /// Tasks as panels export them, in any order.
    mutating func add(_ tasks: [Value]) {
        let maps = tasks.compactMap { task -> ValueMap? in if case .map(let map) = task { map } else { nil } }
        if maps.count < tasks.count { dropped.append("\(tasks.count - maps.count) tasks that are no mappings") }
        let ordered = maps.enumerated().sorted {
            ($0.element.number("sequence_id") ?? 0, $0.offset) < ($1.element.number("sequence_id") ?? 0, $1.offset)
        }
        // What a step that is left out would have waited, the next one waits.
        var carried: Int64 = 0
        for (index, (_, map)) in ordered.enumerated() { add(map, number: index + 1, &carried) }
    }

    /// Beyond any that is kept, and small enough to be added up.
    private static let longestOffset: Int64 = 1_000_000

    private mutating func add(_ map: ValueMap, number: Int, _ carried: inout Int64) {
        let name = map["action"]?.plainText ?? ""
        let payload = map["payload"]?.plainText ?? ""
        var gap = carried + min(max(0, map.number("time_offset") ?? 0), Self.longestOffset)
        func leaveOut(_ reason: String) {
            dropped.append("step \(number), \(reason)")
            carried = gap
        }
        guard let action = ScheduleRules.StepAction(rawValue: name) else {
            return leaveOut("whose action '\(name)' is not known")
        }
        switch action {
        case .power where !ScheduleRules.powerSignals.contains(String(payload.trimmed())):
            return leaveOut("whose power signal '\(payload)' no panel knows")
        case .command where payload.trimmed().isEmpty: return leaveOut("which sends nothing")
        case .deleteFiles where payload.trimmed().isEmpty: return leaveOut("which deletes nothing")
        default: break
        }
        guard values.count < ScheduleRules.stepLimit else {
            return leaveOut("because a schedule has at most \(ScheduleRules.stepLimit)")
        }
        if gap > ScheduleRules.longestGap {
            changed.append(
                "step \(number) starts 15m after the step before it, not \(DurationText.text(gap)), which is more than panels wait"
            )
            gap = ScheduleRules.longestGap
        }
        if carried > 0 { changed.append("step \(number) also waits for what is left out before it") }
        carried = 0
        values.append([
            "action": .string(name), "payload": .string(String(payload.trimmed())), "offset": .integer(gap),
            "continue_on_failure": .bool(map["continue_on_failure"] == true || map["continue_on_failure"] == 1),
        ])
    }
}

extension ValueMap {
    /// A whole number, however it is written.
    fileprivate func number(_ key: String) -> Int64? {
        switch self[key] {
        case .integer(let number)?: number
        case .number(let number)?: Int64(exactly: number.rounded())
        case .string(let text)?: Int64(text.trimmed())
        default: nil
        }
    }
}
