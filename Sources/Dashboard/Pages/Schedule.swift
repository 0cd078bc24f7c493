import Cron
import PhoenixModel

/// When a task runs, read from what the panel has. nil where it says nothing that can be read.
struct Schedule {
    let text: String
    let expression: CronExpression
    let zone: TimeZoneRules

    init?(_ fields: ServiceFields, _ zones: ZoneDatabase) {
        guard let text = fields.schedule, let expression = try? CronExpression(text),
            let zone = try? zones.zone(named: fields.timezone ?? "UTC")
        else { return nil }
        self.text = text
        self.expression = expression
        self.zone = zone
    }

    /// `At 02:00 every day, Europe/Berlin`
    var sentence: String {
        var sentence = expression.explanation()
        if sentence.hasSuffix(".") { sentence.removeLast() }
        return "\(sentence), \(zone.name)"
    }
}
