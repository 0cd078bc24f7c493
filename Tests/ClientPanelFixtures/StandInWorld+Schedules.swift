import PanelFixtures
import PhoenixModel

// Schedules of a server, and their tasks.
extension StandInWorld {
    mutating func onSchedules(
        _ place: Int, _ path: [String], _ request: ProxiedRequest, _ now: Duration
    ) -> ProxiedAnswer {
        switch (request.method, path.count) {
        case ("GET", 1):
            return ProxiedAnswer(
                200,
                json: ["object": "list", "data": .list(servers[place].schedules.map { json($0, now) })])
        case ("POST", 1): return createSchedule(place, request, now)
        default: break
        }
        // PHP takes the digits that an id begins with for the whole of it.
        guard let id = Int64(path[1].prefix { $0.isASCII && $0.isNumber }),
            let number = servers[place].schedules.firstIndex(where: { $0.id == id })
        else { return Self.notFound }
        switch (request.method, path.count, path.count > 2 ? path[2] : "") {
        case ("GET", 2, _): return ProxiedAnswer(200, json: json(servers[place].schedules[number], now))
        case ("POST", 2, _): return updateSchedule(place, number, request, now)
        case ("DELETE", 2, _):
            servers[place].schedules.remove(at: number)
            return ProxiedAnswer(204)
        case ("POST", 3, "execute"): return execute(place, number, now)
        case ("POST", 3, "tasks"): return createTask(place, number, request, now)
        default: break
        }
        guard path.count > 3, let taskID = Int64(path[3]),
            let task = servers[place].schedules[number].tasks.firstIndex(where: { $0.id == taskID })
        else { return Self.notFound }
        if request.method == "POST" { return updateTask(place, number, task, request, now) }
        deleteTask(place, number, task)
        return ProxiedAnswer(204)
    }

    // MARK: Schedules

    private mutating func createSchedule(
        _ place: Int, _ request: ProxiedRequest, _ now: Duration
    ) -> ProxiedAnswer {
        let body = request.taken
        if let refusal = refusal(ofSchedule: body, now) { return refusal }
        lastScheduleID += 1
        var schedule = StandInSchedule(id: lastScheduleID, name: "")
        schedule.createdAt = now
        fill(&schedule, body, now)
        servers[place].schedules.append(schedule)
        return ProxiedAnswer(200, json: json(schedule, now))
    }

    private mutating func updateSchedule(
        _ place: Int, _ number: Int, _ request: ProxiedRequest, _ now: Duration
    ) -> ProxiedAnswer {
        let body = request.taken
        if let refusal = refusal(ofSchedule: body, now) { return refusal }
        var schedule = servers[place].schedules[number]
        let wasActive = schedule.isActive
        fill(&schedule, body, now)
        // Switching is what ends a run that is stuck.
        if schedule.isActive != wasActive { schedule.processingUntil = nil }
        servers[place].schedules[number] = schedule
        return ProxiedAnswer(200, json: json(schedule, now))
    }

    private func refusal(ofSchedule body: ValueMap, _ now: Duration) -> ProxiedAnswer? {
        let family = options.family
        var rules = StandInRules(body)
        rules.text("name", longest: family.nameLimit)
        rules.flag("is_active", emptyRule: "filled")
        for field in ["minute", "hour", "day_of_month", "day_of_week"] {
            if field == "day_of_week", family.checksEveryField { rules.text("month") }
            rules.text(field)
        }
        if family.checksEveryField { rules.flag("only_when_online", emptyRule: "boolean") }
        if let refusal = rules.refusal(byteOrderMark: family.hasByteOrderMark, flushed: options.flushesByteOrderMark) {
            return refusal
        }
        switch body["month"] {
        case .string?: break
        case nil, .null?: return Self.failure("TypeError")
        default:
            return StandInRules.answer(
                [
                    "errors": [
                        [
                            "code": "DataValidationException", "status": "500",
                            "detail": """
                            Could not save PhoenixPanel\\Models\\Schedule[]: failed to validate data: \
                            {"cron_month":["The cron month must be a string."]}
                            """,
                        ]
                    ]
                ], status: 500, byteOrderMark: family.hasByteOrderMark, flushed: options.flushesByteOrderMark)
        }
        do throws(StandInCron.Problem) {
            _ = try cron(body).next(after: clock.wallTime(now))
        } catch {
            if error == .endless {
                var answer = Self.failure("FatalError")
                answer.headers[Self.unthrottled] = "1"
                return answer
            }
            return .panelError(
                400, "DisplayException", "The cron data provided does not evaluate to a valid expression.")
        }
        let isLong = Self.cronFields.contains { (body[$0]?.plainText?.utf8.count ?? 0) > 191 }
        return options.isStrict && isLong ? Self.failure("QueryException") : nil
    }

