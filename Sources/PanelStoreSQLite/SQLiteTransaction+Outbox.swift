import GRDB
import PanelStore
import PhoenixModel

extension SQLiteTransaction: OutboxTransaction {
    func insert(_ message: OutboxMessage) throws {
        try execute(
            "INSERT INTO outbox (\(OutboxRow.insertedColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            StatementArguments(OutboxRow.values(message)))
        try updateAddress(message.address)
    }

    func takeMessages(
        at moment: Timestamp, until: Timestamp, addresses: Int, perAddress: Int
    ) throws -> [OutboxMessage] {
        let due = try String.fetchAll(
            db.cachedStatement(
                sql: "SELECT address FROM outbox_address WHERE next_try <= ? ORDER BY next_try, oldest LIMIT ?"),
            arguments: [moment.seconds, addresses])
        return try due.flatMap { address in
            try execute(
                """
                UPDATE outbox SET next_try = ? WHERE sequence IN (
                    SELECT sequence FROM outbox WHERE address = ? ORDER BY sequence LIMIT ?
                )
                """, [until.seconds, address, perAddress])
            try updateAddress(address)
            let messages = try db.cachedStatement(
                sql: "SELECT \(OutboxRow.columns) FROM outbox WHERE address = ? ORDER BY sequence LIMIT ?")
            return try Array(
                Row.fetchCursor(messages, arguments: [address, perAddress]).map { try OutboxRow.message($0) })
        }
    }

    func removeMessages(_ ids: [String]) throws {
        for id in ids {
            guard let address = try address(ofMessage: id) else { continue }
            try execute("DELETE FROM outbox WHERE id = ?", [id])
            try updateAddress(address)
        }
    }

    func postpone(_ message: OutboxMessage) throws {
        guard let address = try address(ofMessage: message.id) else { return }
        try execute(
            "UPDATE outbox SET next_try = ?, attempts = ?, last_failure = ? WHERE id = ?",
            [message.nextTry.seconds, message.attempts, message.lastFailure, message.id])
        try updateAddress(address)
    }

    func outboxLoad() throws -> (count: Int, oldest: Timestamp?) {
        let count = try Int.fetchOne(db.cachedStatement(sql: "SELECT messages FROM outbox_count")) ?? 0
        let oldest = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT created_at FROM outbox ORDER BY sequence LIMIT 1"))
        return (count, oldest.map(Timestamp.init(seconds:)))
    }

    private func address(ofMessage id: String) throws -> String? {
        try String.fetchOne(db.cachedStatement(sql: "SELECT address FROM outbox WHERE id = ?"), arguments: [id])
    }

    /// An address is tried when its oldest message is; one without messages is forgotten.
    func updateAddress(_ address: String) throws {
        try execute("DELETE FROM outbox_address WHERE address = ?", [address])
        try execute(
            """
            INSERT INTO outbox_address (address, next_try, oldest)
            SELECT address, next_try, sequence FROM outbox WHERE address = ? ORDER BY sequence LIMIT 1
            """, [address])
    }
}
