/// The steps that bring a database to what this version needs, oldest first. Steps are added, never changed, moved or
/// removed: stores in use have gone through them.
enum PostgresSchemaStep: String, CaseIterable {
    /// All that SQLite stores have after their step `0006-pages`.
    case panel = "0001-panel"
    /// The copy of another store that has not come to its end.
    case copies = "0002-copies"
    /// How many runs each stretch of ids has.
    case runPages = "0003-run-pages"

    /// One statement each, in their order.
    var statements: [String] {
        switch self {
        case .panel: PostgresSchema.services + PostgresSchema.runs + PostgresSchema.health + PostgresSchema.counts
        case .copies: [PostgresSchema.copies]
        case .runPages: PostgresSchema.runPages
        }
    }
}
