/// Rows by key, each noted as it was before it is changed, so that all changes since the last commit can be undone.
struct JournaledTable<Key: Hashable & Sendable, Row: Sendable>: Sendable {
    /// What became of one key.
    struct Change {
        let key: Key
        let before: Row?
        let after: Row?
    }

    private(set) var rows: [Key: Row] = [:]
    private var journal: [(key: Key, before: Row?)] = []

    subscript(key: Key) -> Row? { rows[key] }

    /// Puts a row in the place of the one before, or removes that.
    @discardableResult
    mutating func set(_ row: Row?, at key: Key) -> Change {
        let before = rows[key]
        rows[key] = row
        journal.append((key, before))
        return Change(key: key, before: before, after: row)
    }

    mutating func commit() { journal = [] }

    /// Undoes everything since the last commit. Answers how, in the order it was done.
    @discardableResult
    mutating func rollBack() -> [Change] {
        defer { journal = [] }
        return journal.reversed().map { key, before in
            defer { rows[key] = before }
            return Change(key: key, before: rows[key], after: before)
        }
    }
}
