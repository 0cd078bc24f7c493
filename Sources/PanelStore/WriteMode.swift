/// Whom a unit of work that writes lets in beside it.
package enum WriteMode: Sendable, Hashable {
    /// No other one of this mode, in whatever process: a rule that is checked holds until the commit.
    case alone
    /// All others. Only what it has taken or written is its own until the commit, and what a verb says it checks and
    /// writes at once; everything else may change from one verb to the next. Stores that let no two writers in at once
    /// treat it as `alone`.
    case concurrent
}
