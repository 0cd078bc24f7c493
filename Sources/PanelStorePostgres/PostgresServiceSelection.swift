import PanelStore
import PhoenixModel

/// The SQL of one page of services.
struct PostgresServiceSelection {
    let sql: String
    let values: [PostgresValue]
    /// How many services the whole list has, where that is known already.
    let total: Int?
    private(set) var countSQL = ""
    private(set) var countValues: [PostgresValue] = []

    /// A page that begins in a stretch of 1,024 ids, before which there are `skipped` services; nil: past the end.
    init(plain query: ServiceQuery, start: (stretch: Int64, skipped: Int)?, total: Int) {
        let condition = query.kind.map { "AND kind = '\($0.rawValue)'" } ?? ""
        sql = "SELECT \(ServiceRow.columns) FROM service WHERE id >= $1 \(condition) ORDER BY id LIMIT $2 OFFSET $3"
        values = [
            .integer(start.map { $0.stretch << 10 } ?? .max), .integer(Int64(query.limit)),
            .integer(Int64(query.offset - (start?.skipped ?? query.offset))),
        ]
        self.total = total
    }

    init(_ query: ServiceQuery) {
        var conditions: [String] = []
        var values: [PostgresValue] = []
        func require(_ text: String, _ condition: (_ parameter: String) -> String) {
            values.append(.text(text))
            conditions.append(condition("$\(values.count)"))
        }
        if let kind = query.kind { require(kind.rawValue) { "kind = \($0)" } }
        if let status = query.status { require(status.rawValue) { "\(Self.status) = \($0)" } }
        if let name = query.name { require(NameKey.composed(name)) { "name_key = \($0)" } }
        if let part = query.namePart, !part.isEmpty {
            require(NameKey.folded(part)) { "strpos(name_folded, \($0)) > 0" }
        }
        let condition = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
        let order = (query.order.map(Self.order) + ["id"]).joined(separator: ", ")
        let page = "LIMIT $\(values.count + 1) OFFSET $\(values.count + 2)"
        sql = "SELECT \(ServiceRow.columns) FROM service \(condition) ORDER BY \(order) \(page)"
        self.values = values + [.integer(Int64(query.limit)), .integer(Int64(query.offset))]
        total = nil
        countSQL = "SELECT count(*) FROM service \(condition)"
        countValues = values
    }

    /// What `ServiceRecord.status` says.
    private static let status =
        "(CASE WHEN observed_status IS NOT NULL AND (enabled OR kind = 'scheduled') "
        + "THEN observed_status ELSE \(ownStatus) END COLLATE \"C\")"

    /// What `ServiceStatus.init(kind:isEnabled:)` says.
    private static let ownStatus: String = {
        let disabled = ServiceStatus(kind: .system, isEnabled: false)
        let kinds = ObjectKind.allCases.map { kind in
            "WHEN '\(kind.rawValue)' THEN '\(ServiceStatus(kind: kind, isEnabled: true).rawValue)'"
        }
        return
            "CASE WHEN NOT enabled THEN '\(disabled.rawValue)' ELSE CASE kind \(kinds.joined(separator: " ")) END END"
    }()

    private static func order(_ order: ServiceQuery.Order) -> String {
        let direction = order.isDescending ? "DESC" : "ASC"
        return switch order.key {
        case .id: "id \(direction)"
        case .name: "name_key \(direction)"
        case .status: "\(status) \(direction)"
        case .createdAt: "created_at \(direction)"
        case .updatedAt: "updated_at \(direction)"
        case .nextRun: "next_run IS NULL, next_run \(direction)"
        }
    }
}
