package import Calendar
package import Cron
package import PhoenixModel

/// What a calendar shows, as JSON: moments in UTC, and on the clock that was asked for.
package struct CalendarJSON {
    private let tasks: [CalendarTask]
    private let window: CalendarWindow
    private let zone: TimeZoneRules
    private let hasDurations: Bool

    /// `hasDurations`: whether the weights of tasks were measured, in seconds.
    package init(of tasks: [CalendarTask], in window: CalendarWindow, zone: TimeZoneRules, hasDurations: Bool) {
        self.tasks = tasks
        self.window = window
        self.zone = zone
        self.hasDurations = hasDurations
    }

    package func value(_ agenda: Agenda) -> Value {
        let starts = agenda.items.map { item -> Value in
            let task = tasks[item.task]
            var map = moment(item.instant)
            map["task"] = .string(task.name)
            map["step"] = task.step.map { .integer(Int64($0.number)) }
            map["does"] = task.step.map { .string($0.text) }
            map["timezone"] = .string(task.zone.name)
            map["note"] = item.fire.note.map(Value.string)
            return .map(map)
        }
        return document(["starts": .list(starts), "has_more": .bool(agenda.isCut)])
    }

    package func value(_ load: StartLoad, _ nodes: NodeLoad, worst count: Int) -> Value {
        let table = load.byHour(in: zone)
        let hours = LoadText.weekdays.enumerated().map { weekday, name in
            (name, Value.list(table[weekday].map { .integer(Int64($0)) }))
        }
        return document([
            "total": .integer(Int64(load.total)), "peak": .integer(Int64(load.peak)),
            "worst_minutes": .list(load.worst(count).map(minute)), "by_hour": .map(ValueMap(hours)),
            "nodes": .list(nodes.nodes.map(node)),
        ])
    }

    private func node(_ node: NodeLoad.Node) -> Value {
        var map: ValueMap = [
            "node": node.name.map(Value.string) ?? .null, "tasks": .integer(Int64(node.tasks)),
            "starts": .integer(Int64(node.starts)), "peak": .integer(Int64(node.worst?.starts ?? 0)),
        ]
        if let worst = node.worst { for (key, value) in moment(worst.instant) { map[key] = value } }
        return .map(map)
    }

    /// The minutes with more than `limit` starts, no more than `count` of them.
    package func collisions(_ load: StartLoad, above limit: Int, count: Int) -> Value {
        let minutes = load.minutes(above: limit)
        return document([
            "limit": .integer(Int64(limit)), "total": .integer(Int64(minutes.count)),
            "collisions": .list(minutes.prefix(count).map(minute)),
        ])
    }

    /// `patch`: the change of the manifests.
    package func value(_ advice: Advice, patch: String) -> Value {
        let moves = advice.moves.map { move -> Value in
            [
                "task": .string(tasks[move.task].name), "from": .integer(Int64(move.from)),
                "to": .integer(Int64(move.to)),
            ]
        }
        return document([
            "peak_before": .integer(Int64(advice.peakBefore)), "peak_after": .integer(Int64(advice.peakAfter)),
            "moves": .list(moves), "patch": .string(patch),
        ])
    }

    private func minute(_ minute: StartLoad.Minute) -> Value {
        var map = moment(minute.instant)
        map["starts"] = .integer(Int64(minute.starts))
        map["seconds"] = hasDurations ? .number(minute.weight) : nil
        map["tasks"] = .list(Collision(at: minute.instant, of: tasks).tasks.map { .string(tasks[$0].shownName) })
        return .map(map)
    }

    private func moment(_ instant: Int64) -> ValueMap {
        [
            "at": .string("\(Timestamp(seconds: instant))"), "local": .string(ClockText.text(instant, in: zone)),
        ]
    }

    /// What every calendar has, and `content`.
    func document(_ content: ValueMap) -> Value {
        var map: ValueMap = [
            "from": .string("\(Timestamp(seconds: window.start))"),
            "until": .string("\(Timestamp(seconds: window.end))"), "zone": .string(zone.name),
            "tasks": .integer(Int64(tasks.taskCount)), "schedules": .integer(Int64(tasks.scheduleCount)),
        ]
        for (key, value) in content { map[key] = value }
        return .map(map)
    }
}
