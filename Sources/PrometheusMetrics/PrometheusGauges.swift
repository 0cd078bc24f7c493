/// Gauges whose values are known elsewhere and collected for one answer, so that what is gone there is gone here.
package struct PrometheusGauges {
    /// By name, then by labels as they are written.
    private var families: [String: [String: Double]] = [:]

    package init() {}

    /// Adds a value. One with the same name and labels takes the place of the one before.
    package mutating func set(_ name: String, _ labels: [(String, String)], to value: Double) {
        families[PrometheusText.name(name), default: [:]][PrometheusText.labels(labels)] = value
    }

    /// All of them in the text format, sorted by name and labels. `help`: what they mean, by name.
    package func render(help: [String: String] = [:]) -> String {
        var text = ""
        for (name, series) in families.sorted(by: { $0.key < $1.key }) {
            if let help = help[name] { text += "# HELP \(name) \(PrometheusText.help(help))\n" }
            text += "# TYPE \(name) gauge\n"
            for (labels, value) in series.sorted(by: { $0.key < $1.key }) {
                text += PrometheusText.line(name, labels, PrometheusText.number(value))
            }
        }
        return text
    }
}
