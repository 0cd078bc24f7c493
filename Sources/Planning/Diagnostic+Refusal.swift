import Diagnostics
import PhoenixModel

// Writes that a panel would refuse whatever the order.
extension Diagnostic {
    static func dependentsRemain(_ action: Action, _ deed: String, _ dependents: [String]) -> Self {
        let isOne = dependents.count == 1
        return Self(
            .dependentsRemain,
            "\(subject(action)) cannot be \(deed): \(list(dependents)) \(isOne ? "depends" : "depend") on it",
            at: action.span(of: .enabled),
            help:
                "let \(isOne ? "it go first, or change what it depends" : "them go first, or change what they depend") on"
        )
    }

    static func dependencyStaysDisabled(_ action: Action, _ dependencies: [String]) -> Self {
        let verb = dependencies.count == 1 ? "is" : "are"
        return Self(
            .dependencyDisabled,
            "\(subject(action)) is enabled, but \(list(dependencies)), which it depends on, \(verb) not",
            at: action.span(of: .dependsOn), help: "enable what it depends on first, or disable it too")
    }

    static func blockedByDependency(_ action: Action, _ dependency: Action) -> Self {
        Self(
            .blockedByDependency, "it depends on '\(dependency.key)', which is blocked", at: action.span,
            notes: dependency.block.map { [Note($0.message, at: $0.span)] } ?? [])
    }

    static func criticalService(_ action: Action) -> Self {
        Self(
            .refusedByRule, "\(subject(action)) is critical and cannot be disabled", at: action.span(of: .enabled),
            help: "remove 'enabled' from the entry")
    }

    static func kindStays(_ action: Action) -> Self {
        Self(.refusedByRule, "\(subject(action)) cannot be deleted", at: action.span)
    }

    static func nameWanted(_ action: Action, by other: Action) -> Self {
        Self(
            .nameTaken, "'\(other.key)' should get the name '\(action.name)' too", at: action.span,
            notes: [Note("the other one", at: other.span)])
    }

    static func nameStaysTaken(_ action: Action, by holder: LiveObject) -> Self {
        Self(
            .nameTaken, "the name '\(action.name)' is taken by the \(holder.kind.noun) with the id \(holder.id)",
            at: action.span(of: .name), help: "rename or remove that one first, or choose another name")
    }

    /// `cycle` may be empty: then it is not spelled out.
    static func closesCycle(_ action: Action, _ cycle: [String]) -> Self {
        Self(
            .refusedByRule,
            "with the dependencies on the panel it would form a cycle"
                + (cycle.isEmpty ? "" : ": \(cyclePath(cycle))"),
            at: action.span(of: .dependsOn),
            help: "change the dependencies of one of them, or let the files manage them")
    }

    static func noOrder(_ action: Action) -> Self {
        Self(
            .refusedByRule, "no order of writes lets the panel accept it", at: action.span,
            help: "make the change in two steps")
    }

    private static func subject(_ action: Action) -> String { "the \(action.kind.noun) '\(action.key)'" }

    /// The first few of them, and how many more there are.
    private static func list(_ labels: [String]) -> String {
        let shown = labels.prefix(5)
        let rest = labels.count - shown.count
        if rest > 0 { return "\(shown.joined(separator: ", ")) and \(rest) more" }
        guard let last = shown.last, shown.count > 1 else { return shown.first ?? "" }
        return "\(shown.dropLast().joined(separator: ", ")) and \(last)"
    }
}

extension Action {
    /// Where the field of a change stands, else the entry.
    fileprivate func span(of field: Field) -> SourceSpan? {
        changes.first { $0.field == field }?.span ?? span
    }
}