    private mutating func fill(_ schedule: inout StandInSchedule, _ body: ValueMap, _ now: Duration) {
        schedule.name = body["name"]?.plainText ?? ""
        // The database cuts what its columns do not hold.
        schedule.cron = Self.cronFields.map { StandInTrimming.cut(body[$0]?.plainText ?? "*", bytes: 191) }
        schedule.isActive = StandInRules.isTrue(body["is_active"])
        schedule.onlyWhenOnline = StandInRules.isTrue(body["only_when_online"])
        schedule.nextRunAt = (try? cron(body).next(after: clock.wallTime(now))).map { clock.stored($0, now) }
        schedule.updatedAt = now
    }

    private static let cronFields = ["minute", "hour", "day_of_month", "month", "day_of_week"]

    private func cron(_ body: ValueMap) throws(StandInCron.Problem) -> StandInCron {
        func field(_ name: String) -> String { body[name]?.plainText ?? "*" }
        return try StandInCron(
            minute: field("minute"), hour: field("hour"), dayOfMonth: field("day_of_month"), month: field("month"),
            dayOfWeek: field("day_of_week"))
    }

    /// Gives a schedule the next run that the panel would compute now.
    mutating func plan(_ schedule: inout StandInSchedule, _ now: Duration) {
        let fields = schedule.cron
        let cron = try? StandInCron(
            minute: fields[0], hour: fields[1], dayOfMonth: fields[2], month: fields[3], dayOfWeek: fields[4])
        schedule.nextRunAt = (try? cron?.next(after: clock.wallTime(now))).flatMap(\.self).map {
            clock.stored($0, now)
        }
    }

    // MARK: Running

    private mutating func execute(_ place: Int, _ number: Int, _ now: Duration) -> ProxiedAnswer {
        let schedule = servers[place].schedules[number]
        guard let first = schedule.chain.first else {
            return .panelError(
                400, "DisplayException", "Cannot process schedule for task execution: no tasks are registered.")
        }
        servers[place].schedules[number].lastRunAt = now
        servers[place].schedules[number].updatedAt = now
        if servers[place].isNodeDown, !schedule.onlyWhenOnline, !first.continuesOnFailure { return Self.nodeDown }
        return ProxiedAnswer(202, json: [])
    }

    /// What the panel's cron does in a minute: it starts what is due.
    mutating func runDue(_ now: Duration) {
        for place in servers.indices where servers[place].status == nil {
            for number in servers[place].schedules.indices {
                var schedule = servers[place].schedules[number]
                guard schedule.isActive, !schedule.isProcessing(now), !schedule.tasks.isEmpty,
                    let next = schedule.nextRunAt, clock.moment(stored: next) <= now
                else { continue }
                schedule.lastRunAt = now
                schedule.processingUntil = now + .seconds(schedule.tasks.reduce(0) { $0 + $1.offset })
                plan(&schedule, now)
                servers[place].schedules[number] = schedule
                servers[place].runs.append(StandInRun(name: schedule.name, at: now, chain: schedule.chain))
            }
        }
    }

    // MARK: Tasks

    private mutating func createTask(
        _ place: Int, _ number: Int, _ request: ProxiedRequest, _ now: Duration
    ) -> ProxiedAnswer {
        let body = request.taken
        if let refusal = refusal(ofTask: body) { return refusal }
        let tasks = servers[place].schedules[number].tasks
        guard tasks.count < options.taskLimit else {
            return .panelError(
                400, "ServiceLimitExceededException",
                "Schedules may not have more than \(options.taskLimit) tasks associated with them. Creating this task "
                    + "would put this schedule over the limit.")
        }
        if let refusal = refusal(ofBackup: body, place) { return refusal }
        let next = (tasks.map(\.sequence).max() ?? 0) + 1
        var sequence = next
        if let wanted = StandInRules.number(body["sequence_id"]).map({ Int64($0) }), wanted < next {
            for index in tasks.indices where tasks[index].sequence >= wanted {
                servers[place].schedules[number].tasks[index].sequence += 1
            }
            sequence = wanted
        }
        lastTaskID += 1
        var task = StandInTask(id: lastTaskID, sequence: sequence, payload: "")
        task.createdAt = now
        fill(&task, body, now)
        servers[place].schedules[number].tasks.append(task)
        servers[place].schedules[number].updatedAt = now
        return ProxiedAnswer(200, json: json(task))
    }

