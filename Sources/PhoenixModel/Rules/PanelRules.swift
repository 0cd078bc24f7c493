import Graphs

/// What a panel enforces between its services, in pure functions over a view of these: used by the service that
/// enforces it, by the planner that predicts it, and by the panels of tests.
///
/// The view is of the panel as it will be beside the write: whoever plans several writes gives the end of all of them.
package enum PanelRules {
    /// The kinds of which services can be created and deleted.
    package static let creatableKinds: Set<ObjectKind> = [.scheduled, .native]
    /// The kinds of which services can get another name.
    package static let renamableKinds: Set<ObjectKind> = [.scheduled, .native]
    /// The kinds whose names are unique among all of them together.
    package static let uniquelyNamedKinds: Set<ObjectKind> = [.system, .scheduled]

    /// A name in the form in which names are stored. Two names are the same when these are equal as strings, which is
    /// by canonical equivalence.
    package static func comparedName(_ name: String) -> String { name.trimmedText() }

    /// A name is unique among all services of a panel, whatever their kind.
    /// A new service has neither a name before nor an id.
    @inlinable
    package static func naming<View: PanelView>(
        from before: String?, to name: String, of id: View.ID?, in view: View
    ) -> PanelRefusal<View.ID>? {
        guard name != before, let holder = view.holder(ofName: name, besides: id) else { return nil }
        return .nameTaken(by: holder)
    }

    /// Dependencies never lead back to the service. Asked when they change; the view's need not have the change yet.
    package static func cycle<View: PanelView>(
        of id: View.ID, dependingOn dependencies: [View.ID], in view: View
    ) -> PanelRefusal<View.ID>? {
        let way = ShortestPath.find(from: dependencies, to: id) { view.dependencies(of: $0) }
        return way.map { .dependencyCycle([id] + $0.dropLast()) }
    }

    /// An enabled service depends on enabled ones only.
    @inlinable
    package static func depending<View: PanelView>(
        isEnabled: Bool, on dependencies: [View.ID], in view: View
    ) -> PanelRefusal<View.ID>? {
        guard isEnabled, !dependencies.isEmpty else { return nil }
        let disabled = view.disabled(among: dependencies)
        return disabled.isEmpty ? nil : .dependencyDisabled(disabled)
    }

    /// A critical service is not disabled, nor is one on which enabled services depend.
    @inlinable
    package static func switching<View: PanelView>(
        _ id: View.ID, from wasEnabled: Bool, to isEnabled: Bool, isCritical: Bool, in view: View
    ) -> PanelRefusal<View.ID>? {
        guard wasEnabled, !isEnabled else { return nil }
        let dependents = view.dependents(of: id, onlyEnabled: true)
        if isCritical { return .critical(dependents: dependents) }
        return dependents.isEmpty ? nil : .dependentsRemain(dependents)
    }

    /// A system service is not deleted, nor is a task on which others depend, enabled or not.
    @inlinable
    package static func deleting<View: PanelView>(
        _ id: View.ID, _ kind: ObjectKind, in view: View
    ) -> PanelRefusal<View.ID>? {
        guard creatableKinds.contains(kind) else { return .kindStays }
        let dependents = view.dependents(of: id, onlyEnabled: false)
        return dependents.isEmpty ? nil : .dependentsRemain(dependents)
    }
}
