import Calendar

extension CalendarTask {
    /// In rows of names: `backup`, and of a schedule `restart@1a7ce997 step 2`.
    var shownName: String { step.map { "\(name) step \($0.number)" } ?? name }
}

extension [CalendarTask] {
    var taskCount: Int { count { $0.step == nil } }

    /// Each has one first step.
    var scheduleCount: Int { count { $0.step?.number == 1 } }

    /// `3 tasks`, `3 tasks and 1 schedule`
    var counted: String {
        let schedules = Plural.text(scheduleCount, "schedule")
        if scheduleCount == 0 { return Plural.text(taskCount, "task") }
        return taskCount == 0 ? schedules : "\(Plural.text(taskCount, "task")) and \(schedules)"
    }
}
