import PhoenixModel

/// The row of a service: its columns by place.
///
/// Each field with a property of its own has a column of its name, in the order of the table of fields, but for
/// dependencies, which have a table of their own.
package enum ServiceRow {
    private static let fields = FieldStorage.allCases.filter { $0 != .dependsOn }
    private static let fieldColumns = fields.map(\.definition.name).joined(separator: ", ")

    /// The columns of fields of a form, with spaces between them.
    static func columns(of form: FieldForm) -> String {
        fields.map(\.definition).filter { $0.form == form }.map(\.name).joined(separator: " ")
    }

    /// In the order of `record(_:)`, without `name_key` and `name_folded`.
    package static let columns = """
        id, kind, \(fieldColumns), system_kind, critical, version, created_at, updated_at, next_run, last_run, \
        last_result, observed_status
        """

    /// What `PanelStoreTransaction.replace` changes, in the order of `configurationValues(_:)`: nothing that runs and
    /// probes write is among it.
    package static let configurationColumns = """
        kind, \(fieldColumns), name_key, name_folded, system_kind, critical, version, created_at, updated_at, next_run
        """

    package static func configurationValues(_ record: ServiceRecord) -> [ColumnValue] {
        let key = NameKey(record.name)
        return [.init(record.kind.rawValue)] + fields.map(record.columnValue(of:)) + [
            .init(key.exact), .init(key.folded), .init(record.systemKind), .init(record.isCritical),
            .init(record.version), .init(record.createdAt), .init(record.updatedAt), .init(record.nextRun),
        ]
    }

    /// What a new service has, in the order of `insertedValues(_:)`.
    package static let insertedColumns = "\(configurationColumns), last_run, last_result"

    package static func insertedValues(_ record: ServiceRecord) -> [ColumnValue] {
        configurationValues(record) + [.init(record.lastRun), .init(record.lastResult)]
    }

    /// The record of a row that has `columns`, still without its dependencies.
    package static func record(_ row: some ColumnReading) throws -> ServiceRecord {
        let rest = 2 + fields.count
        var record = ServiceRecord(
            id: try row.integer(0), kind: try row.word(1), name: "", createdAt: try row.timestamp(rest + 3))
        for (offset, field) in fields.enumerated() { try record.read(field, at: 2 + offset, of: row) }
        record.systemKind = try row.optionalText(rest)
        record.isCritical = try row.boolean(rest + 1)
        record.version = try row.integer(rest + 2)
        record.updatedAt = try row.timestamp(rest + 4)
        record.nextRun = try row.optionalTimestamp(rest + 5)
        record.lastRun = try row.optionalTimestamp(rest + 6)
        record.lastResult = try row.optionalText(rest + 7)
        record.observedStatus = try row.optionalWord(rest + 8)
        return record
    }

    /// In the order of `reference(_:)`.
    package static let referenceColumns = "id, name, enabled"

    package static func reference(_ row: some ColumnReading) throws -> ServiceReference {
        ServiceReference(id: try row.integer(0), name: try row.text(1), isEnabled: try row.boolean(2))
    }
}

extension ServiceRecord {
    fileprivate func columnValue(of field: FieldStorage) -> ColumnValue {
        switch field {
        case .name: .init(name)
        case .description: .init(description)
        case .schedule: .init(schedule)
        case .timezone: .init(timezone)
        case .enabled: .init(isEnabled)
        case .task: .init(task?.jsonText())
        case .overlap: .init(overlap)
        case .misfire: .init(misfire)
        case .timeout: .init(timeout)
        case .dependsOn: .null
        case .notify: .init(notify.jsonText())
        case .config: .init(config.jsonText())
        }
    }

    fileprivate mutating func read(_ field: FieldStorage, at place: Int, of row: some ColumnReading) throws {
        switch field {
        case .name: name = try row.text(place)
        case .description: description = try row.text(place)
        case .schedule: schedule = try row.optionalText(place)
        case .timezone: timezone = try row.text(place)
        case .enabled: isEnabled = try row.boolean(place)
        case .task: task = try row.optionalJSON(place)
        case .overlap: overlap = try row.text(place)
        case .misfire: misfire = try row.text(place)
        case .timeout: timeout = try row.integer(place)
        case .dependsOn: break
        case .notify: notify = try row.json(place)
        case .config: config = try row.json(place)
        }
    }
}
