/// A store as rows, so that a panel can be copied to another store whatever the engines.
package protocol StoreDump {
    /// The rows of a table that come after a key in its order; nil for the first ones.
    func rows(of table: StoredTable, after key: [ColumnValue]?, limit: Int) async throws -> [StoredRow]

    /// The last id that was given to a row of a table that gives ids, 0 before the first one. The row may be gone.
    func lastID(of table: StoredTable) async throws -> Int64

    /// What is another one after every change of what `StoredTable` has, by whatever process; it may be after other
    /// changes, too.
    func changeMark() async throws -> ChangeMark

    /// The copy into this store that has begun and not ended.
    func unfinishedCopy() async throws -> UnfinishedCopy?
}

/// What a copy writes. Only an empty store is written to, so that what the rules promise of rows is promised by those
/// of the store they come from.
package protocol StoreRestore: StoreDump {
    /// Adds rows, as they are, whose keys come after all that the table has.
    func restore(_ rows: [StoredRow], to table: StoredTable) async throws

    /// Gives ids of a table from the one after `id` on.
    func setLastID(of table: StoredTable, to id: Int64) async throws

    /// Keeps how far a copy has come; nil when it has ended. A store with an unfinished copy can be opened for
    /// nothing but the rest of it.
    func note(_ copy: UnfinishedCopy?) async throws
}

/// How far a copy has come, as the store it goes to has it.
package struct UnfinishedCopy: Sendable, Hashable {
    /// Where it comes from, as people name it, without a password.
    package let source: String
    /// By name, the table whose rows were copied last; nil before the first one.
    package var table: String?
    /// The key of the last row of it that was copied; nil when all were.
    package var key: [ColumnValue]?

    package init(from source: String) { self.source = source }
}

/// Tells one state of a store from another. Marks only compare for being the same, those of one store with each other.
package struct ChangeMark: Sendable, Hashable {
    private let text: String

    package init(_ text: String) { self.text = text }
}
