import PhoenixModel

/// The row of a message: its columns by place.
package enum OutboxRow {
    /// In the order of `values(_:)`.
    package static let insertedColumns = """
        id, service_id, kind, address, secret, event, payload, text, created_at, next_try, attempts, last_failure
        """

    /// In the order of `message(_:)`.
    package static let columns = "\(insertedColumns), sequence"

    package static func values(_ message: OutboxMessage) -> [ColumnValue] {
        [
            .init(message.id), .init(message.serviceID), .init(message.kind), .init(message.address),
            .init(message.secret), .init(message.event), .init(message.payload.jsonText()), .init(message.text),
            .init(message.createdAt), .init(message.nextTry), .init(message.attempts), .init(message.lastFailure),
        ]
    }

    package static func message(_ row: some ColumnReading) throws -> OutboxMessage {
        var message = OutboxMessage(
            id: try row.text(0), serviceID: try row.integer(1), kind: try row.text(2), address: try row.text(3),
            secret: try row.optionalText(4), event: try row.text(5), payload: try row.json(6), text: try row.text(7),
            createdAt: try row.timestamp(8))
        message.nextTry = try row.timestamp(9)
        message.attempts = try row.count(10)
        message.lastFailure = try row.optionalText(11)
        message.sequence = try row.integer(12)
        return message
    }
}
