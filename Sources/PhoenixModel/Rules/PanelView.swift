/// The services of a panel as far as its rules look at them: what is stored, or what is going to be.
package protocol PanelView<ID> {
    associatedtype ID: Hashable & Sendable

    /// A service, other than `id`, whose name is the same (`PanelRules.comparedName(_:)`); nil when nobody's is.
    func holder(ofName name: String, besides id: ID?) -> ID?

    /// Those of the services that are disabled, in the order given.
    func disabled(among ids: [ID]) -> [ID]

    func dependencies(of id: ID) -> [ID]

    /// What depends on a service: all of them, or the enabled ones.
    func dependents(of id: ID, onlyEnabled: Bool) -> [ID]
}
