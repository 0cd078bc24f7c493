package import PhoenixModel

/// Live objects as a table for people.
package struct ObjectTable {
    private let style: TextStyle
    private let nextRuns: NextRuns
    private let isWide: Bool

    package init(style: TextStyle, nextRuns: NextRuns, isWide: Bool) {
        self.style = style
        self.nextRuns = nextRuns
        self.isWide = isWide
    }

    /// `all` has the objects that others may depend on, by whose names dependencies are shown.
    package func render(_ objects: [LiveObject], among all: [LiveObject]) -> String {
        var header = ["ID", "NAME", "TYPE", "STATUS", "SCHEDULE", "NEXT RUN", "OWNER"]
        if isWide { header += ["ZONE", "TASK", "DEPENDS ON", "UPDATED"] }
        var table = Table(header: header)
        let names = Dictionary(all.map { ($0.id, $0.fields.name) }) { first, _ in first }
        for object in objects {
            let fields = object.fields
            var row = [
                object.id, fields.name, object.kind.rawValue, object.status, fields.schedule ?? "-",
                object.nextRun.map { nextRuns.text(of: $0, timezone: fields.timezone) } ?? "-", owner(of: object),
            ]
            if isWide {
                row += [
                    fields.timezone ?? "-", taskType(of: fields),
                    fields.dependsOn?.map { names[$0.text] ?? "id \($0.text)" }.joined(separator: ", ") ?? "-",
                    object.updatedAt.map { "\($0)" } ?? "-",
                ]
            }
            table.add(row.map { $0.isEmpty ? "-" : $0 })
        }
        return table.render(style)
    }

    private func owner(of object: LiveObject) -> String {
        switch object.ownership {
        case .none: "-"
        case .owned(let ownership): "\(ownership.project)/\(ownership.key)"
        case .unreadable: "(damaged line)"
        }
    }

    private func taskType(of fields: ServiceFields) -> String {
        guard case .map(let task) = fields.task else { return "-" }
        return task["type"]?.plainText ?? "-"
    }
}
