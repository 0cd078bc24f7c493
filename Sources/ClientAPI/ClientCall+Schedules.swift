import PhoenixModel

extension ClientCall {
    static func schedules(of id: String) throws(ClientAPIError) -> Self {
        Self("GET", try schedulesPath(id), permission: "schedule.read")
    }

    static func schedule(_ number: Int64, of id: String) throws(ClientAPIError) -> Self {
        Self("GET", try schedulePath(number, id), permission: "schedule.read")
    }

    static func createSchedule(_ content: ScheduleContent, on id: String) throws(ClientAPIError) -> Self {
        Self(
            "POST", try schedulesPath(id), body: content.body, isRepeatable: false, permission: "schedule.create")
    }

    static func updateSchedule(
        _ number: Int64, to content: ScheduleContent, of id: String
    ) throws(ClientAPIError) -> Self {
        Self("POST", try schedulePath(number, id), body: content.body, permission: "schedule.update")
    }

    static func deleteSchedule(_ number: Int64, of id: String) throws(ClientAPIError) -> Self {
        Self("DELETE", try schedulePath(number, id), permission: "schedule.delete")
    }

    static func executeSchedule(_ number: Int64, of id: String) throws(ClientAPIError) -> Self {
        Self(
            "POST", try schedulePath(number, id) + "/execute", body: [:], isRepeatable: false,
            permission: "schedule.update")
    }

    static func createTask(
        _ content: TaskContent, in number: Int64, of id: String
    ) throws(ClientAPIError) -> Self {
        Self(
            "POST", try schedulePath(number, id) + "/tasks", body: content.body, isRepeatable: false,
            permission: "schedule.update", secrets: content.secrets)
    }

    static func updateTask(
        _ task: Int64, to content: TaskContent, in number: Int64, of id: String
    ) throws(ClientAPIError) -> Self {
        Self(
            "POST", try schedulePath(number, id) + "/tasks/\(task)", body: content.body,
            permission: "schedule.update", secrets: content.secrets)
    }

    static func deleteTask(_ task: Int64, in number: Int64, of id: String) throws(ClientAPIError) -> Self {
        Self(
            "DELETE", try schedulePath(number, id) + "/tasks/\(task)",
            permission: "schedule.update (on Pelican: schedule.delete)")
    }

    private static func schedulesPath(_ id: String) throws(ClientAPIError) -> String { try path(id) + "/schedules" }

    private static func schedulePath(_ number: Int64, _ id: String) throws(ClientAPIError) -> String {
        try path(id) + "/schedules/\(number)"
    }
}

extension ScheduleContent {
    /// Panels fail without a month, and switch off without `is_active`; fields of cron must be text.
    fileprivate var body: Value {
        [
            "name": .string(name), "minute": .string(cron.minute), "hour": .string(cron.hour),
            "day_of_month": .string(cron.dayOfMonth), "month": .string(cron.month),
            "day_of_week": .string(cron.dayOfWeek), "is_active": .bool(isActive),
            "only_when_online": .bool(onlyWhenOnline),
        ]
    }
}

extension TaskContent {
    fileprivate var body: Value {
        [
            "action": .string(action), "payload": .string(payload), "time_offset": .integer(offset),
            "continue_on_failure": .bool(continuesOnFailure),
        ]
    }

    fileprivate var secrets: [String] { hasSecret ? [payload] : [] }
}
