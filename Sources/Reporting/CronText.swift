package import Cron
package import PhoenixModel

/// What an expression means, as text for people.
package struct CronText: Sendable {
    private let expression: CronExpression
    private let zone: TimeZoneRules
    private let style: TextStyle

    package init(_ expression: CronExpression, zone: TimeZoneRules, style: TextStyle) {
        self.expression = expression
        self.zone = zone
        self.style = style
    }

    package func render(text: String, from: Timestamp, count: Int) -> String {
        var result = "\(style(.strong, TerminalText.escaped(text)))\n"
        result += row("meaning", expression.explanation())
        result += row("rhythm", "\(expression.rhythm())")
        result += row("canonical", expression.canonical)
        result += row("zone", zone.name)
        var title = "next runs"
        for fire in expression.fires(after: from.seconds, in: zone, count: count) {
            let note = fire.note.map { "  (\($0))" } ?? ""
            result += row(title, "\(ClockText.text(fire.wallTime, fire.offset))\(note)")
            title = ""
        }
        for warning in expression.warnings { result += "\(style(.warning, "warning")): \(warning.message)\n" }
        return result
    }

    private func row(_ title: String, _ text: String) -> String {
        "  \(title)\(String(repeating: " ", count: max(1, 11 - title.count)))\(text)\n"
    }
}
