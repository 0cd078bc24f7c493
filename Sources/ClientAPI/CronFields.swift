/// The five fields of a cron expression, as panels keep them.
package struct CronFields: Sendable, Hashable {
    package var minute: String
    package var hour: String
    package var dayOfMonth: String
    package var month: String
    package var dayOfWeek: String

    package init(minute: String, hour: String, dayOfMonth: String, month: String, dayOfWeek: String) {
        self.minute = minute
        self.hour = hour
        self.dayOfMonth = dayOfMonth
        self.month = month
        self.dayOfWeek = dayOfWeek
    }

    /// Takes an expression of five fields apart; nil for anything else.
    package init?(_ text: String) {
        let fields = text.split(separator: " ").map(String.init)
        guard fields.count == 5 else { return nil }
        self.init(minute: fields[0], hour: fields[1], dayOfMonth: fields[2], month: fields[3], dayOfWeek: fields[4])
    }

    /// The expression, one space between its fields.
    package var text: String { "\(minute) \(hour) \(dayOfMonth) \(month) \(dayOfWeek)" }
}
