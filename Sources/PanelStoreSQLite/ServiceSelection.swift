import GRDB
import PanelStore
import PhoenixModel

/// The SQL of one page of services.
struct ServiceSelection {
    let sql: String
    let arguments: StatementArguments
    /// How many services the whole list has, where that is known already.
    let total: Int?
    private var countSQL = ""
    private var countArguments: StatementArguments = []

    init(sql: String, arguments: StatementArguments, total: Int) {
        self.sql = sql
        self.arguments = arguments
        self.total = total
    }

    init(_ query: ServiceQuery) {
        var conditions: [String] = []
        var values: [(any DatabaseValueConvertible)?] = []
        func require(_ condition: String, _ value: String) {
            conditions.append(condition)
            values.append(value)
        }
        if let kind = query.kind { require("kind = ?", kind.rawValue) }
        if let status = query.status { require("\(Self.status) = ?", status.rawValue) }
        if let name = query.name { require("name_key = ?", NameKey.composed(name)) }
        if let part = query.namePart, !part.isEmpty { require("instr(name_folded, ?) > 0", NameKey.folded(part)) }
        let condition = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
        let order = (query.order.map(Self.order) + ["id"]).joined(separator: ", ")
        sql = "SELECT \(ServiceRow.columns) FROM service \(condition) ORDER BY \(order) LIMIT ? OFFSET ?"
        arguments = StatementArguments(values + [query.limit, query.offset])
        total = nil
        countSQL = "SELECT count(*) FROM service \(condition)"
        countArguments = StatementArguments(values)
    }

    func count(_ db: Database) throws -> Int {
        try Int.fetchOne(db.cachedStatement(sql: countSQL), arguments: countArguments) ?? 0
    }

    /// What `ServiceRecord.status` says.
    private static let status =
        "CASE WHEN observed_status IS NOT NULL AND (enabled = 1 OR kind = 'scheduled') "
        + "THEN observed_status ELSE \(ownStatus) END"

    /// What `ServiceStatus.init(kind:isEnabled:)` says.
    private static let ownStatus: String = {
        let disabled = ServiceStatus(kind: .system, isEnabled: false)
        let kinds = ObjectKind.services.map { kind in
            "WHEN '\(kind.rawValue)' THEN '\(ServiceStatus(kind: kind, isEnabled: true).rawValue)'"
        }
        return
            "CASE WHEN enabled = 0 THEN '\(disabled.rawValue)' ELSE CASE kind \(kinds.joined(separator: " ")) END END"
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
