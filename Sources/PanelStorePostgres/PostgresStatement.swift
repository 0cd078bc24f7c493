/// One statement with the values of its parameters `$1`, `$2`, ….
package struct PostgresStatement: Sendable, Hashable {
    package let sql: String
    package let values: [PostgresValue]

    package init(_ sql: String, _ values: [PostgresValue] = []) {
        self.sql = sql
        self.values = values
    }

    /// Whether it may make changes durable where no transaction is open: all but what only looks, or begins one.
    var mayCommitByItself: Bool {
        let word = sql.drop { $0.isWhitespace }.prefix { $0.isLetter }.uppercased()
        return !["BEGIN", "START", "SELECT", "SHOW", "SET", "ROLLBACK", "EXPLAIN", "DEALLOCATE"].contains(word)
    }

    /// Whether it ends a transaction so that its changes stay.
    var isCommit: Bool {
        let word = sql.drop { $0.isWhitespace }.prefix { $0.isLetter }.uppercased()
        return word == "COMMIT" || word == "END"
    }
}

extension PostgresStatement: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self.init(value) }
}