    private mutating func updateTask(
        _ place: Int, _ number: Int, _ index: Int, _ request: ProxiedRequest, _ now: Duration
    ) -> ProxiedAnswer {
        let body = request.taken
        if let refusal = refusal(ofTask: body) ?? refusal(ofBackup: body, place) { return refusal }
        var tasks = servers[place].schedules[number].tasks
        let old = tasks[index].sequence
        let new = StandInRules.number(body["sequence_id"]).map { Int64($0) } ?? old
        for other in tasks.indices where other != index {
            if new < old, (new..<old).contains(tasks[other].sequence) { tasks[other].sequence += 1 }
            if new > old, tasks[other].sequence > old, tasks[other].sequence <= new { tasks[other].sequence -= 1 }
        }
        tasks[index].sequence = new
        fill(&tasks[index], body, now)
        servers[place].schedules[number].tasks = tasks
        servers[place].schedules[number].updatedAt = now
        return ProxiedAnswer(200, json: json(tasks[index]))
    }

    private mutating func deleteTask(_ place: Int, _ number: Int, _ index: Int) {
        let removed = servers[place].schedules[number].tasks.remove(at: index)
        for other in servers[place].schedules[number].tasks.indices
        where servers[place].schedules[number].tasks[other].sequence > removed.sequence {
            servers[place].schedules[number].tasks[other].sequence -= 1
        }
    }

    private func refusal(ofTask body: ValueMap) -> ProxiedAnswer? {
        var rules = StandInRules(body)
        rules.choice("action", options.family.actions)
        rules.payload()
        rules.number("time_offset", 0...900, isRequired: true)
        rules.number("sequence_id", 1...Double(Int32.max), isRequired: false)
        rules.flag("continue_on_failure", emptyRule: "required")
        if let refusal = rules.refusal(
            byteOrderMark: options.family.hasByteOrderMark, flushed: options.flushesByteOrderMark)
        {
            return refusal
        }
        let isLong = (body["payload"]?.plainText?.utf8.count ?? 0) > 65_535
        return options.isStrict && isLong ? Self.failure("QueryException") : nil
    }

    private func refusal(ofBackup body: ValueMap, _ place: Int) -> ProxiedAnswer? {
        guard body["action"] == "backup", servers[place].backupLimit == 0 else { return nil }
        return .panelError(
            403, "HttpForbiddenException",
            "A backup task cannot be created when the server's backup limit is set to 0.")
    }

    private func fill(_ task: inout StandInTask, _ body: ValueMap, _ now: Duration) {
        task.action = body["action"]?.plainText ?? ""
        task.payload = StandInTrimming.cut(body["payload"]?.plainText ?? "", bytes: 65_535)
        task.offset = Int64((StandInRules.number(body["time_offset"]) ?? 0).rounded(.toNearestOrAwayFromZero))
        task.continuesOnFailure = StandInRules.isTrue(body["continue_on_failure"])
        task.updatedAt = now
    }

    // MARK: Objects

    private var clock: StandInClock { StandInClock(zone: options.family == .pelican ? "UTC" : options.zone) }

    private func json(_ schedule: StandInSchedule, _ now: Duration) -> Value {
        let clock = clock
        func text(_ moment: Duration) -> Value { .string(clock.text(moment)) }
        // Panels give tasks in no order that one could rely on.
        let tasks = schedule.id % 2 == 0 ? schedule.tasks.reversed() : schedule.tasks
        return [
            "object": "server_schedule",
            "attributes": [
                "id": .integer(schedule.id), "name": .string(schedule.name),
                "cron": [
                    "day_of_week": .string(schedule.cron[4]), "day_of_month": .string(schedule.cron[2]),
                    "month": .string(schedule.cron[3]), "hour": .string(schedule.cron[1]),
                    "minute": .string(schedule.cron[0]),
                ],
                "is_active": .bool(schedule.isActive), "is_processing": .bool(schedule.isProcessing(now)),
                "only_when_online": .bool(schedule.onlyWhenOnline),
                "last_run_at": schedule.lastRunAt.map(text) ?? .null,
                "next_run_at": schedule.nextRunAt.map { .string(clock.text(stored: $0, now)) } ?? .null,
                "created_at": text(schedule.createdAt), "updated_at": text(schedule.updatedAt),
                "relationships": ["tasks": ["object": "list", "data": .list(tasks.map(json))]],
            ],
        ]
    }

    private func json(_ task: StandInTask) -> Value {
        let clock = clock
        return [
            "object": "schedule_task",
            "attributes": [
                "id": .integer(task.id), "sequence_id": .integer(task.sequence), "action": .string(task.action),
                "payload": .string(task.payload), "time_offset": .integer(task.offset),
                "is_queued": .bool(task.isQueued), "continue_on_failure": .bool(task.continuesOnFailure),
                "created_at": .string(clock.text(task.createdAt)), "updated_at": .string(clock.text(task.updatedAt)),
            ],
        ]
    }
}
