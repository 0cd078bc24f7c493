package import PhoenixModel

/// The schedules of a set with the real start of each of their steps, which panels count from step to step.
package struct ScheduleTimes: Sendable {
    package let text: String

    /// Entries with the same steps are shown once.
    package init(_ schedules: [DesiredSchedule]) {
        var order: [Value] = []
        var entries: [Value: [DesiredSchedule]] = [:]
        for schedule in schedules {
            guard let steps = schedule.fields.steps else { continue }
            if entries[steps] == nil { order.append(steps) }
            entries[steps, default: []].append(schedule)
        }
        let rest = order.count - Self.shownLists
        text =
            order.prefix(Self.shownLists).map { Self.text(entries[$0] ?? [], $0) }.joined()
            + (rest > 0 ? "and \(Plural.text(rest, "other list")) of steps\n" : "")
    }

    private static let shownKeys = 3
    private static let shownLists = 20

    private static func text(_ schedules: [DesiredSchedule], _ steps: Value) -> String {
        guard let first = schedules.first, case .list(let steps) = steps else { return "" }
        var heading = schedules.prefix(shownKeys).map(\.key).joined(separator: ", ")
        if schedules.count > shownKeys { heading += " and \(schedules.count - shownKeys) more" }
        let times = Set(schedules.map { "\($0.schedule) \($0.fields.timezone ?? "UTC")" })
        if times.count == 1 { heading += " (\(first.schedule), \(first.fields.timezone ?? "UTC"))" }
        var start: Int64 = 0
        var rows: [(time: String, what: String)] = []
        for case .map(let step) in steps {
            if case .integer(let offset)? = step["offset"] { start += offset }
            rows.append((clock(start), StepText.text(step)))
        }
        let width = rows.map(\.time.count).max() ?? 0
        let lines = rows.map { row in
            "  \(String(repeating: " ", count: width - row.time.count))\(row.time)  \(row.what)\n"
        }
        return "\(heading)\n\(lines.joined())"
    }

    /// Minutes and seconds: `0:00`, `75:30`.
    private static func clock(_ seconds: Int64) -> String {
        let rest = seconds % 60
        return "\(seconds / 60):\(rest < 10 ? "0" : "")\(rest)"
    }
}
