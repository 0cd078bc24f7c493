import PhoenixModel

/// The row of a service: its columns by place.
package enum ServiceRow {
    /// In the order of `record(_:)`, without `name_key` and `name_folded`.
    package static let columns = """
        id, kind, name, description, enabled, schedule, timezone, task, overlap, misfire, timeout, notify, config, \
        system_kind, critical, version, created_at, updated_at, next_run, last_run, last_result, observed_status
        """

    /// What `PanelStoreTransaction.replace` changes, in the order of `configurationValues(_:)`: nothing that runs and
    /// probes write is among it.
    package static let configurationColumns = """
        kind, name, name_key, name_folded, description, enabled, schedule, timezone, task, overlap, misfire, timeout, \
        notify, config, system_kind, critical, version, created_at, updated_at, next_run
        """

    package static func configurationValues(_ record: ServiceRecord) -> [ColumnValue] {
        let key = NameKey(record.name)
        return [
            .init(record.kind.rawValue), .init(record.name), .init(key.exact), .init(key.folded),
            .init(record.description), .init(record.isEnabled), .init(record.schedule), .init(record.timezone),
            .init(record.task?.jsonText()), .init(record.overlap), .init(record.misfire), .init(record.timeout),
            .init(record.notify.jsonText()), .init(record.config.jsonText()), .init(record.systemKind),
            .init(record.isCritical), .init(record.version), .init(record.createdAt), .init(record.updatedAt),
            .init(record.nextRun),
        ]
    }

    /// What a new service has, in the order of `insertedValues(_:)`.
    package static let insertedColumns = "\(configurationColumns), last_run, last_result"

    package static func insertedValues(_ record: ServiceRecord) -> [ColumnValue] {
        configurationValues(record) + [.init(record.lastRun), .init(record.lastResult)]
    }

    /// The record of a row that has `columns`, still without its dependencies.
    package static func record(_ row: some ColumnReading) throws -> ServiceRecord {
        var record = ServiceRecord(
            id: try row.integer(0), kind: try row.word(1), name: try row.text(2), createdAt: try row.timestamp(16))
        record.description = try row.text(3)
        record.isEnabled = try row.boolean(4)
        record.schedule = try row.optionalText(5)
        record.timezone = try row.text(6)
        record.task = try row.optionalJSON(7)
        record.overlap = try row.text(8)
        record.misfire = try row.text(9)
        record.timeout = try row.integer(10)
        if try row.text(11) != "[]" { record.notify = try row.json(11) }
        if try row.text(12) != "{}" { record.config = try row.json(12) }
        record.systemKind = try row.optionalText(13)
        record.isCritical = try row.boolean(14)
        record.version = try row.integer(15)
        record.updatedAt = try row.timestamp(17)
        record.nextRun = try row.optionalTimestamp(18)
        record.lastRun = try row.optionalTimestamp(19)
        record.lastResult = try row.optionalText(20)
        record.observedStatus = try row.optionalWord(21)
        return record
    }

    /// In the order of `reference(_:)`.
    package static let referenceColumns = "id, name, enabled"

    package static func reference(_ row: some ColumnReading) throws -> ServiceReference {
        ServiceReference(id: try row.integer(0), name: try row.text(1), isEnabled: try row.boolean(2))
    }
}
