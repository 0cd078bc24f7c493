/// A statement with the values of its parameters, in the order of their numbers.
package struct SQLStatement: Sendable, Hashable {
    package let sql: String
    package let values: [ColumnValue]

    package init(_ sql: String, _ values: [ColumnValue]) {
        self.sql = sql
        self.values = values
    }
}
