import GRDB
import PanelStore
import PhoenixModel

/// A page of all services, or all of one kind, in the order of their ids.
///
/// The counts by stretches of ids lead to the stretch in which the page begins, so that a page deep in a million
/// services costs little more than the first.
struct PlainPage {
    let db: Database
    let query: ServiceQuery

    func select() throws -> ServiceSelection {
        let (stretch, skipped, total) = try locate()
        let condition = query.kind.map { "AND kind = '\($0.rawValue)'" } ?? ""
        return ServiceSelection(
            sql: "SELECT \(ServiceRow.columns) FROM service WHERE id >= ? \(condition) ORDER BY id LIMIT ? OFFSET ?",
            arguments: [stretch << 10, query.limit, query.offset - skipped], total: total)
    }

    /// The stretch that the offset lies in, how many services the stretches before it have, and how many all have.
    private func locate() throws -> (stretch: Int64, skipped: Int, total: Int) {
        let count =
            switch query.kind {
            case nil: "system + scheduled"
            case .system: "system"
            case .scheduled: "scheduled"
            case .native: "0"
            }
        let statement = try db.cachedStatement(sql: "SELECT stretch, \(count) FROM service_count ORDER BY stretch")
        let rows = try Row.fetchCursor(statement)
        var start: (stretch: Int64, skipped: Int)?
        var total = 0
        while let row = try rows.next() {
            let count: Int = row[1]
            if start == nil, total + count > query.offset { start = (row[0], total) }
            total += count
        }
        // Past the end: a stretch that never comes.
        return (start?.stretch ?? Int64.max >> 10, start?.skipped ?? query.offset, total)
    }
}
