/// A rule of a panel that a write would break, with the services that it would break it with.
package enum PanelRefusal<ID: Hashable & Sendable>: Sendable, Hashable {
    case nameTaken(by: ID)
    /// The way from the service back to itself, which stands once, at the start.
    case dependencyCycle([ID])
    /// It is to be enabled, and depends on these, which are not.
    case dependencyDisabled([ID])
    /// Critical services are never disabled. The enabled ones that depend on it, for information.
    case critical(dependents: [ID])
    /// It is to be disabled or deleted, and these still depend on it.
    case dependentsRemain([ID])
    /// A service of this kind is never deleted.
    case kindStays
}
