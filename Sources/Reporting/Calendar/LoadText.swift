package import Calendar
package import Cron

/// How many tasks start when, for people: the worst minutes, then every hour of the week.
package struct LoadText {
    private let tasks: [CalendarTask]
    private let zone: TimeZoneRules
    private let style: TextStyle
    private let hasDurations: Bool

    /// `hasDurations`: whether the weights of tasks were measured, in seconds.
    package init(of tasks: [CalendarTask], zone: TimeZoneRules, hasDurations: Bool, style: TextStyle) {
        self.tasks = tasks
        self.zone = zone
        self.hasDurations = hasDurations
        self.style = style
    }

    /// The load with its worst minutes, no more than `count` of them, and with the nodes where they are known.
    package func render(_ load: StartLoad, _ nodes: NodeLoad, worst count: Int) -> String {
        let total = "\(Plural.text(load.total, "start")) of \(tasks.counted)"
        let head = "\(load.window.text(in: zone)): \(total)"
        guard load.total > 0 else { return head + ".\n" }
        return """
            \(head).
            At most \(Plural.text(load.peak, "start")) in one minute.

            \(worstMinutes(load, count))
            \(table(nodes))\(hours(load))
            """
    }

    private func table(_ load: NodeLoad) -> String {
        guard !load.nodes.isEmpty else { return "" }
        var table = Table(header: ["NODE", "TASKS", "STARTS", "AT MOST", "WORST MINUTE"])
        for node in load.nodes {
            table.add([
                node.name ?? "(not known)", "\(node.tasks)", "\(node.starts)", "\(node.worst?.starts ?? 0)",
                node.worst.map { ClockText.text($0.instant, in: zone) } ?? "",
            ])
        }
        return table.render(style) + "\n"
    }

    private func worstMinutes(_ load: StartLoad, _ count: Int) -> String {
        var table = Table(header: ["WORST MINUTES", "STARTS"] + (hasDurations ? ["WORK"] : []) + ["TASKS"])
        for minute in load.worst(count) {
            let names = Collision(at: minute.instant, of: tasks).tasks.map { tasks[$0].shownName }
            let work = hasDurations ? [MomentText.span(minute.weight)] : []
            table.add(
                [ClockText.text(minute.instant, in: zone), "\(minute.starts)"] + work + [NameList.text(names, limit: 3)]
            )
        }
        return table.render(style)
    }

    // MARK: The hours of the week

    private func hours(_ load: StartLoad) -> String {
        let table = load.byHour(in: zone)
        let most = table.joined().max() ?? 0
        let width = max(2, table.joined().map { Self.short($0).count }.max() ?? 0)
        let head = (0..<24).map { Self.padded("\($0)", width) }.joined(separator: " ")
        var text = style(.strong, "HOUR \(head)") + "\n"
        // A week begins on Monday here, as in ISO dates.
        for weekday in [1, 2, 3, 4, 5, 6, 0] {
            let cells = table[weekday].map { style(Self.role(of: $0, most), Self.padded(Self.short($0), width)) }
            text += "\(Self.weekdays[weekday])  \(cells.joined(separator: " "))\n"
        }
        return text
    }

    static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

    /// The heat of a cell: which third of the hottest one it has.
    private static func role(of starts: Int, _ most: Int) -> TextStyle.Role {
        switch starts * 3 {
        case 0: .faint
        case ...most: .added
        case ...(2 * most): .changed
        default: .error
        }
    }

    /// `·`, `999`, `12k`, `3M`: rounded up, so that no hour looks quieter than it is.
    private static func short(_ starts: Int) -> String {
        switch starts {
        case 0: "·"
        case ..<1_000: "\(starts)"
        case ..<1_000_000: "\((starts + 999) / 1_000)k"
        default: "\((starts + 999_999) / 1_000_000)M"
        }
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
