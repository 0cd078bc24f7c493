package import Diagnostics
package import PhoenixModel

/// A plan as text for people. The first line names the target, the last one has the counts.
package struct PlanText {
    private let plan: Plan
    private let style: TextStyle
    private let nextRuns: NextRuns
    private let sources: SourceMap
    private let lines: ChangeLines
    private var diagnosticText: DiagnosticText

    /// - Parameters:
    ///   - plan: what to show.
    ///   - sources: the files that its places are in.
    ///   - style: whether to colour.
    ///   - nextRuns: shows when schedules run.
    ///   - explains: whether each change says by which rule its two sides are different.
    package init(
        _ plan: Plan, sources: SourceMap, style: TextStyle, nextRuns: NextRuns, explains: Bool = false
    ) {
        self.plan = plan
        self.style = style
        self.nextRuns = nextRuns
        self.sources = sources
        lines = ChangeLines(sources: sources, style: style, explains: explains)
        diagnosticText = DiagnosticText(sources: sources, style: style)
    }

    package mutating func render() -> String {
        var text = TargetText(plan.target, project: plan.project).render(style) + "\n"
        for action in plan.actions where action.operation != .prepare && action.operation != .bookkeeping {
            text += render(action) + "\n"
        }
        for diagnostic in plan.diagnostics { text += diagnosticText.render(diagnostic) + "\n" }
        text += besides()
        if let diagnostic = plan.budget.diagnostic { text += diagnosticText.render(diagnostic) + "\n" }
        text += PlanSummary(plan).text(style) + "\n"
        return text
    }

    private mutating func render(_ action: Action) -> String {
        var text = head(action)
        switch action.operation {
        case .blocked:
            if let block = action.block { text += indented(diagnosticText.render(block)) }
            if action.observed != nil { for change in action.changes { text += lines.render(change, of: action) } }
        case .create:
            for change in action.changes where !isDefault(change) { text += lines.render(change, of: action) }
            text += runs("next runs", action.write?.fields)
        case .delete:
            text += runs("would run", action.observed?.fields)
        case .update, .adopt:
            for change in action.changes { text += lines.render(change, of: action) }
            if action.changes.contains(where: { [.schedule, .timezone, .enabled].contains($0.field) }) {
                text += runs("runs before", action.observed?.fields)
                text += runs("runs after", action.write?.fields, else: action.observed?.fields)
            }
        case .prepare, .bookkeeping: break
        }
        return text
    }

    private func head(_ action: Action) -> String {
        let (sign, role) = Self.sign(of: action.operation)
        let name = action.name == action.key ? "" : " \"\(TerminalText.escaped(action.name))\""
        let former = action.formerKey.map { " (was \($0))" } ?? ""
        let id = action.objectID.map { " id \(TerminalText.escaped($0))" } ?? ""
        let marks = PhoenixModel.Action.Mark.allCases.filter(action.marks.contains).map(\.rawValue)
        let suffix = marks.isEmpty ? "" : " [\(marks.joined(separator: ", "))]"
        let title = "\(sign) \(action.operation.rawValue) \(action.kind.noun) \(action.key)"
        let server = action.server.flatMap { plan.serverNames[$0] }.map { " on '\(TerminalText.escaped($0))'" } ?? ""
        return "\(style(role, title))\(former)\(name)\(server)\(style(.faint, id))\(suffix)\(place(action.span))\n"
    }

    /// The next runs by fields; what a write does not send stays as it was.
    private func runs(_ title: String, _ fields: ServiceFields?, else observed: ServiceFields? = nil) -> String {
        let width = 80 - 4 - title.count - 2
        guard let fields, let schedule = fields.schedule, fields.enabled != false,
            let text = nextRuns.text(
                schedule: schedule, timezone: fields.timezone ?? observed?.timezone, width: width)
        else { return "" }
        return "    \(style(.faint, "\(title): \(text)"))\n"
    }

    private func place(_ span: SourceSpan?) -> String {
        span.map { "  \(style(.place, TerminalText.escaped(sources.position(of: $0))))" } ?? ""
    }

    private func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "    \($0)" }
            .joined(separator: "\n")
    }

    /// What is there and is left alone.
    private func besides() -> String {
        var text = ""
        for orphan in plan.orphans {
            let hint =
                if orphan.isOneOfSeveral {
                    "left alone; other objects have the same \(orphan.kind.ownershipPart)"
                } else {
                    orphan.isProtected ? "protected" : "left alone; `--prune` deletes it"
                }
            text +=
                "? orphan \(orphan.kind.noun) \(orphan.key) \"\(TerminalText.escaped(orphan.name))\" id \(orphan.id) (\(hint))\n"
        }
        let bookkeeping = plan.actions.filter { $0.operation == .bookkeeping }
        if !bookkeeping.isEmpty {
            text +=
                style(.faint, "Bookkeeping: \(OwnershipCount(bookkeeping).text) to refresh")
                + "\n"
        }
        if plan.unreadServerCount > 0 {
            let servers = "\(Plural.text(plan.unreadServerCount, "server")) that no entry selects"
            text += style(.faint, "Not read: \(servers); `--all-servers` looks for orphans there") + "\n"
        }
        return text.isEmpty ? "" : text + "\n"
    }

    private func isDefault(_ change: FieldChange) -> Bool {
        guard case .value(let value) = change.after else { return change.after == nil }
        return value == ServiceFields.defaultValue(of: change.field) || change.field == .name
    }

    private static func sign(of operation: PhoenixModel.Action.Operation) -> (String, TextStyle.Role) {
        switch operation {
        case .create: ("+", .added)
        case .update, .prepare, .bookkeeping: ("~", .changed)
        case .adopt: ("=", .changed)
        case .delete: ("-", .removed)
        case .blocked: ("!", .error)
        }
    }
}
