import GRDB
import PanelStore
import PhoenixModel

/// The row of a message: its columns by place.
enum OutboxRow {
    private static let insertedColumns = """
        id, service_id, kind, address, secret, event, payload, text, created_at, next_try, attempts, last_failure
        """

    /// In the order of `message(_:)`.
    static let columns = "\(insertedColumns), sequence"

    static let insertion = """
        INSERT INTO outbox (\(insertedColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    static func values(_ message: OutboxMessage) -> [(any DatabaseValueConvertible)?] {
        [
            message.id, message.serviceID, message.kind, message.address, message.secret, message.event,
            message.payload.jsonText(), message.text, message.createdAt.seconds, message.nextTry.seconds,
            message.attempts, message.lastFailure,
        ]
    }

    static func message(_ row: Row) throws -> OutboxMessage {
        var message = OutboxMessage(
            id: row[0], serviceID: row[1], kind: row[2], address: row[3], secret: row[4], event: row[5],
            payload: try row.json(6), text: row[7], createdAt: row.timestamp(8))
        message.nextTry = row.timestamp(9)
        message.attempts = row[10]
        message.lastFailure = row[11]
        message.sequence = row[12]
        return message
    }
}
