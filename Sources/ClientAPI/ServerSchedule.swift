import PhoenixModel

/// A schedule of a server, as the panel has it.
package struct ServerSchedule: Sendable, Hashable {
    package let id: Int64
    package let content: ScheduleContent
    package let isProcessing: Bool
    package let lastRun: PanelTime?
    package let nextRun: PanelTime?
    package let createdAt: PanelTime?
    package let updatedAt: PanelTime?
    /// In the order in which they are run, whatever the order in which the panel lists them.
    package let tasks: [ScheduleTask]

    package init(
        id: Int64, content: ScheduleContent, isProcessing: Bool = false, lastRun: PanelTime? = nil,
        nextRun: PanelTime? = nil, createdAt: PanelTime? = nil, updatedAt: PanelTime? = nil, tasks: [ScheduleTask]
    ) {
        self.id = id
        self.content = content
        self.isProcessing = isProcessing
        self.lastRun = lastRun
        self.nextRun = nextRun
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.tasks = tasks.sorted { ($0.sequence, $0.id) < ($1.sequence, $1.id) }
    }

    init(_ attributes: Attributes) throws(UnreadableRecord) {
        guard let cron = attributes.object("cron") else { throw UnreadableRecord(name: "cron") }
        let content = ScheduleContent(
            name: attributes.text("name") ?? "",
            cron: CronFields(
                minute: try cron.requiredText("minute"), hour: try cron.requiredText("hour"),
                dayOfMonth: try cron.requiredText("day_of_month"), month: try cron.requiredText("month"),
                dayOfWeek: try cron.requiredText("day_of_week")),
            isActive: attributes.flag("is_active"), onlyWhenOnline: attributes.flag("only_when_online"))
        // A schedule without its tasks must not pass for one that has none.
        guard let list = attributes.object("relationships")?.list("tasks") else {
            throw UnreadableRecord(name: "tasks")
        }
        var tasks: [ScheduleTask] = []
        for item in list {
            guard let attributes = Attributes(item) else { throw UnreadableRecord(name: "tasks") }
            tasks.append(try ScheduleTask(attributes))
        }
        self.init(
            id: try attributes.requiredNumber("id"), content: content, isProcessing: attributes.flag("is_processing"),
            lastRun: attributes.panelTime("last_run_at"), nextRun: attributes.panelTime("next_run_at"),
            createdAt: attributes.panelTime("created_at"), updatedAt: attributes.panelTime("updated_at"), tasks: tasks)
    }
}

extension Attributes {
    fileprivate func panelTime(_ name: String) -> PanelTime? { text(name).flatMap { PanelTime($0) } }
}
