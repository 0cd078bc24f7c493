import Diagnostics
import PhoenixModel

/// A plan as a few lines of text: an action a line, with what it waits for; then orphans, counts and warnings.
enum PlanSketch {
    static func text(_ plan: Plan) -> String {
        var lines = plan.actions.indices.map { line(plan.actions[$0], in: plan) }
        lines += plan.orphans.map { "orphan \($0.key) #\($0.id)\($0.isProtected ? " protected" : "")" }
        lines += plan.diagnostics.map { "\($0.severity) \($0.code.rawValue): \($0.message)" }
        if plan.unchangedCount > 0 { lines.append("unchanged \(plan.unchangedCount)") }
        if plan.foreignCount > 0 { lines.append("foreign \(plan.foreignCount)") }
        return lines.joined(separator: "\n")
    }

    private static func line(_ action: Action, in plan: Plan) -> String {
        var line = "\(action.operation.rawValue) \(action.key)"
        if let id = action.objectID { line += " #\(id)" }
        if let former = action.formerKey { line += " was \(former)" }
        let marks = Action.Mark.allCases.filter(action.marks.contains).map(\.rawValue)
        if !marks.isEmpty { line += " [\(marks.joined(separator: ", "))]" }
        if let block = action.block {
            return "\(line) \(block.code.rawValue): \(block.message)"
        }
        // What a create writes is seen in other tests.
        if action.operation != .create {
            line += action.changes.map { " \(name($0)): \(text($0.before)) → \(text($0.after))" }.joined(separator: ";")
        }
        let waits = action.waitsFor.map { "\(plan.actions[$0].operation.rawValue) \(plan.actions[$0].key)" }
        return waits.isEmpty ? line : "\(line) after \(waits.joined(separator: ", "))"
    }

    private static func name(_ change: FieldChange) -> String {
        switch change.path.first {
        case nil: change.field.rawValue
        case "[": change.field.rawValue + change.path
        default: "\(change.field.rawValue).\(change.path)"
        }
    }

    private static func text(_ shown: FieldChange.Shown?) -> String {
        switch shown {
        case .value(let value): value.jsonText()
        case .secret(let number): "(secret #\(number))"
        case .unreported: "(unreported)"
        case nil: "none"
        }
    }
}
