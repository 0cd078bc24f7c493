import PhoenixModel

/// A page of all services, or of all of one kind, in the order of their ids.
///
/// The counts by stretches of 1,024 ids lead to the stretch in which the page begins, so that a page deep in a million
/// services costs little more than the first.
package struct PlainServicePage {
    private let query: ServiceQuery
    private var start: (stretch: Int64, skipped: Int)?
    /// How many services the whole list has, once every count was added.
    package private(set) var total = 0

    package init(_ query: ServiceQuery) { self.query = query }

    /// Each row of its answer is to be added.
    package static let counts = "SELECT stretch, system, scheduled FROM service_count ORDER BY stretch"

    package mutating func add(_ row: some ColumnReading) throws {
        let system = query.kind ?? .system == .system ? try row.count(1) : 0
        let scheduled = query.kind ?? .scheduled == .scheduled ? try row.count(2) : 0
        if start == nil, total + system + scheduled > query.offset { start = (try row.integer(0), total) }
        total += system + scheduled
    }

    package func statement(in dialect: SQLDialect) -> SQLStatement {
        // Past the end: an id that no service has.
        let (first, skipped) = start.map { ($0.stretch << 10, $0.skipped) } ?? (.max, query.offset)
        var conditions = SQLConditions(dialect)
        conditions.require("id >= \(conditions.parameter(.integer(first)))")
        // As it stands in the condition of an index.
        if let kind = query.kind { conditions.require("kind = '\(kind.rawValue)'") }
        let limit = conditions.parameter(.init(query.limit))
        let offset = conditions.parameter(.init(query.offset - skipped))
        return SQLStatement(
            """
            SELECT \(ServiceRow.columns) FROM service \(conditions.clause())
            ORDER BY id LIMIT \(limit) OFFSET \(offset)
            """, conditions.values)
    }
}
