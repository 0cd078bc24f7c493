package import Calendar
package import Cron

/// The minutes with too many starts, for people, with all that start in them.
package struct CollisionText {
    private let tasks: [CalendarTask]
    private let zone: TimeZoneRules
    private let style: TextStyle

    package init(of tasks: [CalendarTask], zone: TimeZoneRules, style: TextStyle) {
        self.tasks = tasks
        self.zone = zone
        self.style = style
    }

    /// The minutes of a load with more than `limit` starts, in the order of time, no more than `count` of them.
    package func render(_ load: StartLoad, above limit: Int, count: Int) -> String {
        let minutes = load.minutes(above: limit)
        let total = minutes.isEmpty ? "no minute has" : "\(Plural.text(minutes.count, "minute")) with"
        let head = "\(load.window.text(in: zone)): \(total) more than \(Plural.text(limit, "start")).\n"
        guard !minutes.isEmpty else { return head }
        var table = Table(header: ["WHEN", "STARTS", "TASKS"])
        for minute in minutes.prefix(count) {
            let names = Collision(at: minute.instant, of: tasks).tasks.map { tasks[$0].shownName }
            table.add(
                [ClockText.text(minute.instant, in: zone), "\(minute.starts)", names.joined(separator: ", ")])
        }
        let rest = minutes.count > count ? "and \(Plural.text(minutes.count - count, "minute")) more\n" : ""
        return head + "\n" + table.render(style) + rest
    }
}
