import GRDB
import PanelStore
import PhoenixModel

/// The row of a service: its columns by place, which is much faster than by name.
enum ServiceRow {
    /// In the order of `record(_:)`, without `name_key` and `name_folded`.
    static let columns = """
        id, kind, name, description, enabled, schedule, timezone, task, overlap, misfire, timeout, notify, config, \
        system_kind, critical, version, created_at, updated_at, next_run, last_run, last_result, observed_status
        """

    /// What `PanelStoreTransaction.replace` changes: nothing that runs and probes write is among it.
    private static let configuration = """
        kind, name, name_key, name_folded, description, enabled, schedule, timezone, task, overlap, misfire, timeout, \
        notify, config, system_kind, critical, version, created_at, updated_at, next_run
        """

    static let insertion = """
        INSERT INTO service (\(configuration), last_run, last_result) \
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    static func insertionValues(_ record: ServiceRecord) -> [(any DatabaseValueConvertible)?] {
        values(record) + [record.lastRun?.seconds, record.lastResult]
    }

    static let replacement = """
        UPDATE service SET (\(configuration)) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?
        """

    static func replacementValues(_ record: ServiceRecord) -> [(any DatabaseValueConvertible)?] {
        values(record) + [record.id]
    }

    private static func values(_ record: ServiceRecord) -> [(any DatabaseValueConvertible)?] {
        let key = NameKey(record.name)
        return [
            record.kind.rawValue, record.name, key.exact, key.folded, record.description, record.isEnabled,
            record.schedule, record.timezone, record.task?.jsonText(), record.overlap, record.misfire, record.timeout,
            record.notify.jsonText(), record.config.jsonText(), record.systemKind, record.isCritical, record.version,
            record.createdAt.seconds, record.updatedAt.seconds, record.nextRun?.seconds,
        ]
    }

    /// The record of a row that has `columns`, still without its dependencies.
    static func record(_ row: Row) throws -> ServiceRecord {
        var record = ServiceRecord(id: row[0], kind: try row.word(1), name: row[2], createdAt: row.timestamp(16))
        record.description = row[3]
        record.isEnabled = row[4]
        record.schedule = row[5]
        record.timezone = row[6]
        record.task = try row.optionalJSON(7)
        record.overlap = row[8]
        record.misfire = row[9]
        record.timeout = row[10]
        let notify: String = row[11]
        if notify != "[]" { record.notify = try row.json(11) }
        let config: String = row[12]
        if config != "{}" { record.config = try row.json(12) }
        record.systemKind = row[13]
        record.isCritical = row[14]
        record.version = row[15]
        record.updatedAt = row.timestamp(17)
        record.nextRun = row.optionalTimestamp(18)
        record.lastRun = row.optionalTimestamp(19)
        record.lastResult = row[20]
        record.observedStatus = try row.optionalWord(21)
        return record
    }

    static func reference(_ row: Row) -> ServiceReference {
        ServiceReference(id: row[0], name: row[1], isEnabled: row[2])
    }
}
