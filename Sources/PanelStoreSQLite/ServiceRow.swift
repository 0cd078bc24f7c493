import GRDB
import PanelStore
import PhoenixModel

/// The row of a service: its columns by place, which is much faster than by name.
enum ServiceRow {
    /// In the order of `record(_:)`, without `name_key` and `name_folded`.
    static let columns = """
        id, kind, name, description, enabled, schedule, timezone, task, overlap, misfire, timeout, notify, config, \
        system_kind, critical, version, created_at, updated_at, next_run, last_run, last_result
        """

    static let insertion = """
        INSERT INTO service (kind, name, name_key, name_folded, description, enabled, schedule, timezone, task, \
        overlap, misfire, timeout, notify, config, system_kind, critical, version, created_at, updated_at, next_run, \
        last_run, last_result) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    static let replacement = """
        UPDATE service SET (kind, name, name_key, name_folded, description, enabled, schedule, timezone, task, \
        overlap, misfire, timeout, notify, config, system_kind, critical, version, created_at, updated_at, next_run, \
        last_run, last_result) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?
        """

    /// The values of both statements, without the id.
    static func values(_ record: ServiceRecord) -> [(any DatabaseValueConvertible)?] {
        let key = NameKey(record.name)
        return [
            record.kind.rawValue, record.name, key.exact, key.folded, record.description, record.isEnabled,
            record.schedule, record.timezone, record.task?.jsonText(), record.overlap, record.misfire, record.timeout,
            record.notify.jsonText(), record.config.jsonText(), record.systemKind, record.isCritical, record.version,
            record.createdAt.seconds, record.updatedAt.seconds, record.nextRun?.seconds, record.lastRun?.seconds,
            record.lastResult,
        ]
    }

    /// The record of a row that has `columns`, still without its dependencies.
    static func record(_ row: Row) throws -> ServiceRecord {
        let kind = ObjectKind(rawValue: row[1])
        guard let kind else { throw corruption }
        var record = ServiceRecord(id: row[0], kind: kind, name: row[2], createdAt: Timestamp(seconds: row[16]))
        record.description = row[3]
        record.isEnabled = row[4]
        record.schedule = row[5]
        record.timezone = row[6]
        record.task = try json(row[7])
        record.overlap = row[8]
        record.misfire = row[9]
        record.timeout = row[10]
        let notify: String = row[11]
        if notify != "[]" { record.notify = try json(notify) ?? [] }
        let config: String = row[12]
        if config != "{}" { record.config = try json(config) ?? [:] }
        record.systemKind = row[13]
        record.isCritical = row[14]
        record.version = row[15]
        record.updatedAt = Timestamp(seconds: row[17])
        record.nextRun = timestamp(row[18])
        record.lastRun = timestamp(row[19])
        record.lastResult = row[20]
        return record
    }

    static func reference(_ row: Row) -> ServiceReference {
        ServiceReference(id: row[0], name: row[1], isEnabled: row[2])
    }

    private static func timestamp(_ seconds: Int64?) -> Timestamp? { seconds.map(Timestamp.init(seconds:)) }

    private static func json(_ text: String?) throws -> Value? {
        guard let text else { return nil }
        guard let value = try? Value(json: text) else { throw corruption }
        return value
    }

    /// Only this program writes these columns.
    private static var corruption: DatabaseError { DatabaseError(resultCode: .SQLITE_CORRUPT) }
}
