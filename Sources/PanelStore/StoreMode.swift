/// What a store is opened for.
package enum StoreMode: Sendable, Hashable {
    /// Nothing is changed, not even brought up to date; what may only be read will do.
    case reading
    /// The store is made where there is none, and brought up to date.
    case writing
    /// The same, also where a copy into the store has not come to its end.
    case restoring
}
