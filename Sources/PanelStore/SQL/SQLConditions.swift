/// What the rows of a statement must be, and the values of the statement's parameters.
package struct SQLConditions: Sendable {
    private let parameterSign: String
    private var conditions: [String] = []
    package private(set) var values: [ColumnValue] = []

    package init(_ dialect: SQLDialect) { parameterSign = dialect.parameterSign }

    package mutating func require(_ condition: String) { conditions.append(condition) }

    /// A new parameter with this value, as it is written in the statement.
    package mutating func parameter(_ value: ColumnValue) -> String {
        values.append(value)
        return "\(parameterSign)\(values.count)"
    }

    /// `WHERE …`; empty where nothing is required.
    package func clause(and further: [String] = []) -> String {
        let all = conditions + further
        return all.isEmpty ? "" : "WHERE \(all.joined(separator: " AND "))"
    }
}
