package import Calendar

/// Other minutes for tasks, for people.
package struct AdviceText {
    private let tasks: [CalendarTask]
    private let style: TextStyle

    package init(of tasks: [CalendarTask], style: TextStyle) {
        self.tasks = tasks
        self.style = style
    }

    package func render(_ advice: Advice) -> String {
        let before = "At most \(Plural.text(advice.peakBefore, "start")) in one minute"
        guard !advice.moves.isEmpty else { return "\(before): no task that may be moved would lower that.\n" }
        var table = Table(header: ["TASK", "MINUTE"])
        for move in advice.moves { table.add([tasks[move.task].name, "\(move.from) → \(move.to)"]) }
        return "\(before); \(advice.peakAfter) after \(Plural.text(advice.moves.count, "move")).\n\n"
            + table.render(style)
    }
}
