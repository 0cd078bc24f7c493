/// What a run works on.
package enum Target: Sendable, Hashable {
    /// The panel at that URL.
    case panel(String)
    /// The embedded panel with its data in that store, `sqlite:/srv/phoenix/panel.db` or
    /// `postgres://phoenix@db.example.com/panel`, perhaps with a password.
    case store(String)
    /// The embedded panel with its data where they are when nobody says otherwise.
    case standardStore
}
