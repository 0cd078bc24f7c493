package import Calendar
package import Cron

/// What starts in a window, for people: on one clock, and beside it on the clocks of the tasks where they differ.
package struct AgendaText {
    private let tasks: [CalendarTask]
    private let window: CalendarWindow
    private let zone: TimeZoneRules
    private let style: TextStyle

    package init(of tasks: [CalendarTask], in window: CalendarWindow, zone: TimeZoneRules, style: TextStyle) {
        self.tasks = tasks
        self.window = window
        self.zone = zone
        self.style = style
    }

    package func render(_ agenda: Agenda) -> String {
        let count = agenda.isCut ? "the first \(agenda.items.count) starts" : Plural.text(agenda.items.count, "start")
        let head = "\(window.text(in: zone)): \(count) of \(tasks.counted).\n"
        guard !agenda.items.isEmpty else { return head }
        let hasOtherZones = agenda.items.contains { tasks[$0.task].zone != zone }
        let hasSteps = tasks.scheduleCount > 0
        var table = Table(
            header: ["WHEN", "TASK"] + (hasSteps ? ["STEP"] : []) + (hasOtherZones ? ["IN ITS ZONE"] : []))
        for item in agenda.items {
            let task = tasks[item.task]
            let own = task.zone == zone ? "" : "\(task.zone.wallTime(at: item.instant).clock) \(task.zone.name)"
            let step = task.step.map { "\($0.number) \($0.text)" } ?? ""
            table.add(
                [ClockText.text(item.instant, in: zone), task.name] + (hasSteps ? [step] : [])
                    + (hasOtherZones ? [own] : []),
                note: task.step?.number ?? 1 == 1 ? item.fire.note : nil, role: .warning)
        }
        return head + "\n" + table.render(style)
    }
}

extension CalendarWindow {
    /// `7d from 2026-11-24 00:00 +00:00 (UTC)`
    func text(in zone: TimeZoneRules) -> String {
        let length =
            switch minutes {
            case _ where minutes.isMultiple(of: 1_440): "\(minutes / 1_440)d"
            case _ where minutes.isMultiple(of: 60): "\(minutes / 60)h"
            default: "\(minutes)m"
            }
        return "\(length) from \(ClockText.text(start, in: zone)) (\(zone.name))"
    }
}
