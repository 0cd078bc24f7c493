import PhoenixModel

/// The health of services as a table for people, with why one is not well below it. It fits 80 columns.
package struct HealthTable {
    private let style: TextStyle

    package init(style: TextStyle) { self.style = style }

    package func render(_ entries: [HealthEntry]) -> String {
        var table = Table(header: ["ID", "NAME", "STATUS", "LAST CHECK OR RUN", "RESULT"])
        for entry in entries {
            let object = entry.object
            let last = object.kind == .system ? entry.health?.checkedAt : object.lastRun
            table.add(
                [
                    object.id, object.fields.name, entry.health?.status ?? object.status,
                    last.map { MomentText.moment($0) } ?? "-", result(of: entry),
                ], note: entry.verdict.problem, role: .error)
        }
        return table.render(style, width: 80, flexible: [1]) + summary(of: entries)
    }

    private func result(of entry: HealthEntry) -> String {
        guard entry.object.kind == .system else { return entry.object.lastResult ?? "-" }
        guard case .system(let performance)? = entry.health?.detail, let latency = performance.latency.last else {
            return "-"
        }
        return "\(NumberText.text(latency)) ms"
    }

    private func summary(of entries: [HealthEntry]) -> String {
        let problems = entries.count { !$0.verdict.isWell }
        let services = Plural.text(entries.count, "service")
        return problems == 0 ? "\n\(services), none with a problem.\n" : "\n\(services), \(problems) not well.\n"
    }
}
