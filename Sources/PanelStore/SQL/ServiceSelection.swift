import PhoenixModel

/// The SQL of one page of services, and of how many the whole list has.
package struct ServiceSelection: Sendable {
    package let page: SQLStatement
    package let count: SQLStatement

    package init(_ query: ServiceQuery, in dialect: SQLDialect) {
        var conditions = SQLConditions(dialect)
        if let kind = query.kind { conditions.require("kind = \(conditions.parameter(.init(kind.rawValue)))") }
        if let status = query.status {
            conditions.require("\(Self.status(dialect)) = \(conditions.parameter(.init(status.rawValue)))")
        }
        if let name = query.name {
            conditions.require("name_key = \(conditions.parameter(.init(NameKey.composed(name))))")
        }
        if let part = query.namePart, !part.isEmpty {
            let folded = conditions.parameter(.init(NameKey.folded(part)))
            conditions.require("\(dialect.position)(name_folded, \(folded)) > 0")
        }
        count = SQLStatement("SELECT count(*) FROM service \(conditions.clause())", conditions.values)
        let order = (query.order.map { Self.order($0, dialect) } + ["id"]).joined(separator: ", ")
        let (limit, offset) = (conditions.parameter(.init(query.limit)), conditions.parameter(.init(query.offset)))
        page = SQLStatement(
            """
            SELECT \(ServiceRow.columns) FROM service \(conditions.clause())
            ORDER BY \(order) LIMIT \(limit) OFFSET \(offset)
            """, conditions.values)
    }

    private static func order(_ order: ServiceQuery.Order, _ dialect: SQLDialect) -> String {
        let direction = order.isDescending ? "DESC" : "ASC"
        return switch order.key {
        case .id: "id \(direction)"
        case .name: "name_key \(direction)"
        case .status: "\(status(dialect)) \(direction)"
        case .createdAt: "created_at \(direction)"
        case .updatedAt: "updated_at \(direction)"
        case .nextRun: "next_run IS NULL, next_run \(direction)"
        }
    }

    /// What `ServiceRecord.status` says.
    private static func status(_ dialect: SQLDialect) -> String {
        """
        (CASE WHEN observed_status IS NOT NULL AND (enabled OR kind = 'scheduled')
        THEN observed_status ELSE \(ownStatus) END COLLATE \(dialect.byBytes))
        """
    }

    /// What `ServiceStatus.init(kind:isEnabled:)` says.
    private static let ownStatus: String = {
        let disabled = ServiceStatus(kind: .system, isEnabled: false)
        let kinds = ObjectKind.services.map { kind in
            "WHEN '\(kind.rawValue)' THEN '\(ServiceStatus(kind: kind, isEnabled: true).rawValue)'"
        }
        return
            "CASE WHEN NOT enabled THEN '\(disabled.rawValue)' ELSE CASE kind \(kinds.joined(separator: " ")) END END"
    }()
}
