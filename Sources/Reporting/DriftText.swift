package import Diagnostics
package import PhoenixModel

/// What has drifted as text for people. The first line names the target, the last one has the counts.
package struct DriftText {
    private let report: DriftReport
    private let style: TextStyle
    private let lines: ChangeLines
    private let sources: SourceMap
    private var diagnosticText: DiagnosticText

    package init(_ report: DriftReport, sources: SourceMap, style: TextStyle, explains: Bool = false) {
        self.report = report
        self.style = style
        self.sources = sources
        lines = ChangeLines(sources: sources, style: style, explains: explains)
        diagnosticText = DiagnosticText(sources: sources, style: style)
    }

    package mutating func render() -> String {
        var text = TargetText(report.target, project: report.project).render(style) + "\n"
        for finding in report.findings { text += render(finding) + "\n" }
        for diagnostic in report.diagnostics { text += diagnosticText.render(diagnostic) + "\n" }
        return text + "\(style(.strong, "Drift")): \(counts).\n"
    }

    /// Changes read from the files to the panel: from what was applied to what it has become.
    private mutating func render(_ finding: DriftFinding) -> String {
        let action = finding.action
        let name = action.name == action.key ? "" : " \"\(TerminalText.escaped(action.name))\""
        let id = action.objectID.map { " id \(TerminalText.escaped($0))" } ?? ""
        let place = action.span.map { "  \(style(.place, TerminalText.escaped(sources.position(of: $0))))" } ?? ""
        let title = "\(Self.sign(of: finding.kind)) \(finding.kind.rawValue) \(action.kind.noun) \(action.key)"
        var text = "\(style(Self.role(of: finding.kind), title))\(name)\(style(.faint, id))\(place)\n"
        if finding.kind == .unmatched, let block = action.block {
            text += diagnosticText.render(block).split(separator: "\n").map { "    \($0)\n" }.joined()
        }
        for change in finding.changes {
            if action.observed == nil { continue }
            text += lines.render(finding.kind == .pending ? change : change.reversed, of: action)
        }
        return text
    }

    private var counts: String {
        var parts = DriftFinding.Kind.allCases.compactMap { kind -> String? in
            let count = report.count(kind)
            return count == 0 ? nil : style(Self.role(of: kind), "\(count) \(Self.adjective(of: kind))")
        }
        if parts.isEmpty { parts.append("none") }
        if report.hiddenPendingCount > 0 { parts.append("\(report.hiddenPendingCount) pending, not shown") }
        parts.append("\(report.unchangedCount) unchanged")
        if report.unreadableServerCount > 0 {
            parts.append("\(Plural.text(report.unreadableServerCount, "server")) not readable")
        }
        if report.orphanCount > 0 { parts.append(Plural.text(report.orphanCount, "orphan")) }
        if report.foreignCount > 0 { parts.append("\(report.foreignCount) foreign") }
        if report.unselectedCount > 0 { parts.append("\(report.unselectedCount) not selected") }
        return parts.joined(separator: ", ")
    }

    private static func adjective(of kind: DriftFinding.Kind) -> String {
        switch kind {
        case .drift: "drifted"
        case .conflict: "in conflict"
        case .missing, .unmatched, .pending: kind.rawValue
        }
    }

    private static func sign(of kind: DriftFinding.Kind) -> String {
        switch kind {
        case .drift, .pending: "~"
        case .conflict: "!"
        case .missing: "-"
        case .unmatched: "?"
        }
    }

    private static func role(of kind: DriftFinding.Kind) -> TextStyle.Role {
        switch kind {
        case .drift: .changed
        case .conflict, .unmatched: .error
        case .missing: .removed
        case .pending: .added
        }
    }
}

extension FieldChange {
    /// The same difference, seen from the other side.
    var reversed: FieldChange {
        FieldChange(field: field, path: path, before: after, after: before, label: label, span: span)
    }
}
